import { parseProgress } from '../domain/action.ts'
import type { Cancel } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import { PhoneNotFreed, RunStopped } from '../domain/run-control.ts'
import type { DrivenApp } from '../domain/verification.ts'
import { noteIdentity } from '../processes/account-identity.ts'
import { applyVerifiedUsername } from '../processes/apply-verified-username.ts'
import type { ChangeName } from '../store/changes.ts'
import type { ClaimedItem } from '../store/claims.ts'
import type { Tables } from '../store/store.ts'
import type { ActiveRun } from './active-run.ts'
import { beginAttempt, type Outcome } from './item-moves.ts'
import { persist } from '../store/persist.ts'
import { finishedRun } from './finished-run.ts'
import { BROKEN, factsOf, recordEnd, type RecordEndDeps } from './record-end.ts'
import type { Execute, Run } from './run.ts'
import { accountOf, workOf } from './run-inputs.ts'
import { createRunDecisions, type RunDecisions } from './run-decisions.ts'
import { limitRun } from './run-limit.ts'
import type { StopKind, StopTimes } from './stop-times.ts'
import { createToldProgress } from './told-progress.ts'

export interface RunItemDeps extends RecordEndDeps {
  execute: Execute
  stopTimes: StopTimes
  /** Looks anew whether a phone is connected. @returns why it is not, null when it is or was never seen. Never throws. */
  settle: (phoneId: string, signal: AbortSignal) => Promise<string | null>
}

/** How far a run has come. */
interface Reached {
  session: boolean
  driven: DrivenApp | null
}

/** Runs a claimed item on its phone and stores how it ended. Never throws: every ending is a status. */
export async function runItem(deps: RunItemDeps, active: ActiveRun): Promise<void> {
  const { item, signal } = active
  const facts = factsOf(item)
  if (signal.aborted) {
    await recordEnd(deps, 'end_attempt', { item, from: 'CLAIMED', outcome: stopOutcome(signal.reason) })
    return
  }
  if (!(await begin(deps, item))) return
  deps.log.info(facts, 'run started')
  const begunMs = deps.clock.monotonicMs()
  const decisions = createRunDecisions({ item, clock: deps.clock })
  const outcome = await attempt(deps, active, decisions)
  if (outcome === null) return
  const stop = outcome.kind === 'cancelled' ? stopOf(deps, active) : null
  const stored = await recordEnd(deps, 'end_attempt', {
    item,
    from: 'EXECUTING',
    outcome,
    workedMs: deps.clock.monotonicMs() - begunMs,
    storeRest: decisions.storeRest,
    ...(stop && { note: { event: 'run_stopped', detail: stop.told } }),
  })
  if (stored) {
    deps.log.info({ ...facts, outcome: outcome.kind, stop_ms: stop?.ms }, 'run finished')
    logTurn(deps, item)
  } else deps.log.warn({ ...facts, outcome: outcome.kind }, 'report of a run came too late or was not stored')
}

/** Whoever watches the log is told when a run earned or lost a verification. */
function logTurn({ log, store }: RunItemDeps, item: ClaimedItem): void {
  const turned = store.read.capabilityRuns.turnedBy(item)
  if (!turned) return
  const { capability, app, app_version, pack_hash } = turned
  const reason = store.read.verifications.find(turned)?.reason
  const facts = { ...factsOf(item), capability, app, app_version, pack_hash, reason }
  if (turned.outcome === 'completed') log.info(facts, 'capability verified')
  else log.warn(facts, 'verification withdrawn')
}

/** @returns false when the item was taken away while it waited, or could not be begun */
async function begin(deps: RunItemDeps, item: ClaimedItem): Promise<boolean> {
  try {
    const begun = await persist(
      deps,
      'begin_attempt',
      (tables) => beginAttempt(tables, deps.moves, item),
      deps.stopping,
    )
    return begun ?? false
  } catch {
    // A bug, told by `persist`: the item never reached its phone.
    await recordEnd(deps, 'end_attempt', {
      item,
      from: 'CLAIMED',
      outcome: { kind: 'failed', error: BROKEN },
    })
    return false
  }
}

/** How long the run took to stop, until its phone was free; null when nobody asked for it. */
function stopOf({ clock, stopTimes }: RunItemDeps, active: ActiveRun): { ms: number; told: string } | null {
  const asked = active.askedStop()
  if (asked === null) return null
  const ms = Math.max(0, Math.round(clock.monotonicMs() - asked.atMs))
  stopTimes.record(asked.kind, ms)
  return { ms, told: `stopped ${ms} ms after ${ASKED[asked.kind]}` }
}

const ASKED = {
  soft: 'the soft cancel',
  forced: 'the end of its patience',
  hard: 'the hard cancel',
} as const satisfies Record<StopKind, string>

/** @returns null when nothing may be told: the phone was not shown to be free before the daemon has to leave */
async function attempt(
  deps: RunItemDeps,
  active: ActiveRun,
  decisions: RunDecisions,
): Promise<Outcome | null> {
  const reached: Reached = { session: false, driven: null }
  let liftLimit: Cancel = () => undefined
  try {
    liftLimit = limitRun(deps, active)
    const result = await deps.execute(runOf(deps, active, reached, decisions))
    const finished = finishedRun(deps.store.read, active.item, reached.driven, { kind: 'done', result })
    return { kind: 'done', result: JSON.stringify(result), ...finished }
  } catch (error) {
    if (error instanceof PhoneNotFreed) {
      deps.log.error({ ...factsOf(active.item), reason: error.message }, 'run is left to the next start')
      return null
    }
    // Whatever else a stopped run throws comes from its being stopped.
    if (active.signal.aborted) return stopOutcome(active.signal.reason)
    if (error instanceof RunStopped) return stopOutcome(error)
    if (error instanceof RunError) return await failedOutcome(deps, active, error, reached)
    deps.log.error({ ...factsOf(active.item), err: error }, 'run failed by a bug')
    return { kind: 'failed', error: BROKEN }
  } finally {
    liftLimit()
  }
}

async function failedOutcome(
  { log, settle, store }: RunItemDeps,
  { item, signal }: ActiveRun,
  error: RunError,
  reached: Reached,
): Promise<Outcome> {
  const { message, category } = error
  log.warn({ ...factsOf(item), category, reason: message, cause: error.cause }, 'run failed')
  // The list of phones may be a second old: the next attempt must not begin on a phone that is gone.
  const away = category === 'device' ? await settle(item.phone_id, signal) : null
  if (signal.aborted) return stopOutcome(signal.reason)
  // The cable was pulled before anything was tried: that uses up nothing, and the item waits for its phone.
  if (away !== null && !reached.session) {
    return { kind: 'put_back', why: `no attempt was made: ${away}`, isAway: true }
  }
  const summary = { message, category }
  const finished = finishedRun(store.read, item, reached.driven, { kind: 'failed', error: summary })
  return { kind: 'failed', error: summary, atOnce: error.atOnce, ...finished }
}

function stopOutcome(reason: unknown): Outcome {
  if (reason instanceof RunStopped && reason.causeOfStop === 'cancelled')
    return { kind: 'cancelled', message: reason.message }
  // Whoever looks at the timeline wants to know why nothing goes on; the daemon's own stop is told there by itself.
  if (reason instanceof RunStopped && reason.causeOfStop !== 'daemon_stopping')
    return { kind: 'put_back', why: reason.message }
  return { kind: 'put_back' }
}

/** What `execute` is given. @throws RunError when the account can no longer be worked for on this phone */
function runOf(deps: RunItemDeps, active: ActiveRun, reached: Reached, decisions: RunDecisions): Run {
  const { item, signal } = active
  const { store, clock } = deps
  const { queue_item_id, process_id, position, phone_id, account_id } = item
  const { action, ...given } = workOf(store.read, item, deps.log)
  const before = item.progress === null ? null : parseProgress(item.progress)
  const told = createToldProgress(item, action, before)
  return {
    item: { queue_item_id, process_id, position, phone_id, account_id, action },
    attempt: item.attempt,
    bootId: item.boot_id,
    account: accountOf(store.read, item),
    ...given,
    progress: before,
    signal,
    onTerminate: active.onTerminate,
    async saveProgress(progress) {
      const stored = JSON.stringify(progress)
      // Read back before it is stored: progress that nobody can read would break every later view of the process.
      parseProgress(stored)
      const progressed = stored === item.progress ? 0 : 1
      const change = (tables: Tables) => {
        if (!tables.claims.saveProgress({ ...item, progress: stored })) return false
        tables.attempts.report({ ...item, at: clock.now().toISOString(), progressed })
        // At once, not only at the end: whatever happens next, the account is signed in under its new name.
        if (progress.kind === 'edit_profile') {
          applyVerifiedUsername(tables, account_id, progress.fields, clock.now())
        }
        decisions.store(tables)
        told.tell(tables, progress, clock.now())
        return true
      }
      const onStored = () => {
        decisions.markStored()
        told.markStored()
      }
      await report(deps, active, { name: 'save_progress', change, onStored })
    },
    async onIdentity(username) {
      const change = (tables: Tables) => {
        const now = clock.now()
        if (!tables.attempts.report({ ...item, at: now.toISOString(), progressed: 0 })) return false
        noteIdentity(tables, item, username, now)
        return true
      }
      await report(deps, active, { name: 'save_identity', change })
    },
    decided: decisions.add,
    onDriven: (driven) => void (reached.driven = driven),
    async onSession(session) {
      reached.session = true
      const change = (tables: Tables) =>
        tables.attempts.setSession({ ...item, ...session, at: clock.now().toISOString() })
      await report(deps, active, { name: 'save_session', change })
    },
  }
}

interface Report {
  name: ChangeName
  /** @returns false when the attempt no longer owns the item */
  change: (tables: Tables) => boolean
  /** Called once the change is on the disk. */
  onStored?: () => void
}

/** Stores what a run reports on its way. @throws RunStopped when the attempt no longer owns the item or the run is being stopped */
async function report(
  deps: RunItemDeps,
  active: ActiveRun,
  { name, change, onStored }: Report,
): Promise<void> {
  const owned = await persist(deps, name, change, active.signal)
  if (owned) onStored?.()
  active.signal.throwIfAborted()
  if (owned) return
  deps.log.warn(factsOf(active.item), 'run reported for an attempt that is over')
  throw new RunStopped('cancelled', 'this attempt no longer owns its queue item')
}
