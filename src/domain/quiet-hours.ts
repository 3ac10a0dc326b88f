import Type, { type Static } from 'typebox'
import { addDays, type Zone } from './local-day.ts'

const WallTime = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })

/** A part of every day, by the account's own clock; one that ends before it begins goes on after midnight. */
export const QuietHours = Type.Refine(
  Type.Object({ from: WallTime, to: WallTime }, { additionalProperties: false }),
  ({ from, to }) => from !== to,
  () => 'from and to must differ',
)
export type QuietHours = Static<typeof QuietHours>

/** One quiet time of one day, in milliseconds since 1970; the end is the first moment after it. */
export interface QuietSpan {
  fromMs: number
  toMs: number
}

const DAY_MINUTES = 24 * 60

/** Long enough to step over any chain of windows that leaves a gap in the day. */
const CHAIN_DAYS = 2

/** The quiet times of one local day, in the order in which they begin; each window begins exactly once on each day. */
export function quietSpansOf(day: string, windows: readonly QuietHours[], zone: Zone): QuietSpan[] {
  return windows.map((window) => spanOf(day, window, zone)).toSorted((a, b) => a.fromMs - b.fromMs)
}

/** When clocks are set back the quiet time lasts until they show its end for the last time. */
function spanOf(day: string, { from, to }: QuietHours, zone: Zone): QuietSpan {
  const overMidnight = to < from
  const fromMs = zone.at(day, minuteOf(from)).firstMs
  const toMs = zone.at(overMidnight ? addDays(day, 1) : day, minuteOf(to)).lastMs
  const minutes = minuteOf(to) - minuteOf(from) + (overMidnight ? DAY_MINUTES : 0)
  // Its beginning was jumped over together with its end, or past it.
  return { fromMs, toMs: toMs > fromMs ? toMs : fromMs + minutes * 60_000 }
}

/**
 * The quiet time that an instant falls into, windows that touch or overlap taken together; null when it is not quiet.
 * Windows that leave no gap at all give an end a few days ahead, when it is to be asked again.
 */
export function quietSpanAt(instantMs: number, windows: readonly QuietHours[], zone: Zone): QuietSpan | null {
  const today = zone.dayOf(instantMs)
  const spansFrom = (first: number, last: number) =>
    daysAround(today, first, last).flatMap((day) => quietSpansOf(day, windows, zone))
  // Only a window of yesterday or today can have begun.
  const begun = spansFrom(-1, 0)
  let quiet = begun.find(({ fromMs, toMs }) => fromMs <= instantMs && instantMs < toMs) ?? null
  if (quiet === null) return null
  for (const { fromMs, toMs } of [...begun, ...spansFrom(1, CHAIN_DAYS)])
    if (fromMs <= quiet.toMs && toMs > quiet.fromMs)
      quiet = { fromMs: Math.min(fromMs, quiet.fromMs), toMs: Math.max(toMs, quiet.toMs) }
  return quiet
}

function daysAround(today: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => addDays(today, first + index))
}

/** When it becomes quiet next; null when there are no quiet hours. */
export function nextQuietMs(instantMs: number, windows: readonly QuietHours[], zone: Zone): number | null {
  const today = zone.dayOf(instantMs)
  const starts = daysAround(today, 0, 1).flatMap((day) => quietSpansOf(day, windows, zone))
  const coming = starts.map(({ fromMs }) => fromMs).filter((fromMs) => fromMs > instantMs)
  return coming.length === 0 ? null : Math.min(...coming)
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}
