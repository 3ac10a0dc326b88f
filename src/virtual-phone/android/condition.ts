import type { Clock } from '../../domain/clock.ts'
import { seededRandom } from '../../domain/random.ts'
import { type BatteryWear, createBattery } from './battery.ts'
import { createLatency, type LatencyProfile } from './latency.ts'
import type { Instrumentation, Phone, Power } from './phone.ts'
import type { ScreenTimeout } from './power.ts'
import { createStorage } from './storage.ts'
import { createWallClock } from './wall-clock.ts'

/** How a phone drifts and answers; a phone for which nothing is said is new, drifts in real time and answers at once. */
export interface ConditionOptions {
  /** How much faster than the clock charge, heat, wear and storage change; 0 keeps them as they are. */
  driftScale: number
  wear: BatteryWear
  latency: LatencyProfile
}

export const USUAL_CONDITION: ConditionOptions = { driftScale: 1, wear: 'new', latency: 'none' }

export interface ConditionDeps extends ConditionOptions {
  clock: Clock
  seed: number
  number: number
  power: Power & { useTimeout: (timeout: ScreenTimeout) => void }
  instrumentation: Pick<Instrumentation, 'server'>
  settings: ReadonlyMap<string, string>
}

/** What of a phone changes by itself: battery, storage, time of day, how fast it answers, and a screen that goes dark. */
export function createCondition(
  deps: ConditionDeps,
): Pick<Phone, 'battery' | 'storage' | 'latency' | 'wallClock'> {
  const { clock, seed, number, power, instrumentation, settings, driftScale: scale } = deps
  // Not the phone's own sequence: how often somebody looks must not change what its apps show.
  const random = seededRandom(seed * 7919 + number)
  const isWorking = () => instrumentation.server() !== undefined
  const battery = createBattery({
    clock,
    random,
    wear: deps.wear,
    scale,
    isScreenOn: power.isScreenOn,
    isWorking,
  })
  power.onChange(() => void battery.read())
  power.useTimeout({
    timeoutMs: () => Number(settings.get('system/screen_off_timeout') ?? 600_000),
    staysOn: () =>
      // The on-phone server holds a wake lock for 24 h (source: research/fidelity.md 1.5, wakeLockTimeout).
      isWorking() || (battery.read().powered && Number(settings.get('global/stay_on_while_plugged_in')) > 0),
  })
  return {
    battery,
    storage: createStorage({ clock, scale, isWorking }),
    latency: createLatency(seededRandom(seed * 7907 + number), deps.latency),
    wallClock: createWallClock(clock),
  }
}
