import { setMaxListeners } from 'node:events'
import path from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import type { Logger } from 'pino'
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import { systemClock } from '../domain/clock.ts'
import type { Seams } from '../seams.ts'
import { APP_NAMES, type AppName } from '../virtual-phone/apps/app-names.ts'
import { secretsOf } from '../secrets-of.ts'
import { dataDirectoryOf } from '../data-directory-setting.ts'
import { lockDataDirectory, type DataDirectoryLock } from '../store/data-directory.ts'
import { endOnUncaught } from './end-on-uncaught.ts'
import {
  EXIT_CONFIG,
  EXIT_DATA_ERROR,
  EXIT_IO_ERROR,
  EXIT_UNAVAILABLE,
  startProblem,
} from './start-problem.ts'
import { stopOnSignal } from './stop-on-signal.ts'

const MOST_VIRTUAL_PHONES = 50
/** A stop signal is listened to once a phone and command: Node's 10 is for small programs, more than this is a leak after all. */
const SIGNAL_LISTENERS = 2000

/** Adds `phonefarm serve`: the daemon. */
export function addServeCommand(program: Command, version: string): void {
  program
    .command('serve')
    .description('run the daemon: HTTP API, scheduler, Appium')
    .option('--virtual-phones <n>', 'run this many virtual phones inside and register them', phoneCount, 0)
    .option(
      '--virtual-apps <names>',
      `whose accounts are registered on them: ${APP_NAMES.join(',')}`,
      appNames,
      ['clips'],
    )
    .action((options: Pick<ServeOptions, 'virtualPhones' | 'virtualApps'>) => serve({ version, ...options }))
}

function appNames(text: string): AppName[] {
  return text.split(',').map((wanted) => {
    const name = APP_NAMES.find((known) => known === wanted.trim())
    if (name !== undefined) return name
    throw new InvalidArgumentError(`${wanted} is none of ${APP_NAMES.join(', ')}.`)
  })
}

function phoneCount(text: string): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && count <= MOST_VIRTUAL_PHONES) return count
  throw new InvalidArgumentError(`must be a whole number from 0 to ${MOST_VIRTUAL_PHONES}.`)
}

export interface ServeOptions {
  version: string
  /** How many virtual phones to run inside. */
  virtualPhones: number
  /** In which of their apps accounts are registered; default the first. */
  virtualApps?: readonly AppName[]
  /** Only a test build hands these in. */
  seams?: Seams
}

/** The daemon's whole life, from reading the environment to the exit code; resolves when it stands or could not start. */
export async function serve(options: ServeOptions): Promise<void> {
  setMaxListeners(SIGNAL_LISTENERS)
  // First of all: a second daemon has to step back within a second, and reading the settings' schemas takes half of one.
  const lock = lockOrExplain(dataDirectoryOf(process.env))
  if (!lock) return
  const loaded = await readConfig()
  if (!loaded) return lock.release()
  const [{ createApp }, { createLog }, { createRecentLog }, { ensureApiKey }, { systemRandom }] =
    await Promise.all([
      import('../app.ts'),
      import('../log.ts'),
      import('../recent-log.ts'),
      import('../http/api-keys.ts'),
      import('../domain/random.ts'),
    ])
  const { config, warnings } = loaded
  const secrets = secretsOf(config)
  const recentLog = createRecentLog()
  const log = createLog({ level: config.logLevel, secrets, clock: systemClock, onLine: recentLog.add })
  endOnUncaught(log)
  for (const warning of warnings) log.warn({ setting: warning }, 'odd setting')

  let app: App | undefined
  let isStopping = () => false
  try {
    app = await createApp({
      config,
      lock,
      version: options.version,
      virtualPhones: options.virtualPhones,
      ...(options.virtualApps && { virtualApps: options.virtualApps }),
      apiKey: async () => {
        const key = await ensureApiKey({ dataDir: config.dataDir, environmentKey: config.apiKey, log })
        secrets.add(key)
        return key
      },
      clock: systemClock,
      random: systemRandom,
      log,
      recentLog,
      // What is in memory may not be what is on the disk, so nothing is closed in order: the next boot looks at what is there.
      onStorageFailed({ cause, kind }) {
        log.fatal({ err: cause }, 'database cannot be trusted any more')
        process.exit(kind === 'io' ? EXIT_IO_ERROR : EXIT_DATA_ERROR)
      },
      ...(options.seams && { seams: options.seams }),
    })
    isStopping = stopOnSignal(app, { stopMs: config.stopMs, log })
    const ready = await app.start()
    log.info(ready, 'ready')
  } catch (error) {
    // Stopped before everything stood: that is what was asked for.
    if (isStopping()) return
    explain(error, log)
    await app?.stop()
  }
}

async function readConfig(): Promise<{ config: Config; warnings: string[] } | undefined> {
  const { ConfigError, loadConfig } = await import('../config.ts')
  try {
    return loadConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const { name, message } of error.problems) process.stderr.write(`${name} ${message}\n`)
    process.exitCode = EXIT_CONFIG
    return undefined
  }
}

function lockOrExplain(dataDir: string): DataDirectoryLock | undefined {
  try {
    return lockDataDirectory(path.resolve(dataDir))
  } catch (error) {
    const problem = startProblem(error)
    if (!problem) throw error
    process.stderr.write(`${problem.reason}\n`)
    process.exitCode = problem.exitCode
    return undefined
  }
}

/** One line; with a stack only when nobody has foreseen it. */
function explain(error: unknown, log: Logger): void {
  const problem = startProblem(error)
  if (problem) log.fatal({ reason: problem.reason }, 'daemon cannot start')
  else log.fatal({ err: error }, 'daemon cannot start')
  process.exitCode = problem?.exitCode ?? EXIT_UNAVAILABLE
}
