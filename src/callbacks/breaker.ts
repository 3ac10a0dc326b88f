import type { Random } from '../domain/random.ts'
import type { FailingReceiverRow } from '../store/failing-receivers.ts'

/** Failures in a row after which a receiver is taken to be down. */
const FAILURES = 5

const FIRST_PAUSE_MS = 30_000
const LONGEST_PAUSE_MS = 600_000

/** Half-width of the jitter, as of the schedule. */
const JITTER = 0.1

/** What waits for a receiver that has not taken anything for so long is given up; the schedule of one message is over after a day. */
export const GIVE_UP_AFTER_MS = 5 * 24 * 3_600_000

/** A try that failed. */
export interface Failure {
  origin: string
  at: Date
  error: string
  /** The one try that an open breaker let through. */
  isProbe: boolean
}

/**
 * What is known of a receiver after one more failure. After five in a row, over all of its messages, the breaker opens: its messages wait
 * without being tried, and one at a time is sent as a probe, after 30 s, 1, 2, 4, 8 and then every 10 minutes. Whatever is delivered
 * closes it: then there is no row any more.
 * @param before what was known; undefined of a receiver that had not failed
 * @param scale 1 in production; less makes the pauses shorter
 */
export function afterFailure(
  before: FailingReceiverRow | undefined,
  { origin, at, error, isProbe }: Failure,
  { random, scale }: { random: Random; scale: number },
): FailingReceiverRow {
  const failures = (before?.failures ?? 0) + 1
  const wasOpen = before !== undefined && before.probe_at !== null
  const probes = wasOpen ? before.probes + (isProbe ? 1 : 0) : 0
  const probeAt = () => new Date(at.getTime() + pauseMs(probes, random) * scale).toISOString()
  const opensOrStays = failures >= FAILURES && (!wasOpen || isProbe)
  return {
    origin,
    failures,
    failing_since: before?.failing_since ?? at.toISOString(),
    failed_at: at.toISOString(),
    last_error: error,
    probes,
    // A try that began before the breaker opened says nothing new.
    probe_at: opensOrStays ? probeAt() : (before?.probe_at ?? null),
  }
}

function pauseMs(probes: number, random: Random): number {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(probes, 10), LONGEST_PAUSE_MS)
  return Math.round(pause * (1 - JITTER + 2 * JITTER * random()))
}

/** Nothing has been delivered for so long that what has waited as long is given up. */
export function isLost({ failing_since, probe_at }: FailingReceiverRow, at: Date): boolean {
  return probe_at !== null && Date.parse(failing_since) <= at.getTime() - GIVE_UP_AFTER_MS
}
