import { spawn, type ChildProcess } from 'node:child_process'
import { extname } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import type { Logger } from 'pino'
import { request } from 'undici'
import { startDeadline, type Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import { findAdb, findAndroidHome, type Environment } from './android-sdk.ts'
import { forgetAppiumHome, prepareAppiumHome, type AppiumHome } from './appium-home.ts'
import { freePort, isFreePort } from './free-port.ts'
import { listeningOf, residentBytes } from './host-process.ts'

export interface AppiumServerOptions {
  /** Folder that becomes its APPIUM_HOME; two servers need two. */
  home: string
  /** The script that is run; Appium's own without it. */
  program?: string
  /** Where to look for a free port, upwards; null takes any. */
  portFirst: number | null
  adbPort: number
  env: Environment
  clock: Clock
  log: Logger
}

/** One Appium process of ours, listening on loopback only. */
export interface AppiumServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Resolves when the process has ended, with how: `code 1`, `signal SIGKILL`. */
  readonly exited: Promise<string>
  /** Whether it says that it works; false when it refuses or answers anything else. @throws the signal's reason when it aborts first */
  answers: (signal: AbortSignal) => Promise<boolean>
  /** What it holds of the host's memory; null when that cannot be read. */
  residentBytes: () => Promise<number | null>
  /** Ends it and what it started at once, even when it is stopped or hangs; resolves when it has ended. */
  kill: () => Promise<void>
  /** Asks it to end, makes it end after 2 s, resolves when it has. May come twice. */
  stop: () => Promise<void>
}

/** A range that is taken as a whole is a mistake in the settings, and is told as one. */
const PORTS_TRIED = 64
/** Up in 1.2-2.5 s on an idle machine (source: virtual-phone 2); a loaded one may take far longer. */
const READY_MS = 60_000
/** One with a session on a hanging phone tries to end that for far longer; by then nobody waits for its answer. */
const STOP_MS = 2_000
const LAST_LINES = 10

/**
 * Starts Appium and resolves when it answers GET /status, on loopback and nowhere else.
 * @throws RunError 'session' with its last words when it ended or did not answer, or when adb, a home or a free port is missing; the
 *   signal's reason when it aborts
 */
export async function startAppiumServer(
  options: AppiumServerOptions,
  signal: AbortSignal,
): Promise<AppiumServer> {
  const { home, clock } = options
  mustHaveAdb(options.env)
  const prepared = await prepareAppiumHome(home)
  const port = await choosePort(options)
  signal.throwIfAborted()
  const child = spawnAppium(options, prepared, port)
  const lastLines = collectLines([child.stdout, child.stderr], (line) =>
    options.log[levelOf(line)]({ appium_port: port, line }, 'appium said'),
  )
  child.stdin.on('error', () => undefined) // EPIPE of a pipe that is never written to says only that the process ended
  const server = serverOf(child, port, clock)
  try {
    await waitUntilReady(server, clock, signal)
    await mustBePrivate(server)
    return server
  } catch (error) {
    await server.stop()
    signal.throwIfAborted()
    // Its cache of extensions may be what it stumbled over.
    await forgetAppiumHome(home)
    const words = lastLines().join(' | ')
    throw new RunError('session', `Appium did not start on port ${port}: ${words || String(error)}`, {
      cause: error,
      rung: 'none',
    })
  }
}

/** Without it Appium starts, and each of its sessions fails in words that do not say where it was looked for. */
function mustHaveAdb(env: Environment): void {
  try {
    findAdb(env)
  } catch (error) {
    throw new RunError('session', error instanceof Error ? error.message : String(error), {
      cause: error,
      rung: 'none',
    })
  }
}

function serverOf(child: ChildProcess, port: number, clock: Clock): AppiumServer {
  const exited = waitForExit(child)
  const url = `http://127.0.0.1:${port}`
  const pid = child.pid ?? 0
  return {
    url,
    port,
    pid,
    exited,
    answers: (signal) => answersStatus(url, signal),
    residentBytes: () => residentBytes(pid),
    async kill() {
      killGroup(child, 'SIGKILL')
      await exited
    },
    stop: () => stopChild(child, exited, clock),
  }
}

async function choosePort({ portFirst, log }: AppiumServerOptions): Promise<number> {
  if (portFirst === null) return freePort()
  for (let port = portFirst; port < portFirst + PORTS_TRIED; port++) {
    if (await isFreePort(port)) return port
    log.warn({ appium_port: port }, 'port for Appium is taken, the next one is tried')
  }
  const range = `${portFirst} to ${portFirst + PORTS_TRIED - 1}`
  throw new RunError('session', `no port for Appium: all from ${range} are taken`, { rung: 'none' })
}

function spawnAppium(options: AppiumServerOptions, { script, config }: AppiumHome, port: number) {
  const { home, program, adbPort, env } = options
  const appium = [program ?? script, ...appiumArguments(port, config)]
  return spawn(process.execPath, [...guardArguments(), ...appium], {
    cwd: home,
    env: {
      ...env,
      APPIUM_HOME: home,
      ANDROID_HOME: findAndroidHome(env),
      ANDROID_ADB_SERVER_PORT: String(adbPort),
    },
    // A group of its own: Ctrl-C in a terminal must not end it before our sessions are closed, and its adb children end with it.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

/** Whoever reaches an Appium owns its phones: one that listens beyond this host does not stay. @throws Error that says where it listens */
async function mustBePrivate({ pid }: AppiumServer): Promise<void> {
  const open = (await listeningOf(pid)).filter(({ isLoopback }) => !isLoopback)
  if (open.length === 0) return
  const where = open.map(({ address, port }) => `${address}:${port}`).join(', ')
  throw new Error(`it listens on ${where}, which other hosts may reach`)
}

/** Before it has read its arguments Appium prints debug lines too. */
function levelOf(line: string): 'debug' | 'warn' {
  return line.startsWith('dbug') ? 'debug' : 'warn'
}

function appiumArguments(port: number, config: string): string[] {
  // The default keep-alive of 600 s would keep a connection of every closed session open (source: virtual-phone 6).
  const quiet = ['--log-level', 'warn', '--log-no-colors', '--keep-alive-timeout', '60']
  return ['server', '--config', config, '--address', '127.0.0.1', '--port', String(port), ...quiet]
}

/** How our own code was loaded, the guard is loaded too (under a TypeScript loader); no other option of our Node is Appium's business. */
function guardArguments(): string[] {
  const guard = new URL(`./appium-guard${extname(import.meta.url)}`, import.meta.url)
  const { values } = parseArgs({
    args: process.execArgv,
    options: { require: { type: 'string', multiple: true }, import: { type: 'string', multiple: true } },
    strict: false,
  })
  const loaders = (['require', 'import'] as const).flatMap((name) =>
    [values[name] ?? []].flat().map((value) => `--${name}=${String(value)}`),
  )
  return [...loaders, '--import', guard.href]
}

function collectLines(streams: readonly Readable[], onLine: (line: string) => void): () => readonly string[] {
  const last: string[] = []
  for (const stream of streams) {
    createInterface({ input: stream }).on('line', (line) => {
      if (line.trim() === '') return
      onLine(line)
      last.push(line)
      if (last.length > LAST_LINES) last.shift()
    })
  }
  return () => last
}

async function waitForExit(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => {
      // What it left behind in its group (adb logcat, am instrument) would go on holding phones.
      killGroup(child, 'SIGKILL')
      resolve(signal === null ? `code ${code}` : `signal ${signal}`)
    })
  })
}

async function waitUntilReady(server: AppiumServer, clock: Clock, outer: AbortSignal): Promise<void> {
  const deadline = startDeadline(clock, READY_MS, outer, () => new Error(`no answer within ${READY_MS} ms`))
  let ended: string | undefined
  void server.exited.then((how) => (ended = how)) // never rejects
  try {
    while (!(await server.answers(deadline.signal))) {
      if (ended !== undefined) throw new Error(`it ended (${ended})`)
      await clock.sleep(100, deadline.signal)
    }
  } finally {
    deadline.end()
  }
}

async function answersStatus(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${url}/status`, { signal })
    await body.dump()
    return statusCode === 200
  } catch {
    signal.throwIfAborted()
    return false // refused or reset: not up yet
  }
}

async function stopChild(child: ChildProcess, exited: Promise<string>, clock: Clock): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) child.kill('SIGTERM')
  const cancel = clock.after(STOP_MS, () => killGroup(child, 'SIGKILL'))
  await exited
  cancel()
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // ESRCH: nothing of the group is left, which is what we want.
  }
}
