/** How a run was stopped: at its next step, by force when a soft cancel's patience was over, or by force at once. */
export const STOP_KINDS = ['soft', 'forced', 'hard'] as const
export type StopKind = (typeof STOP_KINDS)[number]

/** All in milliseconds; null while there are none. */
export interface StopTimesOf {
  /** Since the daemon started. */
  count: number
  sumMs: number
  /** Of the last `KEPT`. */
  p50Ms: number | null
  p99Ms: number | null
  maxMs: number | null
}

/**
 * How long runs take to stop, from the request (for `forced`: from the end of the patience) until nothing of the run can reach the phone;
 * measured on the monotonic clock.
 */
export interface StopTimes {
  record: (kind: StopKind, ms: number) => void
  snapshot: () => Record<StopKind, StopTimesOf>
}

/** Enough for a p99, little enough to sort whenever somebody asks. */
const KEPT = 1000

export function createStopTimes(): StopTimes {
  const kinds = { soft: emptyKind(), forced: emptyKind(), hard: emptyKind() }
  return {
    record(kind, ms) {
      const of = kinds[kind]
      of.count++
      of.sumMs += ms
      of.last.push(ms)
      if (of.last.length > KEPT) of.last.shift()
    },
    snapshot: () => ({ soft: told(kinds.soft), forced: told(kinds.forced), hard: told(kinds.hard) }),
  }
}

interface Kind {
  count: number
  sumMs: number
  last: number[]
}

function emptyKind(): Kind {
  return { count: 0, sumMs: 0, last: [] }
}

function told({ count, sumMs, last }: Kind): StopTimesOf {
  const sorted = last.toSorted((a, b) => a - b)
  return {
    count,
    sumMs,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    maxMs: sorted.at(-1) ?? null,
  }
}

/** Nearest rank. */
function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}
