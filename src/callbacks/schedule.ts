import type { Random } from '../domain/random.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Pauses before the second try, the third and so on (source: contract, "Callbacks"; the schedule of Standard Webhooks' senders). */
const PAUSES_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR] as const

/** Half-width of the jitter, so that what failed together does not come back together. */
const JITTER = 0.1

/**
 * How long to wait after a failed try; null when it was the last one.
 * @param triesBefore tries before the one that failed
 * @param scale 1 in production; less makes the whole schedule shorter
 */
export function pauseAfterFailureMs(triesBefore: number, scale: number, random: Random): number | null {
  const pauseMs = PAUSES_MS[triesBefore]
  if (pauseMs === undefined) return null
  return Math.round(pauseMs * scale * (1 - JITTER + 2 * JITTER * random()))
}
