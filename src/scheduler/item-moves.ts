import type { Clock } from '../domain/clock.ts'
import type { ErrorSummary } from '../domain/errors.ts'
import type { Random } from '../domain/random.ts'
import { awayPauseMs, judgeFailure, type RetryLimits } from '../domain/retry.ts'
import { VERIFY_RUNS } from '../domain/verification.ts'
import { noteMismatch } from '../processes/account-identity.ts'
import { chargeAccount } from '../processes/account-time.ts'
import { cancelError } from '../processes/cancel-pending.ts'
import { openHandOver } from '../processes/hand-overs.ts'
import { syncProcess } from '../processes/sync-process.ts'
import { countRun, type FinishedRun } from '../processes/verify.ts'
import type { AttemptOutcome } from '../store/attempts.ts'
import type { ClaimedItem, ItemEnding } from '../store/claims.ts'
import type { Tables } from '../store/store.ts'

/** How an attempt ended, before anything is decided about the item. */
export type Outcome =
  | { kind: 'done'; result: string; finished?: FinishedRun }
  /** `atOnce`: an attempt that is left need not wait. */
  | { kind: 'failed'; error: ErrorSummary; atOnce?: boolean; finished?: FinishedRun }
  | { kind: 'cancelled'; message: string }
  /** The daemon shuts down in order, or the item never reached its phone: nobody's fault. `why` is told in the timeline; `isAway`: the phone was gone. */
  | { kind: 'put_back'; why?: string; isAway?: boolean }
  /** The daemon died during the run. */
  | { kind: 'interrupted' }

/** What the moves need beside the tables. All of them are synchronous and are called inside a transaction. */
export interface MoveDeps {
  clock: Clock
  newId: () => string
  random: Random
  retryLimits: RetryLimits
  /** How long a phone is kept for the person whom its app has asked for; 0 (the default): not at all. */
  holdPhoneMs?: number
  /** Runs in a row that earn a verification. */
  verifyRuns?: number
}

/** The end of an attempt. */
export interface Ended {
  item: ClaimedItem
  from: 'CLAIMED' | 'EXECUTING'
  outcome: Outcome
  /** How long the run took, on monotonic time; when it is not known, from its beginning until it was last heard of. */
  workedMs?: number
  /** Stores what the run has told and was not stored with its progress; nothing when the attempt no longer owns the item. */
  storeRest?: (tables: Tables) => void
  /** Stands in the timeline before the end. */
  note?: { event: string; detail: string }
}

/** What a run ends with that a dead boot left. */
export const DIED: ErrorSummary = { message: 'the daemon died during the run', category: 'interrupted' }

interface Decision {
  ending: Omit<ItemEnding, 'from' | 'at'>
  outcome: AttemptOutcome
  event: string
}

/**
 * CLAIMED → EXECUTING: from now on the attempt is history and the process `executing`.
 * @returns false when the item was cancelled while it waited; its phone is free then
 */
export function beginAttempt(tables: Tables, { clock, newId }: MoveDeps, item: ClaimedItem): boolean {
  const now = clock.now()
  const at = now.toISOString()
  if (!tables.claims.begin({ ...item, at })) {
    tables.leases.release({ ...item, at })
    return false
  }
  tables.attempts.begin({ ...item, started_at: at })
  addEvent(tables, item, { event: 'item_executing', detail: null }, now)
  syncProcess(tables, item.process_id, now, newId)
  return true
}

/**
 * Takes the item out of the attempt's hands, frees the phone and brings the process in line.
 * @returns false when the attempt no longer held the item: a late report changes nothing
 */
export function endAttempt(tables: Tables, deps: MoveDeps, ended: Ended): boolean {
  const { item, from } = ended
  const now = deps.clock.now()
  const at = now.toISOString()
  const { ending, outcome, event } = decide(tables, deps, ended, now)
  if (!tables.claims.end(item, { ...ending, from, at })) {
    // Cancelled while it waited: it never reached its phone, which is free then.
    if (from === 'CLAIMED') tables.leases.release({ ...item, at })
    return false
  }
  const error = ending.error ?? null
  tables.leases.release({ ...item, at })
  if (from === 'EXECUTING') charge(tables, ended, outcome, now)
  tables.attempts.end({ ...item, ended_at: at, outcome, error })
  if (ended.note) addEvent(tables, item, ended.note, now)
  addEvent(tables, item, { event, detail: error?.message ?? whyPutBack(ended.outcome) }, now)
  if (outcome === ended.outcome.kind) count(tables, deps, ended, now)
  handOver(tables, deps, ended, now)
  if (ended.outcome.kind === 'failed' && ended.outcome.error.category === 'account_mismatch')
    noteMismatch(tables, item, ended.outcome.error.message, now)
  if (ending.to === 'RETRYABLE') tables.processes.markRetrying(item.process_id, now)
  syncProcess(tables, item.process_id, now, deps.newId)
  return true
}

/** What a run shows about its capability is stored with its end, and what that changes stands in the timeline. */
function count(
  tables: Tables,
  { verifyRuns = VERIFY_RUNS }: MoveDeps,
  { item, outcome }: Ended,
  now: Date,
): void {
  const finished = outcome.kind === 'done' || outcome.kind === 'failed' ? outcome.finished : undefined
  if (!finished) return
  const turn = countRun(tables, item, finished, { now, needed: verifyRuns })
  if (turn === null) return
  const { capability, driven } = finished
  const event = turn.status === 'verified' ? 'capability_verified' : 'verification_withdrawn'
  const of = `${capability} in ${driven.app} ${driven.app_version} by pack ${driven.pack_hash}`
  addEvent(tables, item, { event, detail: `${of}: ${turn.reason}` }, now)
}

/** What the app asks a person for is asked of one, also when the item was cancelled meanwhile: the next run would meet the same. */
function handOver(
  tables: Tables,
  { newId, holdPhoneMs = 0 }: MoveDeps,
  { item, outcome }: Ended,
  now: Date,
): void {
  if (outcome.kind !== 'failed' || outcome.error.category !== 'account_action_needed') return
  openHandOver(tables, { item, reason: outcome.error.message, hand_over_id: newId(), holdPhoneMs }, now)
}

/** What the attempt has worked is taken from its account's minutes of the day, and counted among its runs. */
function charge(tables: Tables, { item, outcome, workedMs }: Ended, as: AttemptOutcome, now: Date): void {
  const { account_id, queue_item_id } = item
  // A phone that was gone before anything was tried: the account has done nothing.
  const isRun = !(outcome.kind === 'put_back' && outcome.isAway === true)
  const counted = { account_id, outcome: as, isRun }
  if (workedMs !== undefined && outcome.kind !== 'interrupted') {
    chargeAccount(tables, { ...counted, fromMs: now.getTime() - workedMs, toMs: now.getTime() })
    return
  }
  const attempt = tables.attempts.ofItem(queue_item_id).find((row) => row.attempt === item.attempt)
  if (!attempt) return
  const heardOf = attempt.reported_at ?? attempt.started_at
  const toMs = outcome.kind === 'interrupted' ? Date.parse(heardOf) : now.getTime()
  chargeAccount(tables, { ...counted, fromMs: Date.parse(attempt.started_at), toMs })
}

function decide(tables: Tables, deps: MoveDeps, { item, outcome }: Ended, now: Date): Decision {
  if (outcome.kind === 'done')
    return { ending: { to: 'DONE', result: outcome.result }, outcome: 'done', event: 'item_done' }
  // Whatever else ended the attempt: once a cancel was asked for, there is no other one.
  const cancel = tables.processes.find(item.process_id)?.cancel ?? null
  if (cancel !== null) return cancelled(cancelError(cancel))
  if (outcome.kind === 'cancelled') return cancelled({ message: outcome.message, category: 'cancelled' })
  if (outcome.kind === 'put_back') {
    const when = outcome.isAway === true ? whenBack(tables, item, now) : { ready: true }
    return { ending: { to: 'QUEUED', ...when }, outcome: 'stopped', event: 'item_put_back' }
  }
  if (outcome.kind === 'failed') {
    const { error, atOnce = false } = outcome
    return { ...failed(item, error, deps, now, atOnce), outcome: 'failed' }
  }
  return interrupted(tables, deps, item, now)
}

/** A phone that is gone again and again, a loose cable, is not tried once a second: the pause grows until an attempt gets anywhere. */
function whenBack(
  tables: Tables,
  { queue_item_id, attempt }: ClaimedItem,
  now: Date,
): { ready: true } | { not_before: string } {
  const earlier = tables.attempts.ofItem(queue_item_id).filter((row) => row.attempt !== attempt)
  const other = earlier.findLastIndex(({ outcome }) => outcome !== 'stopped')
  const pauseMs = awayPauseMs(earlier.length - 1 - other)
  return pauseMs === 0 ? { ready: true } : { not_before: new Date(now.getTime() + pauseMs).toISOString() }
}

function whyPutBack(outcome: Outcome): string | null {
  return outcome.kind === 'put_back' ? (outcome.why ?? null) : null
}

function cancelled(error: ErrorSummary): Decision {
  return { ending: { to: 'CANCELLED', error }, outcome: 'cancelled', event: 'item_cancelled' }
}

/**
 * A run that keeps killing the daemon is taken for the cause and gets no other attempt. One that had got further than the attempt before it
 * is not: that uses up no try, and comes to an end because the work does.
 */
function interrupted(tables: Tables, deps: MoveDeps, item: ClaimedItem, now: Date): Decision {
  const { interruptionsInARow: limit } = deps.retryLimits
  if (tables.attempts.hasProgressed(item.queue_item_id)) {
    const ending = { to: 'RETRYABLE', error: DIED, ready: true } as const
    return { ending, event: 'item_retrying', outcome: 'interrupted' }
  }
  if (!tables.attempts.interruptedInARow(item.queue_item_id, limit - 1)) {
    return { ...failed(item, DIED, deps, now), outcome: 'interrupted' }
  }
  const message = `the daemon died ${limit} times in a row during this item`
  const ending = {
    to: 'DEAD_LETTER',
    error: { message, category: 'interrupted' },
    failed: 'infrastructure',
  } as const
  return { ending, event: 'item_failed', outcome: 'interrupted' }
}

function failed(
  item: ClaimedItem,
  error: ErrorSummary,
  { retryLimits, random }: MoveDeps,
  now: Date,
  atOnce = false,
): Omit<Decision, 'outcome'> {
  const { kind, retryAfterMs } = judgeFailure(error.category, item, { limits: retryLimits, random })
  if (retryAfterMs === null)
    return { ending: { to: 'DEAD_LETTER', error, failed: kind }, event: 'item_failed' }
  const when =
    retryAfterMs === 0 || atOnce
      ? { ready: true }
      : { not_before: new Date(now.getTime() + retryAfterMs).toISOString() }
  return { ending: { to: 'RETRYABLE', error, failed: kind, ...when }, event: 'item_retrying' }
}

function addEvent(
  tables: Tables,
  { process_id, queue_item_id, attempt, phone_id }: ClaimedItem,
  what: { event: string; detail: string | null },
  now: Date,
): void {
  tables.timeline.add({ process_id, queue_item_id, attempt, phone_id, ...what }, now)
}
