import type { ErrorSummary } from '../domain/errors.ts'
import { summarizeErrors } from '../domain/error-summary.ts'
import {
  isTerminal,
  rollUp,
  type Milestone,
  type ProcessStatus,
  type QueueItemStatus,
} from '../domain/process.ts'
import type { ProcessRow } from '../store/processes.ts'
import type { Tables } from '../store/store.ts'
import { announce } from './announce.ts'
import { cancelError, cancelPending } from './cancel-pending.ts'
import { parseError } from './process-record.ts'

/** What callers are told when a process enters a status; entering the first one is told as `accepted`. */
const MILESTONE_OF = {
  QUEUED: null,
  PLANNED: null,
  EXECUTING: 'executing',
  RETRYABLE: 'retrying',
  DONE: 'completed',
  PARTIAL: 'failed_terminal',
  DEAD_LETTER: 'failed_terminal',
  CANCELLED: 'cancelled',
} as const satisfies Record<ProcessStatus, Milestone | null>

/**
 * Brings a process in line with its items: call it in the same transaction after every move of an item. Lets the next step of a
 * maintenance process go (or cancels the rest when one failed for good), recomputes status, times and error, and announces each milestone
 * that became true. Harmless when nothing has changed; a terminal process is never touched.
 */
export function syncProcess(tables: Tables, processId: string, now: Date, newId: () => string): void {
  const row = tables.processes.find(processId)
  if (!row) throw new Error(`process ${processId} is not there to be synced`)
  if (isTerminal(row.status)) return
  // An item that a run put back while its process was being cancelled gets no other attempt.
  if (row.cancel !== null) cancelPending(tables, processId, cancelError(row.cancel), now)
  if (row.process_type === 'maintenance') settleSteps(tables, row, now)

  const statuses = tables.queueItems.statusesOf(processId)
  const handedOver = statuses.includes('EXECUTING')
  const status = rollUp(statuses, {
    begun: row.executing_at !== null || handedOver,
    cancelRequested: row.cancel !== null,
  })
  const error = errorOf(tables, row, status, statuses)
  const errorJson = error && JSON.stringify(error)
  if (status === row.status && errorJson === row.error) return
  const at = now.toISOString()
  const milestone = status === row.status ? null : MILESTONE_OF[status]
  const moved = tables.processes.move({
    process_id: processId,
    from: row.status,
    to: status,
    error: errorJson,
    executing_at: handedOver ? at : null,
    retrying_at: status === 'RETRYABLE' && row.status !== 'RETRYABLE' ? at : null,
    finished_at: isTerminal(status) ? at : null,
    told: milestone === null ? 0 : 1,
  })
  if (moved && milestone !== null) announce(tables, moved, milestone, now, newId)
}

/** Steps run in order on one phone; when one has failed for good the rest are cancelled (source: contract, POST /maintenance/requests). */
function settleSteps(tables: Tables, { process_id }: ProcessRow, now: Date): void {
  const items = tables.queueItems.ofProcess(process_id)
  const broken = items.find(({ status }) => status === 'DEAD_LETTER' || status === 'CANCELLED')
  const next = items.find(({ status }) => status !== 'DONE')
  if (broken) {
    const message = `step ${broken.position + 1} of this request was not completed`
    cancelPending(tables, process_id, { message, category: 'cancelled' }, now)
  } else if (next?.status === 'QUEUED') tables.queueItems.makeReady(next.queue_item_id)
}

/** The caller's own reason once a cancel took or takes effect, otherwise what the items say. */
function errorOf(
  tables: Tables,
  row: ProcessRow,
  status: ProcessStatus,
  items: readonly QueueItemStatus[],
): ErrorSummary | null {
  const takesEffect = status === 'CANCELLED' || !isTerminal(status)
  if (row.cancel !== null && takesEffect) return cancelError(row.cancel)
  // Hardly any process has one, and a group's items are hundreds.
  if (!items.includes('DEAD_LETTER') && !items.includes('RETRYABLE')) return null
  const failing = tables.queueItems.failingOf(row.process_id)
  return summarizeErrors(failing.map(({ error }) => parseError(error)))
}
