import type { Random } from '../domain/random.ts'
import { LONGEST_TOLD_MS } from './retry-after.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Pauses before the second try, the third and so on (source: contract, "Callbacks"; the schedule of Standard Webhooks' senders). */
const PAUSES_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR] as const

/** Half-width of the jitter, so that what failed together does not come back together. */
const JITTER = 0.1

/** What a failed try leaves behind. */
export interface FailedTry {
  /** Tries before the one that failed, since the message was asked for. */
  triesBefore: number
  /** How long the receiver asks us to wait; null when it does not. */
  toldMs: number | null
}

/**
 * How long to wait after a failed try; null when it was the last one. A wait that the receiver asks for takes the place of a shorter one,
 * never of a try: all eight are made, however long it asks, at most 50 hours after the first (five times 6 hours, twice 10).
 * @param scale 1 in production; less makes the whole schedule shorter
 */
export function pauseAfterFailureMs(
  { triesBefore, toldMs }: FailedTry,
  scale: number,
  random: Random,
): number | null {
  const pauseMs = PAUSES_MS[triesBefore]
  if (pauseMs === undefined) return null
  const planned = Math.round(pauseMs * scale * (1 - JITTER + 2 * JITTER * random()))
  // Never earlier than told, and not all at once when many were told the same.
  const told = toldMs === null ? 0 : Math.min(toldMs * (1 + JITTER * random()), LONGEST_TOLD_MS) * scale
  return Math.max(planned, Math.ceil(told))
}
