import type { Logger } from 'pino'
import { readBattery } from '../../devices/battery-reading.ts'
import type { Devices } from '../../devices/devices.ts'
import type { BatteryReading } from '../../domain/battery.ts'
import { CARE_LIMITS, handicapMs, judgeCare, NOT_SPARED, type Spared } from '../../domain/care.ts'
import type { Clock } from '../../domain/clock.ts'
import type { PhoneObstacle } from '../../domain/explain.ts'
import type { Metric } from '../../domain/metrics.ts'
import type { PhoneCondition } from '../../domain/phone-state.ts'
import type { PhoneCare } from '../../domain/phone-care.ts'
import type { PowerSwitch } from '../../domain/power-switch.ts'
import type { Store } from '../../store/store.ts'
import type { Board } from '../board.ts'
import { careMetrics } from './care-metrics.ts'
import { createChargeWindow } from './charge-window.ts'
import { createSamples } from './samples.ts'
import { createSetups, type Setups } from './setups.ts'
import { createTrends } from './trends.ts'

const DAY_MS = 24 * 3_600_000
/** How old the sum of a day's work may be when phones are compared. */
const WORK_KNOWN_MS = 60_000
/** How old the numbers may be in what keeps a phone from working; `care` of the phone has the newest. */
const SAY_AGAIN_MS = 10 * 60_000

export interface CareDeps {
  store: Pick<Store, 'read' | 'write'>
  devices: Pick<Devices, 'adb' | 'watcher'>
  board: Pick<Board, 'set'>
  /** What the host can do with the ports of its phones; null where it knows nothing of them. */
  usb: PowerSwitch | null
  /** Asks what runs on a phone to stop at its next step, to be gone on with later. */
  interrupt: (phoneId: string, reason: string) => void
  /** Called when a phone has had its rest. */
  wake: (phoneIds?: readonly string[]) => void
  /** Between two items of one phone. */
  restMs: number
  /** How long after the last run a screen goes off; null leaves screens as they are. */
  screenOffMs: number | null
  clock: Clock
  log: Logger
}

/** Sees to it that phones live long: they rest when they are hot, low or full, and are left as they were found. */
export interface Care {
  start: () => void
  /** Resolves when no phone is asked or touched any more. */
  stop: () => Promise<void>
  /** Why a phone that is fit rests between two items; null when it does not. */
  resting: (phoneId: string) => PhoneObstacle | null
  /** See domain/care.ts. */
  handicapMs: (phoneId: string) => number
  /** What is known of the phone's battery; null before the first look. */
  of: (phoneId: string) => PhoneCare | null
  metrics: () => Metric[]
  /** For a phone that is registered no more. */
  forget: (phoneId: string) => void
  /** Lets phones be prepared for runs, tidied up after them, and rest. */
  watchRuns: Setups['around']
}

export function createCare(deps: CareDeps): Care {
  const { store, devices, board, interrupt, wake, restMs, clock, log } = deps
  const { read } = store
  const { watcher, adb } = devices
  const serialOf = (phoneId: string) => read.phones.find(phoneId)?.serial
  const isConnected = (serial: string) => watcher.stateOf(serial) === 'device'
  const isHeld = (phoneId: string) => read.leases.ofPhone(phoneId) !== null
  const spared = new Map<string, Spared>()
  /** By source and phone. */
  const pinned = new Map<string, { condition: PhoneCondition; atMs: number }>()
  /** On the monotonic clock. */
  const restsUntilMs = new Map<string, number>()
  let worked = { atMs: Number.NEGATIVE_INFINITY, byPhone: new Map<string, number>() }

  const trends = createTrends({ read, clock, log })
  const chargeWindow =
    deps.usb &&
    createChargeWindow({
      power: deps.usb,
      isHeld,
      hasOtherWay: (serial) =>
        watcher.waysTo(serial).some((way) => way.usb === null && way.state === 'device'),
      clock,
      log,
    })
  const samples = createSamples({
    store,
    connected: () => read.phones.all().filter(({ serial }) => isConnected(serial)),
    serialOf,
    isHeld,
    read: (serial, signal) => readBattery(adb, serial, signal),
    onReading,
    clock,
    log,
  })
  const setups = createSetups({ ...deps, adb, serialOf, isConnected, isHeld })

  function onReading(phoneId: string, reading: BatteryReading): void {
    const judged = judgeCare(reading, spared.get(phoneId) ?? NOT_SPARED, CARE_LIMITS)
    spared.set(phoneId, judged.spared)
    pin(phoneId, 'care', judged.care)
    pin(phoneId, 'storage', judged.storage)
    if (judged.stop !== null) interrupt(phoneId, judged.stop)
    trends.look(phoneId, reading)
    const serial = serialOf(phoneId)
    if (serial !== undefined) chargeWindow?.look({ phone_id: phoneId, serial }, reading.level)
  }

  /** A reason that names a number changes with every reading, and each change is a line in the log and in the phone's history. */
  function pin(phoneId: string, source: 'care' | 'storage', condition: PhoneCondition | null): void {
    const key = `${source} ${phoneId}`
    const before = pinned.get(key)
    const isSame = before?.condition.state === condition?.state && before?.condition.next === condition?.next
    if (condition !== null && before && isSame && clock.monotonicMs() - before.atMs < SAY_AGAIN_MS) return
    if (condition === null) pinned.delete(key)
    else pinned.set(key, { condition, atMs: clock.monotonicMs() })
    board.set(phoneId, source, condition)
  }

  function rest(phoneId: string): void {
    if (restMs === 0) return
    const untilMs = clock.monotonicMs() + restMs
    restsUntilMs.set(phoneId, untilMs)
    clock.after(restMs, () => {
      // Not by the clock: a timer may come a moment early, and who is woken then would find the phone at rest.
      if (restsUntilMs.get(phoneId) === untilMs) restsUntilMs.delete(phoneId)
      wake([phoneId])
    })
  }

  function workedMs(phoneId: string): number {
    if (clock.monotonicMs() - worked.atMs >= WORK_KNOWN_MS) {
      const now = clock.now()
      const since = new Date(now.getTime() - DAY_MS).toISOString()
      worked = {
        atMs: clock.monotonicMs(),
        byPhone: read.phoneWork.workedMs(since, now.toISOString()),
      }
    }
    return worked.byPhone.get(phoneId) ?? 0
  }

  function careOf(phoneId: string): PhoneCare | null {
    const latest = samples.latest(phoneId)
    if (latest === null) return null
    const { level, temperature_c, status, health, powered, cycles } = latest.reading
    const { full_mah = null, lost_percent = null, warnings = [] } = trends.of(phoneId) ?? {}
    return {
      read_at: latest.at,
      level,
      temperature_c,
      status,
      health,
      powered,
      cycles,
      full_mah,
      lost_percent,
      warnings: [...warnings],
      worked_minutes: Math.round(workedMs(phoneId) / 60_000),
    }
  }

  return {
    start() {
      samples.start()
      setups.start()
    },
    async stop() {
      await Promise.all([samples.stop(), setups.stop(), chargeWindow?.stop()])
    },
    resting(phoneId) {
      const untilMs = restsUntilMs.get(phoneId)
      if (untilMs === undefined || clock.monotonicMs() >= untilMs) return null
      return { code: 'phone_resting', message: `phone ${phoneId} rests between two items` }
    },
    handicapMs(phoneId) {
      const { temperature_c = null, cycles = null } = samples.latest(phoneId)?.reading ?? {}
      return handicapMs({ workedMs: workedMs(phoneId), temperature_c, cycles })
    },
    of: careOf,
    forget(phoneId) {
      samples.forget(phoneId)
      trends.forget(phoneId)
      spared.delete(phoneId)
      for (const source of ['care', 'storage']) pinned.delete(`${source} ${phoneId}`)
      restsUntilMs.delete(phoneId)
    },
    metrics: () =>
      careMetrics(
        read.phones.all().flatMap(({ phone_id }) => {
          const care = careOf(phone_id)
          return care === null ? [] : [{ phone_id, care }]
        }),
      ),
    watchRuns: (execute) => {
      const cared = setups.around(execute)
      return async (run) => {
        try {
          return await cared(run)
        } finally {
          rest(run.item.phone_id)
        }
      }
    },
  }
}
