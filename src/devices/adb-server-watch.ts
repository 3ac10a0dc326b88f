import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import type { Metric } from '../domain/metrics.ts'
import { AdbError } from './adb-protocol.ts'
import { adbProtocolVersion, startAdbServer } from './adb-server.ts'
import { findAdb, type Environment } from './android-sdk.ts'
import { listenersOn } from './host-process.ts'

/** How the adb server is. `message` is a sentence for people, also of what is only doubtful. */
export type AdbServerHealth = { ok: true; message?: string } | { ok: false; message: string }

export interface AdbServerWatchDeps {
  port: number
  env: Environment
  /** Asks the server for its version, past `guard`; four hex digits. @throws AdbError */
  askVersion: (signal: AbortSignal) => Promise<string>
  clock: Clock
  log: Logger
}

/** Sees to it that there is an adb server, starts one where there is none, and never ends one. */
export interface AdbServerWatch {
  /** Finds or starts the server. @throws AdbError 'no_binary' | 'no_server' | 'timeout' */
  ensure: (signal: AbortSignal) => Promise<void>
  /**
   * Lets a question to the server through unless it has given no answer for a while: then all fail at once, so that nothing queues up
   * behind a server that hangs, until one that is asked every second in the background is answered. @throws AdbError 'timeout'
   */
  guard: <T>(ask: () => Promise<T>) => Promise<T>
  health: () => AdbServerHealth
  metrics: () => Metric[]
}

const START_MS = 15_000
/** Pause between two starts: a server that dies again and again is not started in a storm (source: reliability P1). */
const START_PAUSE_MS = { first: 1_000, longest: 30_000 }
/** A server that has lived so long is well: its death is a new one. */
const WELL_MS = 60_000
/** Answers in a row that did not come, after which the server is taken to hang. */
const MOST_TIMEOUTS = 2
const TRY_EVERY_MS = 1_000

export function createAdbServerWatch({
  port,
  env,
  askVersion,
  clock,
  log,
}: AdbServerWatchDeps): AdbServerWatch {
  let starting: Promise<void> | undefined
  let starts = 0
  let startedMs = Number.NEGATIVE_INFINITY
  let pauseMs = START_PAUSE_MS.first
  let isMissing = false
  let timeouts = 0
  let hungSinceMs: number | null = null
  let program: number | null | undefined
  /** What a person should know though work goes on. */
  let doubt: string | null = null

  const isHung = () => timeouts >= MOST_TIMEOUTS

  async function guard<T>(ask: () => Promise<T>): Promise<T> {
    if (isHung()) throw new AdbError('timeout', hungMessage())
    const askedMs = clock.monotonicMs()
    try {
      const answer = await ask()
      answered()
      return answer
    } catch (error) {
      if (!(error instanceof AdbError)) throw error
      if (error.kind === 'timeout') noAnswer(askedMs)
      else answered()
      throw error
    }
  }

  function answered(): void {
    if (isHung()) log.info({ port }, 'adb server answers again')
    timeouts = 0
    hungSinceMs = null
  }

  function noAnswer(askedMs: number): void {
    timeouts += 1
    hungSinceMs ??= askedMs
    if (timeouts !== MOST_TIMEOUTS) return
    log.error({ port }, 'adb server takes connections and answers nothing')
    tryLater()
  }

  /** Nobody who has a question waits for a server that hangs: whether it answers again is found out here. */
  function tryLater(): void {
    clock.after(TRY_EVERY_MS, () => void tryNow()) // never rejects
  }

  async function tryNow(): Promise<void> {
    try {
      await askVersion(new AbortController().signal)
      answered()
    } catch (error) {
      // Gone is an answer: whoever asks next starts a new one.
      if (error instanceof AdbError && error.kind === 'timeout') tryLater()
      else answered()
    }
  }

  function hungMessage(): string {
    const seconds = Math.round((clock.monotonicMs() - (hungSinceMs ?? clock.monotonicMs())) / 1000)
    return `the adb server on port ${port} takes connections and has answered nothing for ${seconds} s`
  }

  async function ensure(signal: AbortSignal): Promise<void> {
    try {
      await lookAt(await guard(() => askVersion(signal)), signal)
      isMissing = false
    } catch (error) {
      if (!(error instanceof AdbError) || error.kind !== 'no_server') throw error
      isMissing = true
      // One start for all who wait; it does not end with the first caller's signal, only by its own deadline.
      starting ??= start(error).finally(() => (starting = undefined))
      await starting
    }
  }

  async function start(cause: AdbError): Promise<void> {
    const adb = findAdb(env)
    const sinceMs = clock.monotonicMs() - startedMs
    if (sinceMs >= WELL_MS) pauseMs = START_PAUSE_MS.first
    else if (sinceMs < pauseMs) throw cause // its turn comes
    else pauseMs = Math.min(pauseMs * 2, START_PAUSE_MS.longest)
    startedMs = clock.monotonicMs()
    starts += 1
    const tooLate = () => new AdbError('timeout', `adb start-server did not end within ${START_MS} ms`)
    const deadline = startDeadline(clock, START_MS, new AbortController().signal, tooLate)
    try {
      await startAdbServer(adb, port, { ...env }, deadline.signal)
      await lookAt(await askVersion(deadline.signal), deadline.signal)
      isMissing = false
      log.info({ adb, port }, 'adb server started')
    } finally {
      deadline.end()
    }
  }

  /** A server may be another than the last one: what is doubtful about it is told, once. */
  async function lookAt(version: string, signal: AbortSignal): Promise<void> {
    const found = (await foreignVersion(version, signal)) ?? (await exposure())
    if (found !== null && found !== doubt) log.error({ port }, found)
    doubt = found
  }

  /** Two versions on one port end each other's server and drop every phone (source: fidelity 7.1). */
  async function foreignVersion(version: string, signal: AbortSignal): Promise<string | null> {
    program ??= await programVersion(signal)
    const server = Number.parseInt(version, 16)
    if (program === null || program === server) return null
    return `the adb server on port ${port} has version ${server}, the adb program of this host version ${program}: they end each other's server`
  }

  /** @returns null where there is no adb program, or it tells no version: a server that runs already is enough */
  async function programVersion(signal: AbortSignal): Promise<number | null> {
    try {
      return await adbProtocolVersion(findAdb(env), signal)
    } catch {
      signal.throwIfAborted()
      return null
    }
  }

  /** Whoever reaches the port commands every phone (source: reliability P8). */
  async function exposure(): Promise<string | null> {
    const open = (await listenersOn(port)).find(({ isLoopback }) => !isLoopback)
    return open === undefined
      ? null
      : `the adb server on port ${port} listens beyond this host: start it without -a`
  }

  return {
    ensure,
    guard,
    health() {
      if (isHung()) return { ok: false, message: hungMessage() }
      if (isMissing) return { ok: false, message: `no adb server answers on port ${port}` }
      return doubt === null ? { ok: true } : { ok: true, message: doubt }
    },
    metrics: () => [
      {
        name: 'phonefarm_adb_server_starts_total',
        help: 'How often the daemon has started an adb server.',
        type: 'counter',
        samples: [{ value: starts }],
      },
      {
        name: 'phonefarm_adb_server_ok',
        help: '1 while the adb server answers and nothing about it is doubtful.',
        type: 'gauge',
        samples: [{ value: isHung() || isMissing || doubt !== null ? 0 : 1 }],
      },
    ],
  }
}
