import { batteryTrend, daysOf, restRiseC, type BatteryTrend } from '../../domain/battery-trend.ts'
import type { BatteryReading, BatteryStatus } from '../../domain/battery.ts'
import type { Clock } from '../../domain/clock.ts'
import type { PhoneSampleRow } from '../../store/phone-samples.ts'
import type { Store } from '../../store/store.ts'

/** A trend takes weeks; looking at one reads thousands of samples. */
const EVERY_MS = 6 * 3_600_000
const LOOKED_BACK_MS = 60 * 24 * 3_600_000
/** Fewer phones than this say nothing about their room. */
const LEAST_OTHERS = 3

export interface TrendsDeps {
  read: Store['read']
  clock: Clock
  log: { warn: (facts: object, message: string) => void }
}

/** What the stored samples say of each battery; a new warning is told once. */
export interface Trends {
  /** Looks anew when the last look is long ago. */
  look: (phoneId: string, reading: BatteryReading) => void
  /** Null before the first look. */
  of: (phoneId: string) => BatteryTrend | null
  forget: (phoneId: string) => void
}

interface Looked {
  trend: BatteryTrend
  atMs: number
  riseC: number | null
}

export function createTrends({ read, clock, log }: TrendsDeps): Trends {
  const looked = new Map<string, Looked>()

  function look(phoneId: string, { health }: BatteryReading): void {
    const before = looked.get(phoneId)
    if (before && clock.monotonicMs() - before.atMs < EVERY_MS) return
    const since = new Date(clock.now().getTime() - LOOKED_BACK_MS).toISOString()
    const samples = read.phoneSamples.ofPhone(phoneId, since).map(trendSampleOf)
    const riseC = restRiseC(daysOf(samples))
    const trend = batteryTrend(samples, roomRiseC(phoneId))
    const warnings = health === 'dead' || health === 'failure' ? [`it says of itself: ${health}`] : []
    const whole = { ...trend, warnings: [...warnings, ...trend.warnings] }
    looked.set(phoneId, { trend: whole, atMs: clock.monotonicMs(), riseC })
    if (whole.warnings.length > 0 && (before?.trend.warnings.length ?? 0) === 0)
      log.warn({ phone_id: phoneId, ...whole }, 'battery may swell: a person should look at the phone')
  }

  /** How much warmer the other phones have become; 0 where there are too few to tell. */
  function roomRiseC(phoneId: string): number {
    const rises = [...looked].flatMap(([other, { riseC }]) => (other === phoneId ? [] : (riseC ?? [])))
    if (rises.length < LEAST_OTHERS) return 0
    return rises.toSorted((a, b) => a - b)[Math.floor(rises.length / 2)] ?? 0
  }

  return {
    look,
    of: (phoneId) => looked.get(phoneId)?.trend ?? null,
    forget: (phoneId) => void looked.delete(phoneId),
  }
}

function trendSampleOf(row: PhoneSampleRow) {
  const { at, level, temperature_c, charge_uah, design_uah, working } = row
  const facts = { level, temperature_c, charge_uah, design_uah }
  return { atMs: Date.parse(at), ...facts, status: statusOf(row.status), working: working === 1 }
}

/** Only these matter to a trend. */
function statusOf(stored: string | null): BatteryStatus {
  return stored === 'charging' || stored === 'discharging' || stored === 'full' || stored === 'not_charging'
    ? stored
    : 'unknown'
}
