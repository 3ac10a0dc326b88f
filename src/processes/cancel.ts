import { Compile } from 'typebox/compile'
import {
  forceAt,
  isStronger,
  parseCancelRequest,
  CancelRequest,
  type CancelStrategy,
} from '../domain/cancel-request.ts'
import { checkSystem, OPERATOR, type Caller } from '../domain/caller.ts'
import type { Clock } from '../domain/clock.ts'
import { isTerminal } from '../domain/process.ts'
import type { ProcessView } from '../domain/process-view.ts'
import type { RunControl } from '../domain/run-control.ts'
import type { QueueItemRow } from '../store/queue-items.ts'
import type { Store, Tables } from '../store/store.ts'
import { writeMessage } from './announce.ts'
import { cancelError, cancelPending } from './cancel-pending.ts'
import { viewOf } from './process-record.ts'
import { findProcess } from './read-processes.ts'
import { syncProcess } from './sync-process.ts'

/** What became of the running item (source: contract, POST /processes/{process_id}/cancel). */
export type TerminationStatus = 'not_needed' | 'requested' | 'scheduled' | 'terminated' | 'failed'

export interface CancelAnswer {
  status: 'cancel_requested' | 'ignored_terminal'
  cancelled_queue_item_ids: string[]
  active_queue_item_ids: string[]
  active_target: {
    process_id: string
    phone_id: string
    account_id: string
    queue_item_id: string
    capability_request_id: string
  } | null
  termination: {
    process_id: string
    status: TerminationStatus
    terminate_issued: boolean
    /** The run that was stopped, as `queue_item_id/attempt`. */
    container: string | null
  }
  process: ProcessView
}

export interface CancelDeps {
  store: Store
  clock: Clock
  newId: () => string
  runs: RunControl
  /** Called after the commit: an outbox row was written and a force may be due. */
  wake: () => void
}

/**
 * Cancels a process. May be repeated; a repeat can only strengthen the first.
 * @throws FarmError 'invalid_request', 'process_not_found', 'forbidden' in the name of a system that is not the key's
 */
export type CancelProcess = (processId: string, body: unknown, caller?: Caller) => Promise<CancelAnswer>

/** What the transaction did. */
interface Marked {
  ended: boolean
  reason: string
  strategy: CancelStrategy
  cancelled: string[]
  active: QueueItemRow[]
}

const storedCancel = Compile(CancelRequest)

export function createCancel(deps: CancelDeps): CancelProcess {
  const { store, clock, runs, wake } = deps
  return async (processId, body, caller = OPERATOR) => {
    const askedAtMs = clock.monotonicMs()
    const request = parseCancelRequest(body)
    checkSystem(caller, request.requested_by)
    const marked = await store.write('cancel', (tables) => mark(tables, deps, processId, request))
    wake()
    const termination = marked.ended ? 'not_needed' : await stopRuns(store, runs, marked, askedAtMs)
    const [first] = marked.active
    return {
      status: marked.ended ? 'ignored_terminal' : 'cancel_requested',
      cancelled_queue_item_ids: marked.cancelled,
      active_queue_item_ids: marked.active.map(({ queue_item_id }) => queue_item_id),
      active_target: first ? targetOf(first) : null,
      termination: {
        process_id: processId,
        status: termination,
        terminate_issued: termination === 'terminated' || termination === 'failed',
        container: first ? `${first.queue_item_id}/${first.attempt}` : null,
      },
      process: viewOf(store.read, findProcess(store.read, processId)),
    }
  }
}

function targetOf({ process_id, phone_id, account_id, queue_item_id }: QueueItemRow) {
  return { process_id, phone_id, account_id, queue_item_id, capability_request_id: process_id }
}

function mark(
  tables: Tables,
  { clock, newId }: CancelDeps,
  processId: string,
  request: CancelRequest,
): Marked {
  const row = findProcess(tables, processId)
  const { reason } = request
  if (isTerminal(row.status))
    return { ended: true, reason, strategy: request.strategy, cancelled: [], active: [] }
  const now = clock.now()
  const earlier = row.cancel === null ? null : storedCancel.Parse(JSON.parse(row.cancel))
  const inForce = earlier ? strengthened(earlier, request) : request
  const cancel = JSON.stringify(inForce)
  const error = cancelError(cancel)
  tables.processes.markCancel({
    process_id: processId,
    cancel,
    error: JSON.stringify(error),
    at: now.toISOString(),
    force_at: inForce.strategy === 'soft_then_force' ? earliest(row.force_at, forceAt(request, now)) : null,
  })
  const event = earlier ? 'cancel_repeated' : 'cancel_requested'
  tables.timeline.add({ process_id: processId, event, detail: `${request.strategy}: ${reason}` }, now)
  const cancelled = cancelPending(tables, processId, error, now)
  if (!earlier) writeMessage(tables, processId, 'cancel_requested', now, newId)
  syncProcess(tables, processId, now, newId)
  const active = tables.queueItems.ofProcess(processId).filter(({ status }) => status === 'EXECUTING')
  return { ended: false, reason: inForce.reason, strategy: inForce.strategy, cancelled, active }
}

/** A second cancel keeps the first one's reason and may only ask for more (source: contract, question 12). */
function strengthened(earlier: CancelRequest, request: CancelRequest): CancelRequest {
  if (!isStronger(request.strategy, earlier.strategy)) return earlier
  const { strategy, force_after_seconds } = request
  return { ...earlier, strategy, force_after_seconds }
}

function earliest(...times: (string | null)[]): string | null {
  return times.filter((time) => time !== null).toSorted()[0] ?? null
}

/** Tells the runs what the transaction decided; only now, because a run that ends reports to the store. */
async function stopRuns(
  store: Store,
  runs: RunControl,
  marked: Marked,
  askedAtMs: number,
): Promise<TerminationStatus> {
  const { active, reason, strategy } = marked
  if (active.length === 0) return 'not_needed'
  if (strategy === 'hard') {
    const results = await Promise.all(
      active.map((item) => terminate(store, runs, item, { reason, askedAtMs })),
    )
    return results.every(Boolean) ? 'terminated' : 'failed'
  }
  for (const { queue_item_id } of active) runs.stopSoft(queue_item_id, reason, askedAtMs)
  return strategy === 'soft' ? 'requested' : 'scheduled'
}

/** True when nothing of the run can reach its phone any more. */
async function terminate(
  { read }: Store,
  runs: RunControl,
  { queue_item_id, attempt }: QueueItemRow,
  { reason, askedAtMs }: { reason: string; askedAtMs: number },
): Promise<boolean> {
  const result = await runs.terminate(queue_item_id, reason, askedAtMs)
  if (result !== 'not_running') return result === 'terminated'
  // Not here: it ended meanwhile, or it is another boot's and still has to be rescued.
  const item = read.queueItems.find(queue_item_id)
  return item?.status !== 'EXECUTING' || item.attempt !== attempt
}
