import PQueue from 'p-queue'
import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import { RETRY_LIMITS, type RetryLimits } from '../domain/retry.ts'
import { RunStopped, type RunControl } from '../domain/run-control.ts'
import { VERIFY_RUNS } from '../domain/verification.ts'
import { createWakeLoop } from '../domain/wake-loop.ts'
import type { ClaimedItem } from '../store/claims.ts'
import type { Store } from '../store/store.ts'
import { createActiveRun, type ActiveRun } from './active-run.ts'
import { daemonStopping, drain, type DrainLimits } from './drain.ts'
import { createForcedEnds } from './forced-ends.ts'
import { createHandOut } from './hand-out.ts'
import { createLeaseExpiry } from './lease-expiry.ts'
import { createRescuer, type CloseOrphan, type RescueState } from './rescue.ts'
import { runItem, type RunItemDeps } from './run-item.ts'
import type { Execute } from './run.ts'
import { createStopTimes, type StopTimes } from './stop-times.ts'

export interface SchedulerLimits {
  retry: RetryLimits
  /** How long ending a run by force may take before it counts as failed (source: contract, question 12). */
  terminateMs: number
  /** How long one try of closing a dead boot's session may take. */
  closeOrphanMs: number
  /** Items made ready in one transaction, so that a flood of due items does not hold up requests. */
  promoteSlice: number
  /** Runs at the same time, over all phones. */
  mostRuns: number
  /** How long a phone is kept for the person whom its app has asked for; 0: not at all. */
  holdPhoneMs: number
  /** Runs in a row that earn a verification. */
  verifyRuns: number
}

export const SCHEDULER_LIMITS: SchedulerLimits = {
  retry: RETRY_LIMITS,
  terminateMs: 5000,
  closeOrphanMs: 20_000,
  promoteSlice: 500,
  mostRuns: Number.POSITIVE_INFINITY,
  holdPhoneMs: 0,
  verifyRuns: VERIFY_RUNS,
}

export interface SchedulerDeps {
  store: Store
  clock: Clock
  random: Random
  log: Logger
  newId: () => string
  /** Tells this run of the daemon from every other. */
  bootId: string
  execute: Execute
  /** Ends what a dead boot may still be doing on a phone; throws when that cannot be proven. */
  closeOrphan: CloseOrphan
  /** Why a phone cannot take work now, null when it can. Call `wake` when that changes. */
  canRun?: (phoneId: string) => string | null
  /** How much longer a phone's work is taken to wait where not all phones can be served at once; 0 for all when it is not given. */
  handicapMs?: (phoneId: string) => number
  /** Looks anew whether a phone is connected. @returns why it is not, null when it is or was never seen. Never throws. */
  settle?: (phoneId: string, signal: AbortSignal) => Promise<string | null>
  /** Called after commits that may have written a callback. */
  onCommit?: () => void
  limits?: Partial<SchedulerLimits>
}

export interface Scheduler extends RunControl {
  /**
   * Begins to hand out work. Resolves when it is known what dead boots held; their phones are freed in the background, however long that takes.
   * @throws when that cannot be read
   */
  start: () => Promise<void>
  /**
   * Looks for work soon; to be called after commits that make work claimable and when a phone becomes able to run.
   * @param phoneIds the only phones that this is about; without it every phone is looked at
   */
  wake: (phoneIds?: readonly string[]) => void
  /** Resolves when nothing runs and nothing is ready that could run. Scheduled work is not waited for. */
  idle: () => Promise<void>
  /**
   * Starts nothing new, asks every run to stop and puts its item back; resolves when no phone is held, or when the limits are reached.
   * May come twice.
   * @param limits without them runs are waited for as long as they take
   */
  stop: (limits?: DrainLimits) => Promise<void>
  /** Asks what runs on a phone to stop at its next step; its item goes on later and no attempt is used up. */
  spare: (phoneId: string, reason: string) => void
  /** How many runs hold a phone. */
  runningCount: () => number
  /** How long cancelled runs took to stop. */
  stopTimes: StopTimes
  /** Why a phone is not free of an earlier boot of the daemon yet, null when it is. */
  beingRescued: (phoneId: string) => RescueState | null
}

/** Hands ready queue items to idle phones, one run per phone. */
export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { store, clock, random, log, newId, bootId, execute } = deps
  const { canRun = () => null, onCommit = () => undefined } = deps
  const limits = { ...SCHEDULER_LIMITS, ...deps.limits }
  const { retry: retryLimits, holdPhoneMs, verifyRuns } = limits
  const moves = { clock, newId, random, retryLimits, holdPhoneMs, verifyRuns }
  const stopping = new AbortController()
  const stopTimes = createStopTimes()
  const runItemDeps: RunItemDeps = {
    store,
    clock,
    log,
    moves,
    execute,
    settle: deps.settle ?? (() => Promise.resolve(null)),
    onCommit,
    stopping: stopping.signal,
    stopTimes,
  }
  const lanes = new Map<string, PQueue>()
  const runs = new Map<string, ActiveRun>()
  /** Runs and terminations under way; none of them rejects. */
  const underWay = new Set<Promise<void>>()
  let started = false
  const loop = createWakeLoop({
    clock,
    look,
    onError: (error) => log.error({ err: error }, 'looking for work failed'),
  })
  const handOut = createHandOut({
    store,
    clock,
    log,
    bootId,
    promoteSlice: limits.promoteSlice,
    mostRuns: limits.mostRuns,
    runningCount: () => runs.size,
    canRun,
    handicapMs: deps.handicapMs ?? (() => 0),
    isIdle,
    onClaimed: startRun,
  })

  const leaseExpiry = createLeaseExpiry({ store, clock, log })
  const rescuer = createRescuer({
    ...runItemDeps,
    bootId,
    closeOrphan: deps.closeOrphan,
    closeOrphanMs: limits.closeOrphanMs,
    canRun,
    onFreed: () => lookFor(),
  })

  const forcedEnds = createForcedEnds({ store, clock, log, runs, keep })

  function laneOf(phoneId: string): PQueue {
    // No p-queue timeout or signal: both would free the lane while the old run still holds the phone.
    const lane = lanes.get(phoneId) ?? new PQueue({ concurrency: 1 })
    lanes.set(phoneId, lane)
    return lane
  }

  function isIdle(phoneId: string): boolean {
    const lane = laneOf(phoneId)
    return lane.size + lane.pending === 0
  }

  async function look(): Promise<number | null> {
    await forcedEnds.look()
    if (await leaseExpiry.look()) handOut.want()
    // Nothing begins while nothing new can be stored; whoever finds room wakes us.
    const more = takesNewWork() ? await handOut.look() : false
    if (more) loop.wake()
    return untilNextDueMs()
  }

  function startRun(item: ClaimedItem): void {
    const { queue_item_id, phone_id } = item
    const active = createActiveRun(item, {
      clock,
      terminateMs: limits.terminateMs,
      onHandlerError: (error) => log.warn({ queue_item_id, phone_id, err: error }, 'ending a session failed'),
    })
    runs.set(queue_item_id, active)
    if (stopping.signal.aborted) active.stop(daemonStopping())
    keep(
      laneOf(phone_id).add(() => runInLane(active)),
      [phone_id],
    )
  }

  async function runInLane(active: ActiveRun): Promise<void> {
    const { queue_item_id } = active.item
    try {
      await runItem(runItemDeps, active)
    } catch (error) {
      log.error({ queue_item_id, err: error }, 'a run broke its lane')
    }
    runs.delete(queue_item_id)
    active.markEnded()
  }

  function keep(work: Promise<void>, phoneIds?: readonly string[]): void {
    underWay.add(work)
    // `work` does not reject, so neither does this.
    void lookAfter(work, phoneIds)
  }

  /** By then the lane is free and there may be more for it. */
  async function lookAfter(work: Promise<void>, phoneIds?: readonly string[]): Promise<void> {
    await work
    underWay.delete(work)
    lookFor(phoneIds)
  }

  function lookFor(phoneIds?: readonly string[]): void {
    handOut.want(phoneIds)
    loop.wake()
  }

  function takesNewWork(): boolean {
    return store.storage.state() === 'ok'
  }

  function untilNextDueMs(): number | null {
    const nowMs = clock.now().getTime()
    const dueAt = takesNewWork() ? store.read.claims.earliestDue() : null
    const times = [dueAt, leaseExpiry.nextAt()].filter((time) => time !== null)
    const pauses = [
      ...times.map((time) => Date.parse(time) - nowMs),
      forcedEnds.nextInMs(),
      handOut.nextInMs(),
    ]
    const known = pauses.filter((pauseMs) => pauseMs !== null)
    return known.length === 0 ? null : Math.min(...known)
  }

  function wake(phoneIds?: readonly string[]): void {
    if (!started) return
    // A dead boot's phone is not freed by new work for it.
    if (phoneIds === undefined) rescuer.wake()
    lookFor(phoneIds)
  }

  async function start(): Promise<void> {
    // Nothing is claimed before that: a phone that a dead boot still works on might not be held.
    await rescuer.start()
    started = true
    loop.wake()
  }

  async function idle(): Promise<void> {
    do {
      await loop.settled()
      await rescuer.settled()
      await Promise.all(underWay)
      await loop.settled()
    } while (underWay.size > 0)
  }

  async function stop(patience: DrainLimits | null = null): Promise<void> {
    if (!stopping.signal.aborted) stopping.abort(daemonStopping())
    for (const active of runs.values()) active.stop(daemonStopping())
    await drain({ clock, log, runs, over }, patience)
  }

  async function over(): Promise<void> {
    await loop.stop()
    await rescuer.settled()
    while (underWay.size > 0) await Promise.all(underWay)
  }

  return {
    start,
    wake,
    idle,
    stop,
    spare(phoneId, reason) {
      for (const active of runs.values())
        if (active.item.phone_id === phoneId) active.stop(new RunStopped('phone_spared', reason))
    },
    runningCount: () => runs.size,
    beingRescued: rescuer.stateOf,
    stopTimes,
    stopSoft(queueItemId, reason, atMs = clock.monotonicMs()) {
      const active = runs.get(queueItemId)
      active?.stop(new RunStopped('cancelled', reason), { kind: 'soft', atMs })
      return active !== undefined
    },
    async terminate(queueItemId, reason, atMs = clock.monotonicMs()) {
      const why = new RunStopped('cancelled', reason)
      return (await runs.get(queueItemId)?.terminate(why, { kind: 'hard', atMs })) ?? 'not_running'
    },
  }
}
