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

/** Long enough to step over any chain of windows that leaves a gap in the day. */
const CHAIN_DAYS = 2

/** The quiet times of one local day, in the order in which they begin; each window begins exactly once on each day. */
export function quietSpansOf(day: string, windows: readonly QuietHours[], zone: Zone): QuietSpan[] {
  return windows
    .map(({ from, to }) => {
      const endDay = to > from ? day : addDays(day, 1)
      // When clocks are set back the quiet time lasts until they show its end for the last time.
      return { fromMs: zone.at(day, minuteOf(from)).firstMs, toMs: zone.at(endDay, minuteOf(to)).lastMs }
    })
    .toSorted((a, b) => a.fromMs - b.fromMs)
}

/**
 * The quiet time that an instant falls into, windows that touch or overlap taken together; null when it is not quiet.
 * Windows that leave no gap at all give an end a few days ahead, when it is to be asked again.
 */
export function quietSpanAt(instantMs: number, windows: readonly QuietHours[], zone: Zone): QuietSpan | null {
  const today = zone.dayOf(instantMs)
  const spans: QuietSpan[] = []
  for (let offset = -1; offset <= CHAIN_DAYS; offset++)
    spans.push(...quietSpansOf(addDays(today, offset), windows, zone))
  let quiet: QuietSpan | null = null
  for (const { fromMs, toMs } of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (quiet === null && fromMs <= instantMs && instantMs < toMs) quiet = { fromMs, toMs }
    else if (quiet !== null && fromMs <= quiet.toMs) quiet.toMs = Math.max(quiet.toMs, toMs)
  }
  return quiet
}

/** When it becomes quiet next; null when there are no quiet hours. */
export function nextQuietMs(instantMs: number, windows: readonly QuietHours[], zone: Zone): number | null {
  const today = zone.dayOf(instantMs)
  const starts = [0, 1].flatMap((offset) => quietSpansOf(addDays(today, offset), windows, zone))
  const coming = starts.map(({ fromMs }) => fromMs).filter((fromMs) => fromMs > instantMs)
  return coming.length === 0 ? null : Math.min(...coming)
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}
