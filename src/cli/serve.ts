import { setMaxListeners } from 'node:events'
import { InvalidArgumentError, type Command } from 'commander'
import { createApp, type App } from '../app.ts'
import { ConfigError, loadConfig, type Config } from '../config.ts'
import { systemClock } from '../domain/clock.ts'
import { systemRandom } from '../domain/random.ts'
import { ensureApiKey } from '../http/api-keys.ts'
import { createLog } from '../log.ts'
import type { Seams } from '../seams.ts'

/** sysexits.h: a setting is wrong; starting again would not change it. */
const EXIT_CONFIG = 78
/** sysexits.h: something that is needed is not to be had. */
const EXIT_UNAVAILABLE = 69
/** What closing files and connections may take after the drain budget, before the process is ended by force. */
const LAST_RESORT_MS = 10_000
const MOST_VIRTUAL_PHONES = 50
/** A stop signal is listened to once a phone and command: Node's 10 is for small programs, more than this is a leak after all. */
const SIGNAL_LISTENERS = 2000

/** Adds `phonefarm serve`: the daemon. */
export function addServeCommand(program: Command, version: string): void {
  program
    .command('serve')
    .description('run the daemon: HTTP API, scheduler, Appium')
    .option('--virtual-phones <n>', 'run this many virtual phones inside and register them', phoneCount, 0)
    .action(({ virtualPhones }: { virtualPhones: number }) => serve({ version, virtualPhones }))
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
  /** Only a test build hands these in. */
  seams?: Seams
}

/** The daemon's whole life, from reading the environment to the exit code; resolves when it stands or could not start. */
export async function serve({ version, virtualPhones, seams }: ServeOptions): Promise<void> {
  setMaxListeners(SIGNAL_LISTENERS)
  const loaded = readConfig()
  if (!loaded) return
  const { config, warnings } = loaded
  const secrets = new Set([...config.webhookSecrets, ...(config.apiKey === null ? [] : [config.apiKey])])
  const log = createLog({ level: config.logLevel, secrets, clock: systemClock })
  for (const warning of warnings) log.warn({ setting: warning }, 'odd setting')

  let app: App | undefined
  let isStopping = () => false
  try {
    app = await createApp({
      config,
      version,
      virtualPhones,
      apiKey: async () => {
        const key = await ensureApiKey({ dataDir: config.dataDir, environmentKey: config.apiKey, log })
        secrets.add(key)
        return key
      },
      clock: systemClock,
      random: systemRandom,
      log,
      ...(seams && { seams }),
    })
    isStopping = stopOnSignal(app, config, log)
    const ready = await app.start()
    log.info(ready, 'ready')
  } catch (error) {
    // Stopped before everything stood: that is what was asked for.
    if (isStopping()) return
    log.fatal({ err: error }, 'daemon cannot start')
    process.exitCode = EXIT_UNAVAILABLE
    await app?.stop()
  }
}

function readConfig(): { config: Config; warnings: string[] } | undefined {
  try {
    return loadConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const { name, message } of error.problems) process.stderr.write(`${name} ${message}\n`)
    process.exitCode = EXIT_CONFIG
    return undefined
  }
}

/** SIGTERM and SIGINT drain and end; a second one, or a drain that takes too long, ends at once. @returns whether one has come */
function stopOnSignal(app: App, { stopMs }: Config, log: ReturnType<typeof createLog>): () => boolean {
  let asked = false
  const onSignal = (signal: NodeJS.Signals) => {
    if (asked) process.exit(1) // somebody insists
    asked = true
    log.info({ signal }, 'stopping')
    // The last-resort timer: it does not keep the process alive and only fires when something hangs.
    systemClock.after(stopMs + LAST_RESORT_MS, () => {
      log.error({ signal }, 'stop took too long')
      process.exit(1)
    })
    app.stop().then(
      () => log.info({ signal }, 'stopped'),
      (error: unknown) => {
        log.error({ err: error }, 'stop failed')
        process.exitCode = 1
      },
    )
  }
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  return () => asked
}
