import type { Action } from './action.ts'
import type { ErrorSummary } from './errors.ts'
import type { Capability } from './process.ts'

/** The app as it is on the phone of a run, and the pack that drives it there. */
export interface DrivenApp {
  app: string
  /** Null when the phone has not told it: then a run proves nothing about any version. */
  app_version: string | null
  /** Of the driver pack. */
  pack_hash: string
}

/** What a verification is of: another version of the app or another pack begins anew. */
export interface VerificationKey {
  capability: Capability
  app: string
  app_version: string
  pack_hash: string
}

/** How a counted run ended: every effect proven, the same but with elements found by later candidates only, the app was not as the pack says. */
export const RUN_OUTCOMES = ['completed', 'drifted', 'failed'] as const
export type RunOutcome = (typeof RUN_OUTCOMES)[number]

/** A run as far as verification is concerned; `message` says what drifted or failed. */
export interface CountedRun {
  outcome: RunOutcome
  message: string | null
}

export type VerificationStatus = 'unverified' | 'verified' | 'withdrawn'

/** What a run changes about a verification. */
export interface Turn {
  status: 'verified' | 'withdrawn'
  /** A sentence for people. */
  reason: string
  /** How many of the last runs it rests on. */
  runs: number
}

/** The thresholds; how many runs earn it is the operator's setting. */
export const VERIFICATION_LIMITS = {
  /** Withdrawn when so many of the last `window` runs failed … */
  failures: 2,
  window: 5,
  /** … or so many in a row drifted. */
  drifts: 3,
  /** Runs that are kept of each key. */
  kept: 50,
} as const

/** Runs in a row that earn a verification, unless the operator says otherwise. */
export const VERIFY_RUNS = 3

/**
 * Whether the runs change what is known of a capability. Earned by `needed` runs in a row that proved every effect; lost when the app is
 * again and again not as the pack says.
 * @param runs since the last change, newest first
 * @returns null when nothing changes
 */
export function turnOf(status: VerificationStatus, runs: readonly CountedRun[], needed: number): Turn | null {
  if (status !== 'verified') {
    if (missingRuns(runs, needed) > 0) return null
    return {
      status: 'verified',
      reason: `${inARow(needed)} completed with every effect proven`,
      runs: needed,
    }
  }
  const { failures, window, drifts } = VERIFICATION_LIMITS
  const last = runs.slice(0, window)
  const failed = last.filter(({ outcome }) => outcome === 'failed')
  if (failed.length >= failures) {
    const of = last.length === 1 ? 'the last run' : `the last ${last.length} runs`
    const reason = `${failed.length} of ${of} ended as app_changed: ${failed[0]?.message ?? ''}`
    return { status: 'withdrawn', reason, runs: last.length }
  }
  if (leading(runs, 'drifted') < drifts) return null
  const reason = `${inARow(drifts)} found elements only by later candidates: ${runs[0]?.message ?? ''}`
  return { status: 'withdrawn', reason, runs: drifts }
}

/** How many more runs in a row are needed to earn a verification. @param runs since the last change, newest first */
export function missingRuns(runs: readonly CountedRun[], needed: number): number {
  return Math.max(0, needed - leading(runs, 'completed'))
}

function leading(runs: readonly CountedRun[], outcome: RunOutcome): number {
  const end = runs.findIndex((run) => run.outcome !== outcome)
  return end === -1 ? runs.length : end
}

function inARow(count: number): string {
  return count === 1 ? '1 run' : `${count} runs in a row`
}

/** How a run ended, as far as it may count. */
export type RunEnd =
  | { kind: 'done'; result: Readonly<Record<string, unknown>> }
  | { kind: 'failed'; error: ErrorSummary }

/**
 * What a run counts as; null when it counts neither way: phones, sessions, people, callers and judges say nothing about a pack, and work
 * in which nothing had to be done proves nothing.
 */
export function countedRun(end: RunEnd): CountedRun | null {
  if (end.kind === 'failed') {
    const { category, message } = end.error
    return category === 'app_changed' ? { outcome: 'failed', message } : null
  }
  const drifted = driftedElements(end.result)
  if (drifted.length > 0) return { outcome: 'drifted', message: drifted.join(', ') }
  return provesEffects(end.result) ? { outcome: 'completed', message: null } : null
}

/** The capability whose work an action is. */
export function capabilityOf(action: Action['name']): Capability {
  return action === 'edit_profile' ? 'maintenance' : action
}

/** A warmup has to have seen a video, an edit to have changed a field: what ends before that proves nothing of what it is for. */
function provesEffects(result: Readonly<Record<string, unknown>>): boolean {
  const seen = result['videos_seen']
  if (typeof seen === 'number') return seen > 0
  return objects(result['fields']).some(({ changed, verified }) => changed === true && verified === true)
}

function driftedElements({ drift }: Readonly<Record<string, unknown>>): string[] {
  return objects(drift).flatMap(({ element }) => (typeof element === 'string' ? [element] : []))
}

/** The objects in a list or an object: results are JSON, so nothing is taken for granted. */
function objects(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).filter((entry) => typeof entry === 'object' && entry !== null)
}
