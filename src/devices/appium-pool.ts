import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { AppiumServer } from './appium-server.ts'

export interface AppiumPoolDeps {
  /** How many Appium processes at most; the first is started at once, others when the phones at work need them. */
  mostServers: number
  /** How many phones one of them takes at most. */
  phonesPerServer: number
  /** Starts the server with this number (from 0); resolves when it answers. */
  startServer: (index: number, signal: AbortSignal) => Promise<AppiumServer>
  clock: Clock
  log: Logger
}

/** A phone's place on one Appium; `release` gives it back (more than once does nothing). */
export interface AppiumLease {
  readonly url: string
  release: () => void
}

export interface AppiumHealth {
  healthy: boolean
  /** Null while it is down. */
  url: string | null
  pid: number | null
  /** Serials that hold a place on it. */
  phones: string[]
  restarts: number
}

/** Keeps the Appium processes running and spreads phones over them. */
export interface AppiumPool {
  /** Resolves when the first server answers, or has failed its first start (then it is tried again with back-off). */
  start: (signal: AbortSignal) => Promise<void>
  /** Resolves when no Appium of ours runs. May come twice. */
  stop: () => Promise<void>
  /**
   * A place for the phone on the healthy server with the most room, waiting up to 30 s for one; another server is started when all are full.
   * @throws RunError 'session' when there is none by then
   */
  acquire: (serial: string, signal: AbortSignal) => Promise<AppiumLease>
  health: () => AppiumHealth[]
}

interface Slot {
  server: AppiumServer | null
  /** Serials in use; a phone is here once. */
  phones: Set<string>
  restarts: number
}

const BACK_OFF_MS = { first: 200, longest: 30_000 }
/** A server that ran this long was sound: its next restart is quick again. */
const SOUND_MS = 60_000
/** Enough to start some servers at the same moment on a small host: one takes 1.2-2.5 s alone (source: virtual-phone 2). */
const ACQUIRE_MS = 30_000

export function createAppiumPool({
  mostServers,
  phonesPerServer,
  startServer,
  clock,
  log,
}: AppiumPoolDeps): AppiumPool {
  const stopping = new AbortController()
  const slots: Slot[] = []
  const waiting = new Set<() => void>()
  const supervising: Promise<void>[] = []

  /** Runs until the pool stops; never throws. `onFirst` is called when the first start has come out well or badly. */
  async function supervise(slot: Slot, index: number, onFirst: () => void): Promise<void> {
    let backOffMs = BACK_OFF_MS.first
    while (!stopping.signal.aborted) {
      const startedMs = clock.monotonicMs()
      try {
        const server = await startServer(index, stopping.signal)
        slot.server = server
        log.info(
          {
            appium_port: server.port,
            appium_pid: server.pid,
            ms: Math.round(clock.monotonicMs() - startedMs),
          },
          'appium is up',
        )
        onFirst()
        wake()
        const how = await server.exited
        if (!stopping.signal.aborted)
          log.error({ appium_port: server.port, how, phones: [...slot.phones] }, 'appium ended')
      } catch (error) {
        if (!stopping.signal.aborted) log.error({ err: error }, 'appium did not start')
        onFirst()
      }
      slot.server = null
      if (clock.monotonicMs() - startedMs > SOUND_MS) backOffMs = BACK_OFF_MS.first
      await clock.sleep(backOffMs, stopping.signal).catch(() => undefined) // stopping: the loop's condition ends it
      backOffMs = Math.min(backOffMs * 2, BACK_OFF_MS.longest)
      if (!stopping.signal.aborted) slot.restarts++
    }
  }

  /** Adds a server. Resolves when its first start has come out well or badly. */
  function grow(): Promise<void> {
    const slot: Slot = { server: null, phones: new Set(), restarts: 0 }
    const index = slots.push(slot) - 1
    return new Promise((resolve) => supervising.push(supervise(slot, index, resolve)))
  }

  /** Starts as many servers as the phones that have or await a place need. */
  function makeRoom(): void {
    const wanted = slots.reduce((sum, { phones }) => sum + phones.size, waiting.size)
    while (slots.length < mostServers && slots.length * phonesPerServer < wanted) {
      void grow() // a start that fails is logged and tried again by the supervision
    }
  }

  function wake(): void {
    for (const look of waiting) look()
  }

  function take(serial: string): AppiumLease | undefined {
    const open = slots.filter((slot) => slot.server !== null && slot.phones.size < phonesPerServer)
    const slot = open.toSorted((a, b) => a.phones.size - b.phones.size)[0]
    if (slot === undefined || slot.server === null) return undefined
    slot.phones.add(serial)
    return {
      url: slot.server.url,
      release() {
        slot.phones.delete(serial)
        wake()
      },
    }
  }

  async function acquire(serial: string, outer: AbortSignal): Promise<AppiumLease> {
    const deadline = startDeadline(clock, ACQUIRE_MS, outer, () => new RunError('session', noPlace(serial)))
    try {
      return await new Promise<AppiumLease>((resolve, reject) => {
        const look = () => {
          const lease = deadline.signal.aborted ? undefined : take(serial)
          if (lease === undefined && !deadline.signal.aborted) return
          waiting.delete(look)
          if (lease === undefined) reject(deadline.signal.reason)
          else resolve(lease)
        }
        waiting.add(look)
        deadline.signal.addEventListener('abort', look, { once: true })
        look()
        if (!stopping.signal.aborted) makeRoom()
      })
    } finally {
      deadline.end()
    }
  }

  function noPlace(serial: string): string {
    const up = slots.filter((slot) => slot.server !== null).length
    return `no Appium server for phone ${serial}: ${up} of ${slots.length} are up, each takes ${phonesPerServer} phones`
  }

  return {
    acquire,
    async start(signal) {
      signal.throwIfAborted()
      if (supervising.length > 0 || stopping.signal.aborted) return
      await grow()
    },
    async stop() {
      stopping.abort(new Error('the Appium pool stops'))
      await Promise.all(slots.flatMap(({ server }) => (server === null ? [] : [server.stop()])))
      await Promise.all(supervising)
    },
    health: () =>
      slots.map(({ server, phones, restarts }) => ({
        healthy: server !== null,
        url: server?.url ?? null,
        pid: server?.pid ?? null,
        phones: [...phones],
        restarts,
      })),
  }
}
