import type { Logger } from 'pino'
import { startDeadline, type Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import { recycleReason, type AppiumEnd, type AppiumHealth, type RecycleLimits } from './appium-health.ts'
import type { AppiumServer } from './appium-server.ts'
import { untilHung, WATCH_LIMITS, type WatchLimits } from './appium-watch.ts'

export interface AppiumPoolDeps {
  /** How many Appium processes at most; the first is started at once, others when the phones at work need them. */
  mostServers: number
  /** How many phones one of them takes at most. */
  phonesPerServer: number
  recycle: RecycleLimits
  watch?: WatchLimits
  /** Starts the server with this number (from 0); resolves when it answers. No two with the same number run at the same time. */
  startServer: (index: number, signal: AbortSignal) => Promise<AppiumServer>
  clock: Clock
  log: Logger
}

/** A phone's place on one Appium; `release` gives it back (more than once does nothing). */
export interface AppiumLease {
  readonly url: string
  release: () => void
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
  /** How many servers have ended in which way, and how many starts have failed, since the pool was made. */
  ends: () => ReadonlyMap<AppiumEnd, number>
}

interface Slot {
  readonly index: number
  server: AppiumServer | null
  /** Serials in use; a phone is here once. */
  readonly phones: Set<string>
  restarts: number
  /** On the monotonic clock: when its server answered for the first time, and when the one before ended. */
  upSinceMs: number
  downSinceMs: number | null
  residentBytes: number | null
  /** Why it takes no more phones and ends when its last one has left; another takes its place before that. */
  due: 'age' | 'memory' | null
  /** Why its last start came to nothing; null when it did not. */
  problem: string | null
}

const BACK_OFF_MS = { first: 200, longest: 30_000 }
/** A server that ran this long was sound: its next restart is quick again. */
const SOUND_MS = 60_000
/** Enough to start some servers at the same moment on a small host: one takes 1.2-2.5 s alone (source: virtual-phone 2). */
const ACQUIRE_MS = 30_000

export function createAppiumPool(deps: AppiumPoolDeps): AppiumPool {
  const { mostServers, phonesPerServer, recycle, startServer, clock, log } = deps
  const stopping = new AbortController()
  let slots: Slot[] = []
  const waiting = new Set<() => void>()
  const supervising = new Set<Promise<void>>()
  const ends = new Map<AppiumEnd, number>()
  let isStarted = false

  const count = (end: AppiumEnd) => void ends.set(end, (ends.get(end) ?? 0) + 1)
  const fresh = () => slots.filter(({ due }) => due === null)

  /** Runs until the pool stops or the slot has been recycled; never throws. `onFirst` is called when the first start has come out well or badly. */
  async function supervise(slot: Slot, onFirst: () => void): Promise<void> {
    let backOffMs = BACK_OFF_MS.first
    while (!stopping.signal.aborted) {
      const startedMs = clock.monotonicMs()
      try {
        const server = await startServer(slot.index, stopping.signal)
        noteUp(slot, server, startedMs)
        onFirst()
        await untilEnded(slot, server)
      } catch (error) {
        if (!stopping.signal.aborted) noteFailedStart(slot, error, backOffMs)
        onFirst()
      }
      slot.server = null
      if (slot.due !== null) return drop(slot)
      slot.downSinceMs ??= clock.monotonicMs()
      if (clock.monotonicMs() - startedMs > SOUND_MS) backOffMs = BACK_OFF_MS.first
      await clock.sleep(backOffMs, stopping.signal).catch(() => undefined) // stopping: the loop's condition ends it
      backOffMs = Math.min(backOffMs * 2, BACK_OFF_MS.longest)
      if (!stopping.signal.aborted) slot.restarts++
    }
  }

  function noteUp(slot: Slot, server: AppiumServer, startedMs: number): void {
    const nowMs = clock.monotonicMs()
    const downMs = slot.downSinceMs === null ? undefined : Math.round(nowMs - slot.downSinceMs)
    Object.assign(slot, { server, upSinceMs: nowMs, downSinceMs: null, residentBytes: null, problem: null })
    const ms = Math.round(nowMs - startedMs)
    log.info({ appium_port: server.port, appium_pid: server.pid, ms, down_ms: downMs }, 'appium is up')
    wake()
    endDue()
  }

  function noteFailedStart(slot: Slot, error: unknown, nextTryMs: number): void {
    count('start_failed')
    slot.problem = error instanceof Error ? error.message : String(error)
    log.error({ err: error, next_try_ms: nextTryMs }, 'appium did not start')
    // Whoever waits for this one may take a place on a server that is due.
    wake()
  }

  async function untilEnded(slot: Slot, server: AppiumServer): Promise<void> {
    const ended = new AbortController()
    const watching = endWhenHung(slot, server, ended.signal)
    const how = await server.exited
    ended.abort()
    const silentMs = await watching
    if (stopping.signal.aborted) return
    const facts = { appium_port: server.port, how, phones: [...slot.phones] }
    if (slot.due !== null && slot.phones.size === 0) {
      count(slot.due)
      log.info({ ...facts, why: slot.due }, 'appium recycled')
    } else {
      count(silentMs === null ? 'crashed' : 'hung')
      log.error({ ...facts, silent_ms: silentMs ?? undefined }, 'appium ended')
    }
  }

  /** @returns how long it was silent when it had to be ended, null when it ended by itself */
  async function endWhenHung(slot: Slot, server: AppiumServer, ended: AbortSignal): Promise<number | null> {
    const onAlive = (bytes: number | null) => {
      slot.residentBytes = bytes
      review(slot)
    }
    const limits = deps.watch ?? WATCH_LIMITS
    const silentMs = await untilHung({ server, limits, clock, onAlive }, ended)
    // Its phones' commands fail at once then, instead of each waiting out its own deadline.
    if (silentMs !== null) await server.kill()
    return silentMs
  }

  /** Whether the server has become too old or too big; it then takes no more phones. */
  function review(slot: Slot): void {
    if (slot.due === null && slot.server !== null) {
      const ageMs = clock.monotonicMs() - slot.upSinceMs
      const othersDue = fresh().length < slots.length
      const why = recycleReason({ ageMs, residentBytes: slot.residentBytes }, recycle)
      // Age does not press: one after the other, so that a farm that was started at once is not doubled at once.
      if (why === null || (why === 'age' && othersDue)) return
      slot.due = why
      const facts = {
        appium_port: slot.server.port,
        why,
        age_ms: Math.round(ageMs),
        phones: [...slot.phones],
      }
      log.info({ ...facts, resident_bytes: slot.residentBytes }, 'appium takes no more phones')
      if (fresh().length === 0) void grow() // a start that fails is logged and tried again by the supervision
    }
    endDue()
  }

  /** Ends what is due and has no phone, once another server is up: at no moment is there none. */
  function endDue(): void {
    if (!fresh().some(({ server }) => server !== null)) return
    for (const { due, phones, server } of slots) {
      // Its supervision sees the end; `stop` never rejects and may come twice.
      if (due !== null && phones.size === 0 && server !== null) void server.stop()
    }
  }

  function drop(slot: Slot): void {
    slots = slots.filter((other) => other !== slot)
    if (!stopping.signal.aborted) makeRoom()
  }

  /** Adds a server. Resolves when its first start has come out well or badly. */
  function grow(): Promise<void> {
    let index = 0
    while (slots.some((slot) => slot.index === index)) index++
    const slot: Slot = {
      index,
      server: null,
      phones: new Set(),
      restarts: 0,
      upSinceMs: 0,
      downSinceMs: null,
      residentBytes: null,
      due: null,
      problem: null,
    }
    slots.push(slot)
    return new Promise((resolve) => {
      const running: Promise<void> = supervise(slot, resolve).finally(() => supervising.delete(running))
      supervising.add(running)
    })
  }

  /** Starts as many servers as the phones that have or await a place need. */
  function makeRoom(): void {
    const wanted = fresh().reduce((sum, { phones }) => sum + phones.size, waiting.size)
    while (fresh().length < mostServers && fresh().length * phonesPerServer < wanted) {
      void grow() // as above
    }
  }

  function wake(): void {
    for (const look of waiting) look()
  }

  function take(serial: string): AppiumLease | undefined {
    const taking = fresh().every(({ problem }) => problem !== null) ? slots : fresh()
    const open = taking.filter(({ server, phones }) => server !== null && phones.size < phonesPerServer)
    const slot = open.toSorted((a, b) => a.phones.size - b.phones.size)[0]
    if (slot === undefined || slot.server === null) return undefined
    slot.phones.add(serial)
    return {
      url: slot.server.url,
      release() {
        slot.phones.delete(serial)
        wake()
        endDue()
      },
    }
  }

  async function acquire(serial: string, outer: AbortSignal): Promise<AppiumLease> {
    const reason = () => new RunError('session', noPlace(serial), { rung: 'none' })
    const deadline = startDeadline(clock, ACQUIRE_MS, outer, reason)
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
    const up = slots.filter(({ server }) => server !== null).length
    return `no Appium server for phone ${serial}: ${up} of ${slots.length} are up, each takes ${phonesPerServer} phones`
  }

  return {
    acquire,
    ends: () => ends,
    async start(signal) {
      signal.throwIfAborted()
      if (isStarted || stopping.signal.aborted) return
      isStarted = true
      await grow()
    },
    async stop() {
      stopping.abort(new Error('the Appium pool stops'))
      await Promise.all(slots.flatMap(({ server }) => (server === null ? [] : [server.stop()])))
      await Promise.all(supervising)
    },
    health: () => slots.map(healthOf),
  }

  function healthOf(slot: Slot): AppiumHealth {
    const { server, phones, restarts, problem, due, residentBytes, upSinceMs } = slot
    return {
      healthy: server !== null,
      url: server?.url ?? null,
      pid: server?.pid ?? null,
      phones: [...phones],
      restarts,
      problem,
      due,
      age_ms: server === null ? null : Math.round(clock.monotonicMs() - upSinceMs),
      resident_bytes: server === null ? null : residentBytes,
    }
  }
}
