import type { ErrorCategory } from './errors.ts'
import type { Random } from './random.ts'

/** Whose fault a failure is: each kind has its own budget, so that a loose cable never uses up the caller's attempts. */
export type FaultKind = 'work' | 'infrastructure'

/** The budgets and the pace of retries; the defaults are what production runs with. */
export interface RetryLimits {
  /** Unit of every pause; tests and the demo make it short. */
  baseMs: number
  /** Tries of the work itself, the first included. */
  workAttempts: number
  /** Further tries that faults of phone, session or daemon are given. */
  infrastructureRetries: number
  /** Deaths of the daemon in a row, with this item running, after which the item is taken for the cause. */
  interruptionsInARow: number
}

export const RETRY_LIMITS: RetryLimits = {
  baseMs: 10_000,
  workAttempts: 3,
  infrastructureRetries: 5,
  interruptionsInARow: 3,
}

/** How often an item has failed so far, the failure being judged not yet counted. */
export interface FailuresSoFar {
  work_failures: number
  infra_failures: number
}

export interface Verdict {
  kind: FaultKind
  /** How long to wait before the next attempt; null when there will be none. */
  retryAfterMs: number | null
}

type Rule = 'end' | 'retry_work' | 'retry_infrastructure' | 'retry_at_once'

/** Source: design, "Attempts, errors, retries". */
const RULES = {
  // What the caller asked for cannot be done, however often it is tried.
  input: 'end',
  account_mismatch: 'end',
  // A person has to look first.
  account_action_needed: 'end',
  cancelled: 'end',
  app_changed: 'retry_work',
  reasoner: 'retry_work',
  // A bug: often bound to the moment, so it may go better once more, but not for ever.
  internal: 'retry_work',
  device: 'retry_infrastructure',
  session: 'retry_infrastructure',
  timeout: 'retry_infrastructure',
  // The daemon died, not the phone: there is nothing to wait for.
  interrupted: 'retry_at_once',
} as const satisfies Record<ErrorCategory, Rule>

/** Pauses in units of `baseMs`: 10 s, 30 s, 1 min, 2 min, 5 min. The last one is used from there on. */
const PAUSES = [1, 3, 6, 12, 30] as const

/** Half-width of the jitter, so that phones that failed together do not come back together. */
const JITTER = 0.2

/** Decides what follows a failure of the given category. */
export function judgeFailure(
  category: ErrorCategory,
  failures: FailuresSoFar,
  { limits, random }: { limits: RetryLimits; random: Random },
): Verdict {
  const rule: Rule = RULES[category]
  if (rule === 'end') return { kind: 'work', retryAfterMs: null }
  if (rule === 'retry_work') {
    const failed = failures.work_failures
    const hasMore = failed + 1 < limits.workAttempts
    return { kind: 'work', retryAfterMs: hasMore ? pauseMs(failed, limits, random) : null }
  }
  const failed = failures.infra_failures
  if (failed >= limits.infrastructureRetries) return { kind: 'infrastructure', retryAfterMs: null }
  const retryAfterMs = rule === 'retry_at_once' ? 0 : pauseMs(failed, limits, random)
  return { kind: 'infrastructure', retryAfterMs }
}

function pauseMs(failuresBefore: number, limits: RetryLimits, random: Random): number {
  const units = PAUSES[Math.min(failuresBefore, PAUSES.length - 1)] ?? 1
  return Math.round(units * limits.baseMs * (1 - JITTER + 2 * JITTER * random()))
}

/** Pauses after the phone was gone before an attempt could begin: none the first time, as cables are pulled by people too. */
const AWAY_PAUSES_MS = [0, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000] as const

/** How long an item waits whose phone was gone, after it was so `timesBefore` times in a row. */
export function awayPauseMs(timesBefore: number): number {
  return AWAY_PAUSES_MS[Math.min(timesBefore, AWAY_PAUSES_MS.length - 1)] ?? 0
}
