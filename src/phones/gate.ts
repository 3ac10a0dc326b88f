import type { Logger } from 'pino'
import type { Health } from '../devices/phone-probe.ts'
import { startDeadline, type Clock } from '../domain/clock.ts'
import { isNetworkSerial } from '../devices/transports.ts'
import type { PhoneCondition } from '../domain/phone-state.ts'
import type { Symptom } from '../domain/recovery.ts'
import { adbCondition } from './adb-condition.ts'
import type { Board } from './board.ts'

/** A look that showed a phone fit is good for so long (source: reliability P5). */
const FRESH_MS = 30_000
/** How often it is seen to which phones are to be looked at. */
const TURN_MS = 5000
/** An idle phone is looked at so often: with the turn and the probe's own deadlines a dead one shows within a minute. */
const IDLE_MS = 25_000
/** One that was not fit at the last look. */
const UNFIT_MS = 9000
/** The probe has deadlines of its own; this is for a host that hardly gets on. */
const LOOK_MS = 40_000
/** Phones that are looked at together: some dead ones, each of which takes seconds, do not hold up the others. */
const MOST_LOOKS = 16
/** A slow phone that updates its apps after an update of the system takes minutes. */
const BOOT_MS = 10 * 60_000
/** A phone on USB that adb has as `offline` for so long stays it: nobody connects it anew. One on the network is connected by the watcher. */
const OFFLINE_MS = 15_000

export interface GateDeps {
  board: Board
  /** Every registered phone with the serial by which adb knows it. */
  phones: () => readonly { phone_id: string; serial: string }[]
  /** Undefined for a phone that is not registered (any more). */
  serialOf: (phoneId: string) => string | undefined
  /** adb's word for a serial. */
  wordOf: (serial: string) => string
  probe: (serial: string, signal: AbortSignal) => Promise<Health>
  /** @returns why nothing can be seen on the screen, null when there is something */
  readScreen: (serial: string, signal: AbortSignal) => Promise<string | null>
  /** True while something works on the phone: that would notice by itself. */
  isHeld: (phoneId: string) => boolean
  report: (phoneId: string, symptom: Symptom, detail: string) => void
  /** Called after each look. */
  onLooked: (phoneId: string, fit: boolean) => void
  clock: Clock
  log: Pick<Logger, 'warn' | 'debug'>
}

/** Lets a phone take work only when it has shown itself fit a moment ago, and looks at the idle ones all the time. */
export interface Gate {
  start: () => void
  /** Resolves when nothing is being looked at. */
  stop: () => Promise<void>
  /**
   * True when the phone was fit within the last 30 s. Otherwise a look begins, `onLooked` tells when it is over, and other phones do not wait
   * for it.
   */
  isProven: (phoneId: string) => boolean
  /** Looks at a phone now, or waits for the look that is under way. Never rejects. */
  look: (phoneId: string) => Promise<void>
  /** Something on it went wrong: it is not fit before it has shown something on its screen. */
  doubt: (phoneId: string) => void
  /** It has been away: what it showed before counts no more. */
  expire: (phoneId: string) => void
  /** Something went well on it just now. */
  prove: (phoneId: string) => void
  /** For a phone that is registered no more, or with another device behind it. */
  forget: (phoneId: string) => void
}

interface Looks {
  /** On the monotonic clock. */
  fitMs: number | null
  lookedMs: number
  bootingMs: number | null
  offlineMs: number | null
  doubted: boolean
  /** Of what happened to the phone: a look that was begun before the last of it says nothing. */
  upsets: number
  running: Promise<void> | null
}

export function createGate(deps: GateDeps): Gate {
  const { board, phones, serialOf, wordOf, probe, readScreen, isHeld, report, onLooked, clock, log } = deps
  const stopping = new AbortController()
  const known = new Map<string, Looks>()
  const places: (() => void)[] = []
  let taken = 0
  let turning: Promise<void> = Promise.resolve()

  function looksOf(phoneId: string): Looks {
    const looks = known.get(phoneId) ?? {
      fitMs: null,
      lookedMs: Number.NEGATIVE_INFINITY,
      bootingMs: null,
      offlineMs: null,
      doubted: false,
      upsets: 0,
      running: null,
    }
    known.set(phoneId, looks)
    return looks
  }

  function look(phoneId: string): Promise<void> {
    const looks = looksOf(phoneId)
    looks.running ??= lookInTurn(phoneId, looks).finally(() => (looks.running = null))
    return looks.running
  }

  async function lookInTurn(phoneId: string, looks: Looks): Promise<void> {
    // After the caller's own turn: it may be in the middle of what it does with the phone.
    await Promise.resolve()
    if (taken >= MOST_LOOKS) await new Promise<void>((resolve) => void places.push(resolve))
    taken++
    try {
      await lookNow(phoneId, looks)
    } finally {
      taken--
      places.shift()?.()
    }
  }

  async function lookNow(phoneId: string, looks: Looks): Promise<void> {
    const serial = serialOf(phoneId)
    if (serial === undefined || stopping.signal.aborted) return
    const { upsets } = looks
    const health = await askedHealth(serial, looks.doubted)
    looks.lookedMs = clock.monotonicMs()
    // Meanwhile it may be another device, or nobody's.
    if (health === null || serialOf(phoneId) !== serial || known.get(phoneId) !== looks) return
    if (looks.upsets !== upsets) return await lookNow(phoneId, looks)
    looks.fitMs = health.healthy ? looks.lookedMs : null
    if (health.healthy) looks.doubted = false
    tell(phoneId, serial, health, looks)
    onLooked(phoneId, health.healthy)
  }

  /** @returns null when the daemon stops */
  async function askedHealth(serial: string, doubted: boolean): Promise<Look | null> {
    const late = new Error(`phone ${serial} was not looked at in time`)
    const deadline = startDeadline(clock, LOOK_MS, stopping.signal, () => late)
    try {
      const health = await probe(serial, deadline.signal)
      if (!health.healthy || !doubted) return health
      const blind = await readScreen(serial, deadline.signal)
      return blind === null ? health : { healthy: false, fault: 'blind', reason: blind }
    } catch (error) {
      if (stopping.signal.aborted) return null
      if (error !== late) log.warn({ serial, err: error }, 'looking at a phone failed')
      return {
        healthy: false,
        fault: 'unaskable',
        reason: error instanceof Error ? error.message : String(error),
      }
    } finally {
      deadline.end()
    }
  }

  function tell(phoneId: string, serial: string, health: Look, looks: Looks): void {
    const isBooting = !health.healthy && health.fault === 'booting'
    looks.bootingMs = isBooting ? (looks.bootingMs ?? clock.monotonicMs()) : null
    const { connection, lock } = conditionsOf(serial, wordOf(serial), health)
    board.set(phoneId, 'lock', lock)
    board.set(phoneId, 'connection', connection)
    if (health.healthy) return
    log.debug({ phone_id: phoneId, fault: health.fault, reason: health.reason }, 'phone is not fit')
    if (health.fault === 'silent') report(phoneId, 'not_answering', health.reason)
    if (health.fault === 'blind') report(phoneId, 'screen_unreadable', health.reason)
    if (looks.bootingMs !== null && clock.monotonicMs() - looks.bootingMs > BOOT_MS)
      report(phoneId, 'boot_hangs', `${health.reason} after ${BOOT_MS / 60_000} minutes`)
  }

  function isDue(phoneId: string, serial: string): boolean {
    const { running, lookedMs, fitMs } = looksOf(phoneId)
    if (running !== null || wordOf(serial) !== 'device' || isHeld(phoneId)) return false
    return clock.monotonicMs() - lookedMs >= (fitMs === null ? UNFIT_MS : IDLE_MS)
  }

  function tellOffline(phoneId: string, serial: string): void {
    const looks = looksOf(phoneId)
    const isOffline = wordOf(serial) === 'offline' && !isNetworkSerial(serial) && !isHeld(phoneId)
    looks.offlineMs = isOffline ? (looks.offlineMs ?? clock.monotonicMs()) : null
    if (looks.offlineMs !== null && clock.monotonicMs() - looks.offlineMs >= OFFLINE_MS)
      report(phoneId, 'adb_offline', `adb lists ${serial} as offline`)
  }

  async function turn(): Promise<void> {
    while (!stopping.signal.aborted) {
      for (const { phone_id, serial } of phones()) {
        tellOffline(phone_id, serial)
        // None of them rejects.
        if (isDue(phone_id, serial)) void look(phone_id)
      }
      await clock.sleep(TURN_MS, stopping.signal).catch(() => undefined) // aborted: the loop's condition ends it
    }
  }

  return {
    start: () => void (turning = turn()),
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      await turning
      await Promise.all([...known.values()].flatMap(({ running }) => running ?? []))
    },
    isProven(phoneId) {
      const { fitMs } = looksOf(phoneId)
      if (fitMs !== null && clock.monotonicMs() - fitMs < FRESH_MS) return true
      if (!stopping.signal.aborted) void look(phoneId)
      return false
    },
    look,
    doubt(phoneId) {
      const looks = looksOf(phoneId)
      Object.assign(looks, { fitMs: null, doubted: true, upsets: looks.upsets + 1 })
    },
    expire(phoneId) {
      const looks = looksOf(phoneId)
      Object.assign(looks, { fitMs: null, upsets: looks.upsets + 1 })
    },
    prove(phoneId) {
      Object.assign(looksOf(phoneId), { fitMs: clock.monotonicMs(), doubted: false })
    },
    forget: (phoneId) => void known.delete(phoneId),
  }
}

type Look = Health | { healthy: false; fault: 'blind'; reason: string }

/** What a look says of a phone, for the two sources that it knows about. */
function conditionsOf(
  serial: string,
  word: string,
  health: Look,
): { connection: PhoneCondition | null; lock: PhoneCondition | null } {
  if (health.healthy) return { connection: null, lock: null }
  const { fault, reason } = health
  if (fault === 'locked')
    return { connection: null, lock: { state: 'locked', reason, next: 'a person unlocks it' } }
  if (fault === 'booting')
    return { connection: { state: 'booting', reason, next: 'work goes on when it has started' }, lock: null }
  // The list that has the word may be a second younger or older than the look.
  const told = fault === 'not_connected' ? adbCondition(serial, word) : null
  const silent = { state: 'offline', reason, next: 'it is asked again every few seconds' } as const
  return { connection: told ?? silent, lock: null }
}
