import type { BatteryReading } from '../../domain/battery.ts'
import { startDeadline, type Clock } from '../../domain/clock.ts'
import type { PhoneSampleRow } from '../../store/phone-samples.ts'
import type { Store } from '../../store/store.ts'

/** How often each phone is asked. */
const EVERY_MS = 60_000
const TURN_MS = 5000
/** Nobody waits for these answers: they leave adb to the others. */
const AT_ONCE = 4
const READ_MS = 10_000
/** A history needs no more: what has hardly changed is stored this often, … */
const STORE_EVERY_MS = 15 * 60_000
/** … and what has changed by this much at once. */
const NOTABLE = { percent: 5, degrees: 2 }
/** A trend shows within weeks; older samples go, a few with each new one. */
const KEEP_MS = 60 * 24 * 3_600_000
const PRUNED_AT_ONCE = 20

export interface SamplesDeps {
  store: Pick<Store, 'read' | 'write'>
  /** Registered phones that are connected. */
  connected: () => readonly { phone_id: string; serial: string }[]
  serialOf: (phoneId: string) => string | undefined
  isHeld: (phoneId: string) => boolean
  read: (serial: string, signal: AbortSignal) => Promise<BatteryReading>
  /** Called with each answer. */
  onReading: (phoneId: string, reading: BatteryReading) => void
  clock: Clock
  log: { debug: (facts: object, message: string) => void; warn: (facts: object, message: string) => void }
}

/** Asks every connected phone once a minute for battery, heat and room, and keeps what has changed. */
export interface Samples {
  start: () => void
  /** Resolves when no phone is being asked. */
  stop: () => Promise<void>
  /** The last answer; null before the first. */
  latest: (phoneId: string) => { reading: BatteryReading; at: string } | null
  forget: (phoneId: string) => void
}

interface Known {
  reading: BatteryReading
  at: string
  stored: { reading: BatteryReading; ms: number } | null
}

export function createSamples(deps: SamplesDeps): Samples {
  const { store, connected, serialOf, isHeld, read, onReading, clock, log } = deps
  const stopping = new AbortController()
  const askedMs = new Map<string, number>()
  const known = new Map<string, Known>()
  const running = new Set<Promise<void>>()
  let turning: Promise<void> = Promise.resolve()

  /** Never rejects: who does not answer is asked again in a minute. */
  async function ask(phoneId: string, serial: string): Promise<void> {
    askedMs.set(phoneId, clock.monotonicMs())
    const late = () => new Error(`${serial} did not tell its battery in time`)
    const deadline = startDeadline(clock, READ_MS, stopping.signal, late)
    try {
      const reading = await read(serial, deadline.signal)
      // Meanwhile the phone may have been given another serial, which is another device.
      if (serialOf(phoneId) === serial) await take(phoneId, reading)
    } catch (error) {
      if (!stopping.signal.aborted)
        log.debug({ phone_id: phoneId, err: error }, 'phone did not tell its battery')
    } finally {
      deadline.end()
    }
  }

  async function take(phoneId: string, reading: BatteryReading): Promise<void> {
    const at = clock.now().toISOString()
    const stored = known.get(phoneId)?.stored ?? null
    known.set(phoneId, { reading, at, stored })
    onReading(phoneId, reading)
    if (stored !== null && !isNotable(stored.reading, reading)) {
      if (clock.monotonicMs() - stored.ms < STORE_EVERY_MS) return
    }
    known.set(phoneId, { reading, at, stored: { reading, ms: clock.monotonicMs() } })
    const row = rowOf(phoneId, { at, reading, working: isHeld(phoneId) })
    const before = new Date(clock.now().getTime() - KEEP_MS).toISOString()
    try {
      await store.write('record_samples', ({ phoneSamples }) => {
        phoneSamples.add(row)
        phoneSamples.prune(before, PRUNED_AT_ONCE)
      })
    } catch (error) {
      // A gap in a history of months; work does not depend on it.
      log.warn({ phone_id: phoneId, err: error }, 'battery sample not stored')
    }
  }

  function isDue(phoneId: string): boolean {
    return clock.monotonicMs() - (askedMs.get(phoneId) ?? Number.NEGATIVE_INFINITY) >= EVERY_MS
  }

  async function turn(): Promise<void> {
    while (!stopping.signal.aborted) {
      const due = connected().filter(({ phone_id }) => isDue(phone_id))
      for (let next = due.shift(); next && !stopping.signal.aborted; next = due.shift()) {
        if (running.size >= AT_ONCE) await Promise.race(running)
        const asking = ask(next.phone_id, next.serial).finally(() => running.delete(asking))
        running.add(asking)
      }
      await clock.sleep(TURN_MS, stopping.signal).catch(() => undefined) // aborted: the loop's condition ends it
    }
  }

  return {
    start: () => void (turning = turn()),
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      await turning
      await Promise.all(running)
    },
    latest: (phoneId) => known.get(phoneId) ?? null,
    forget(phoneId) {
      known.delete(phoneId)
      askedMs.delete(phoneId)
    },
  }
}

function isNotable(before: BatteryReading, now: BatteryReading): boolean {
  const apart = (a: number | null, b: number | null) => Math.abs((a ?? 0) - (b ?? 0))
  return (
    before.status !== now.status ||
    before.health !== now.health ||
    apart(before.level, now.level) >= NOTABLE.percent ||
    apart(before.temperature_c, now.temperature_c) >= NOTABLE.degrees
  )
}

function rowOf(
  phone_id: string,
  { at, reading, working }: { at: string; reading: BatteryReading; working: boolean },
): PhoneSampleRow {
  const { level, temperature_c, status, health, voltage_mv, charge_uah, design_uah, cycles, free_mb } =
    reading
  const battery = { level, temperature_c, status, health, voltage_mv, charge_uah, design_uah, cycles }
  return { phone_id, at, ...battery, free_mb, working: working ? 1 : 0 }
}
