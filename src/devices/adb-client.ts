import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import type { Metric } from '../domain/metrics.ts'
import {
  AdbError,
  openAdbConnection,
  parseDevices,
  parseForwards,
  readShellResult,
  type AdbConnection,
  type AdbDevice,
  type Forward,
  type ShellResult,
} from './adb-protocol.ts'
import { createAdbServerWatch, type AdbServerHealth } from './adb-server-watch.ts'
import type { Environment } from './android-sdk.ts'

export interface AdbClientDeps {
  /** Port of the adb server on loopback. */
  port: number
  /** PATH, HOME, ANDROID_HOME …: where adb is found and what a started server gets. */
  env: Environment
  clock: Clock
  log: Logger
}

/** Talks to the adb server, starting one when there is none and never ending one. Every method ends by its own deadline or the signal. */
export interface AdbClient {
  readonly port: number
  /** Finds or starts the server. @throws AdbError 'no_binary' | 'no_server' */
  ensureServer: (signal: AbortSignal) => Promise<void>
  /** How the server is, as far as the last answers tell. */
  health: () => AdbServerHealth
  metrics: () => Metric[]
  devices: (signal: AbortSignal) => Promise<AdbDevice[]>
  /** State of one phone as `adb devices` shows it; `absent` when it is not listed. */
  stateOf: (serial: string, signal: AbortSignal) => Promise<string>
  /**
   * Gives every list of phones to `onList`, the first at once and an empty one when the server goes away; finds or starts a server again
   * with back-off. Resolves when the signal aborts.
   */
  trackDevices: (onList: (devices: AdbDevice[]) => void, signal: AbortSignal) => Promise<void>
  /** Connects a network phone (`ip:port`), dropping a stale connection first. @returns its state afterwards, `absent` when it cannot be reached */
  connect: (serial: string, signal: AbortSignal) => Promise<string>
  /** Drops a network phone; one that is not there is fine. */
  disconnect: (serial: string, signal: AbortSignal) => Promise<void>
  /** Whether the phone answers a shell command within 3 s; a listed phone can be dead. */
  echo: (serial: string, signal: AbortSignal) => Promise<boolean>
  /** Runs a command in the phone's shell. @throws AdbError 'refused' ("device offline", "device 'X' not found" …), 'timeout' */
  shell: (serial: string, command: string, signal: AbortSignal, deadlineMs?: number) => Promise<ShellResult>
  /** adb's name for the connection that commands to a phone take at the moment; what asks adb by itself (Appium, pictures) needs it. */
  transportOf: (serial: string) => string
  forwards: (signal: AbortSignal) => Promise<Forward[]>
  /** @returns false when there was no such forward, or its phone has gone (and the forward with it) */
  removeForward: (serial: string, local: string, signal: AbortSignal) => Promise<boolean>
}

const ANSWER_MS = 5_000
const ECHO_MS = 3_000
/** `adb connect` waits up to 10 s for a phone to authenticate (source: fidelity 7.1). */
const CONNECT_MS = 12_000
/** How long a phone that has just been connected may take to become `device`. */
const ONLINE_MS = 3_000
const BACK_OFF_MS = { first: 200, longest: 10_000 }

export function createAdbClient({ port, env, clock, log }: AdbClientDeps): AdbClient {
  const askVersion = (signal: AbortSignal) => asked('host:version', signal, ANSWER_MS)
  const server = createAdbServerWatch({ port, env, askVersion, clock, log })

  async function within<T>(
    ms: number,
    outer: AbortSignal,
    what: string,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const deadline = startDeadline(
      clock,
      ms,
      outer,
      () => new AdbError('timeout', `adb: no answer to ${what} within ${ms} ms`),
    )
    try {
      return await run(deadline.signal)
    } finally {
      deadline.end()
    }
  }

  async function talk<T>(signal: AbortSignal, run: (connection: AdbConnection) => Promise<T>): Promise<T> {
    const connection = await openAdbConnection(port, signal)
    try {
      return await run(connection)
    } finally {
      connection.close()
    }
  }

  function asked(request: string, signal: AbortSignal, ms: number): Promise<string> {
    return within(ms, signal, request, (limited) =>
      talk(limited, async (connection) => {
        await connection.ask(request)
        return (await connection.readText()) ?? ''
      }),
    )
  }

  /** What the server answers by itself; how it does shows whether it hangs. */
  function answer(request: string, signal: AbortSignal): Promise<string> {
    return server.guard(() => asked(request, signal, ANSWER_MS))
  }

  async function devices(signal: AbortSignal): Promise<AdbDevice[]> {
    return parseDevices(await answer('host:devices-l', signal))
  }

  async function stateOf(serial: string, signal: AbortSignal): Promise<string> {
    return (await devices(signal)).find((device) => device.serial === serial)?.state ?? 'absent'
  }

  async function disconnect(serial: string, signal: AbortSignal): Promise<void> {
    try {
      await answer(`host:disconnect:${serial}`, signal)
    } catch (error) {
      // "no such device": already what we want.
      if (!(error instanceof AdbError) || error.kind !== 'refused') throw error
    }
  }

  async function connect(serial: string, signal: AbortSignal): Promise<string> {
    const before = await stateOf(serial, signal)
    if (before === 'device') return before
    // A phone that came back stays `offline`, and connect then only says "already connected" (source: virtual-phone 7).
    if (before === 'offline') await disconnect(serial, signal)
    await asked(`host:connect:${serial}`, signal, CONNECT_MS)
    // The list is the truth, not connect's words: it says "failed to authenticate" of phones that are online a moment later.
    const untilMs = clock.monotonicMs() + ONLINE_MS
    let state = await stateOf(serial, signal)
    while (state !== 'device' && state !== 'absent' && clock.monotonicMs() < untilMs) {
      await clock.sleep(100, signal)
      state = await stateOf(serial, signal)
    }
    return state
  }

  function shell(
    serial: string,
    command: string,
    signal: AbortSignal,
    deadlineMs = ANSWER_MS,
  ): Promise<ShellResult> {
    return within(deadlineMs, signal, `shell ${command} on ${serial}`, (limited) =>
      talk(limited, async (connection) => {
        await connection.ask(`host:transport:${serial}`)
        await connection.ask(`shell,v2,raw:${command}`)
        return readShellResult(connection)
      }),
    )
  }

  async function echo(serial: string, signal: AbortSignal): Promise<boolean> {
    try {
      const { stdout } = await shell(serial, 'echo alive', signal, ECHO_MS)
      return stdout.trim() === 'alive'
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof AdbError) return false
      throw error
    }
  }

  async function trackOnce(onList: (devices: AdbDevice[]) => void, signal: AbortSignal): Promise<void> {
    await server.ensure(signal)
    await talk(signal, async (connection) => {
      await connection.ask('host:track-devices-l')
      for (let text = await connection.readText(); text !== null; text = await connection.readText())
        onList(parseDevices(text))
    })
  }

  async function trackDevices(onList: (devices: AdbDevice[]) => void, signal: AbortSignal): Promise<void> {
    let backOffMs = BACK_OFF_MS.first
    const onLive = (list: AdbDevice[]) => {
      backOffMs = BACK_OFF_MS.first
      onList(list)
    }
    while (!signal.aborted) {
      try {
        await trackOnce(onLive, signal)
        log.warn({ port }, 'adb server went away')
      } catch (error) {
        if (signal.aborted) return
        log.warn({ port, err: error }, 'adb server does not answer')
      }
      onList([])
      await clock.sleep(backOffMs, signal).catch(() => undefined) // aborted: the loop's condition ends it
      backOffMs = Math.min(backOffMs * 2, BACK_OFF_MS.longest)
    }
  }

  async function removeForward(serial: string, local: string, signal: AbortSignal): Promise<boolean> {
    try {
      await within(ANSWER_MS, signal, 'killforward', (limited) =>
        talk(limited, (connection) => connection.ask(`host-serial:${serial}:killforward:${local}`)),
      )
      return true
    } catch (error) {
      if (error instanceof AdbError && error.kind === 'refused') return false
      throw error
    }
  }

  return {
    port,
    ensureServer: server.ensure,
    health: server.health,
    metrics: server.metrics,
    devices,
    stateOf,
    trackDevices,
    connect,
    disconnect,
    echo,
    shell,
    transportOf: (serial) => serial,
    forwards: async (signal) => parseForwards(await answer('host:list-forward', signal)),
    removeForward,
  }
}
