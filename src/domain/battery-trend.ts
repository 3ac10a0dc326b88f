import type { BatteryStatus } from './battery.ts'

/** A stored look at a battery, as far as a trend shows in it. */
export interface TrendSample {
  /** Milliseconds since 1970. */
  atMs: number
  level: number | null
  temperature_c: number | null
  status: BatteryStatus
  charge_uah: number | null
  design_uah: number | null
  /** Something worked on the phone. */
  working: boolean
}

/** What the last weeks say of a battery. */
export interface BatteryTrend {
  /** What it holds when full, as its fuel gauge counts it; null when that cannot be known. */
  full_mah: number | null
  /** Percent of what it was made for, or held at first, that is gone; null when that is not known. */
  lost_percent: number | null
  /** Sentences for people; together they are reason enough to look at the phone. Empty: nothing smells. */
  warnings: string[]
}

const DAY_MS = 86_400_000
/** Below this charge an error of one percent makes too much of a difference. */
const COUNTED_FROM_LEVEL = 40
/** What no phone's battery holds is a gauge that counts in other units, or nothing. */
const SANE_MAH = { least: 800, most: 12_000 }
/** Fewer samples than this say nothing about a day. */
const LEAST_A_DAY = 3
/** Before this much time nothing is called a trend. */
const LEAST_DAYS = 7
const LOST_PERCENT = 20
/** Lost within two weeks: no healthy battery does that in months. */
const FAST = { percent: 8, days: 14 }
/** Above what the other phones of the room have become warmer. */
const WARMER_C = 4
const STALL = { hours: 3, belowLevel: 90, days: 3 }

/** One day of a phone, in medians: a single nonsense value moves none of them. */
interface Day {
  dayMs: number
  fullMah: number | null
  restC: number | null
  stalled: boolean
}

/**
 * Looks for what a battery does that gasses and will swell: it loses capacity, is warm although nothing works on it, and its charge stalls.
 * A loss of a fifth or a fast one warns alone; warmth and stalls only together with another sign.
 * @param samples oldest first, of one phone
 * @param roomRiseC how much warmer the other phones have become at rest meanwhile: summer is no fault
 */
export function batteryTrend(samples: readonly TrendSample[], roomRiseC: number): BatteryTrend {
  const days = daysOf(samples)
  const capacities = days.filter((day) => day.fullMah !== null)
  const recent = median(capacities.slice(-3).flatMap(({ fullMah }) => fullMah ?? []))
  const first = median(capacities.slice(0, 5).flatMap(({ fullMah }) => fullMah ?? []))
  const design = median(samples.flatMap(({ design_uah }) => (design_uah === null ? [] : [design_uah / 1000])))
  const base = design ?? first
  const lost = recent === null || base === null ? null : Math.max(0, ((base - recent) / base) * 100)
  const trend = {
    full_mah: recent === null ? null : Math.round(recent),
    lost_percent: lost === null ? null : Math.round(lost),
  }
  const firstMs = days[0]?.dayMs ?? 0
  if ((days.at(-1)?.dayMs ?? 0) - firstMs < LEAST_DAYS * DAY_MS) return { ...trend, warnings: [] }
  return { ...trend, warnings: warningsOf({ days, capacities, lost, isDesign: design !== null, roomRiseC }) }
}

interface Signs {
  days: readonly Day[]
  capacities: readonly Day[]
  lost: number | null
  isDesign: boolean
  roomRiseC: number
}

function warningsOf({ days, capacities, lost, isDesign, roomRiseC }: Signs): string[] {
  const fastPercent = fastLoss(capacities)
  const riseC = restRiseC(days)
  const warmerC = riseC === null ? 0 : riseC - roomRiseC
  const stalled = days.slice(-7).filter((day) => day.stalled).length
  const grave = [
    ...(lost !== null && lost > LOST_PERCENT
      ? [
          `it has lost ${Math.round(lost)} % of ${isDesign ? 'what it was made for' : 'what it held at first'}`,
        ]
      : []),
    ...(fastPercent > FAST.percent
      ? [`it has lost ${Math.round(fastPercent)} % within ${FAST.days} days`]
      : []),
  ]
  const light = [
    ...(warmerC >= WARMER_C ? [`at rest it is ${warmerC.toFixed(1)} °C warmer than it was`] : []),
    ...(stalled >= STALL.days ? [`its charge stalled on ${stalled} of the last 7 days`] : []),
  ]
  return grave.length > 0 || light.length > 1 ? [...grave, ...light] : []
}

/** Percent of the capacity that went within any two weeks of the last ones. */
function fastLoss(capacities: readonly Day[]): number {
  const last = capacities.at(-1)
  if (!last) return 0
  const within = capacities.filter(({ dayMs }) => dayMs >= last.dayMs - FAST.days * DAY_MS)
  const before = median(within.slice(0, 3).flatMap(({ fullMah }) => fullMah ?? []))
  const after = median(within.slice(-3).flatMap(({ fullMah }) => fullMah ?? []))
  // Two ends that share a day would compare it with itself.
  return before === null || after === null || within.length < 6 ? 0 : ((before - after) / before) * 100
}

/** How much warmer a phone at rest has become from its first week to its last; null when there are not two weeks. */
export function restRiseC(days: readonly Pick<Day, 'dayMs' | 'restC'>[]): number | null {
  const told = days.filter((day) => day.restC !== null)
  const [firstMs, lastMs] = [told[0]?.dayMs, told.at(-1)?.dayMs]
  if (firstMs === undefined || lastMs === undefined || lastMs - firstMs < 14 * DAY_MS) return null
  const early = told.filter(({ dayMs }) => dayMs < firstMs + 7 * DAY_MS)
  const late = told.filter(({ dayMs }) => dayMs > lastMs - 7 * DAY_MS)
  const rest = (of: typeof told) => median(of.flatMap(({ restC }) => restC ?? [])) ?? 0
  return rest(late) - rest(early)
}

/** The days of a series, each in medians. */
export function daysOf(samples: readonly TrendSample[]): Day[] {
  const byDay = new Map<number, TrendSample[]>()
  for (const sample of samples) {
    const dayMs = Math.floor(sample.atMs / DAY_MS) * DAY_MS
    byDay.set(dayMs, [...(byDay.get(dayMs) ?? []), sample])
  }
  return [...byDay].toSorted(([a], [b]) => a - b).map(([dayMs, of]) => dayOf(dayMs, of))
}

function dayOf(dayMs: number, samples: readonly TrendSample[]): Day {
  const full = samples.flatMap((sample) => fullMahOf(sample) ?? [])
  const rest = samples.flatMap(({ temperature_c, working }) => (working ? [] : (temperature_c ?? [])))
  return {
    dayMs,
    fullMah: full.length < LEAST_A_DAY ? null : median(full),
    restC: rest.length < LEAST_A_DAY ? null : median(rest),
    stalled: hasStalled(samples),
  }
}

function fullMahOf({ level, charge_uah }: TrendSample): number | null {
  if (level === null || charge_uah === null || level < COUNTED_FROM_LEVEL) return null
  // The level is rounded down: on average half a percent is missing, but a full one is not fuller than full.
  const fullMah = charge_uah / 1000 / (Math.min(level + 0.5, 100) / 100)
  return fullMah >= SANE_MAH.least && fullMah <= SANE_MAH.most ? fullMah : null
}

/** Hours on the charger with nothing to do, and the charge has not grown. */
function hasStalled(samples: readonly TrendSample[]): boolean {
  let since: TrendSample | null = null
  for (const sample of samples) {
    const { level, status, working } = sample
    const charging = status === 'charging' && !working && level !== null && level < STALL.belowLevel
    if (!charging || since === null || (level ?? 0) > (since.level ?? 0)) since = charging ? sample : null
    else if (sample.atMs - since.atMs >= STALL.hours * 3_600_000) return true
  }
  return false
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length === 0) return null
  const [below, above] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 0 ? ((below ?? 0) + (above ?? 0)) / 2 : (above ?? null)
}
