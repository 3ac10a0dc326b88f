/** How long a phone takes to tell its hierarchy of views, as learned from its own answers, and what is read instead while it does not. */
export interface ReadingPace {
  /** What a reading begins with. `picture`: the phone did not tell its hierarchy in time again and again. */
  by: 'hierarchy' | 'picture'
  /** Smoothed; null before the first answer. */
  meanMs: number | null
  /** Smoothed distance from the mean. */
  deviationMs: number
  /** Readings in a row that had no answer within the deadline. */
  late: number
  /** Answers in a row that came quickly again, while it is read by its picture. */
  quick: number
}

export const UNKNOWN_PACE: ReadingPace = { by: 'hierarchy', meanMs: null, deviationMs: 0, late: 0, quick: 0 }

/** A reading takes 20-500 ms; what is 2 s late on such a phone hangs. From 10 s on no phone is worth waiting for when there is a picture. */
export const READING_DEADLINE_MS = { floor: 2_000, cap: 10_000 } as const

/** Two, not one: a single late answer is a busy moment. Both ways, so that a phone on the border does not go to and fro. */
const LATE_IN_A_ROW = 2
const QUICK_IN_A_ROW = 2
/** Half of the cap: a phone that has only just become readable is not believed yet. */
const QUICK_MS = READING_DEADLINE_MS.cap / 2

/** Weights of the newest answer in mean and deviation, and how many deviations are waited for (source: RFC 6298, 2). */
const MEAN_WEIGHT = 1 / 8
const DEVIATION_WEIGHT = 1 / 4
const DEVIATIONS = 4

/** How long the phone is given for its next answer, in milliseconds; of a phone that has not answered yet nothing is known, so it gets the most. */
export function readingDeadlineMs({ meanMs, deviationMs }: ReadingPace): number {
  const { floor, cap } = READING_DEADLINE_MS
  if (meanMs === null) return cap
  return Math.round(Math.min(cap, Math.max(floor, meanMs + DEVIATIONS * deviationMs)))
}

/** The phone has told its hierarchy, in time or later. */
export function afterAnswer(pace: ReadingPace, tookMs: number): ReadingPace {
  const learned = { ...pace, ...smoothed(pace, tookMs) }
  if (tookMs <= readingDeadlineMs(pace)) learned.late = 0
  if (pace.by === 'hierarchy') return learned
  const quick = tookMs <= QUICK_MS ? pace.quick + 1 : 0
  if (quick < QUICK_IN_A_ROW) return { ...learned, quick }
  return { by: 'hierarchy', ...smoothed(UNKNOWN_PACE, tookMs), late: 0, quick: 0 }
}

/** The phone has not told its hierarchy within the deadline. */
export function afterLateness(pace: ReadingPace): ReadingPace {
  const late = pace.late + 1
  return { ...pace, late, quick: 0, by: late >= LATE_IN_A_ROW ? 'picture' : pace.by }
}

function smoothed({ meanMs, deviationMs }: ReadingPace, tookMs: number) {
  if (meanMs === null) return { meanMs: tookMs, deviationMs: tookMs / 2 }
  return {
    deviationMs: deviationMs + DEVIATION_WEIGHT * (Math.abs(meanMs - tookMs) - deviationMs),
    meanMs: meanMs + MEAN_WEIGHT * (tookMs - meanMs),
  }
}
