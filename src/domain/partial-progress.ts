import type { Action, ActionProgress } from './action.ts'
import type { ErrorSummary } from './errors.ts'
import type { ItemRecord } from './process-view.ts'
import type { QueueItemStatus } from './process.ts'

/** Status of an item as callers see it (source: contract, question 13). */
export type ItemStatus = 'pending' | 'running' | 'retrying' | 'completed' | 'failed' | 'cancelled'

const ITEM_STATUS = {
  QUEUED: 'pending',
  CLAIMED: 'pending',
  EXECUTING: 'running',
  RETRYABLE: 'retrying',
  DONE: 'completed',
  DEAD_LETTER: 'failed',
  CANCELLED: 'cancelled',
} as const satisfies Record<QueueItemStatus, ItemStatus>

/** The status that callers see. */
export function itemStatus(status: QueueItemStatus): ItemStatus {
  return ITEM_STATUS[status]
}

export interface ItemProgress {
  queue_item_id: string
  account_id: string
  phone_id: string
  status: ItemStatus
  attempt: number
  /** The action of a maintenance step. */
  step?: string
  /** Videos seen, or profile fields verified, of those that were asked for. */
  done?: number
  of?: number
  error?: ErrorSummary
}

/** `partial_progress` of a process; `retrying` items count as pending. */
export interface PartialProgress {
  total: number
  completed: number
  failed: number
  cancelled: number
  running: number
  pending: number
  items: ItemProgress[]
}

/** @returns an empty object while there is one item and no phone has begun it (source: contract, GET /processes) */
export function partialProgress(items: readonly ItemRecord[]): PartialProgress | Record<string, never> {
  if (items.length <= 1 && !items.some(({ started_at }) => started_at !== null)) return {}
  const shown = items.map(itemProgress)
  const count = (...wanted: ItemStatus[]) => shown.filter(({ status }) => wanted.includes(status)).length
  return {
    total: shown.length,
    completed: count('completed'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    running: count('running'),
    pending: count('pending', 'retrying'),
    items: shown,
  }
}

function itemProgress(item: ItemRecord): ItemProgress {
  return {
    queue_item_id: item.queue_item_id,
    account_id: item.account_id,
    phone_id: item.phone_id,
    status: itemStatus(item.status),
    attempt: item.attempt,
    ...(item.action.name === 'edit_profile' && { step: item.action.name }),
    ...(item.started_at !== null && { done: done(item), of: planned(item.action) }),
    ...(item.error && { error: item.error }),
  }
}

/** Units of work done, of those that were asked for: videos seen, or profile fields verified. */
export function progressCounts(action: Action, progress: ActionProgress): { done: number; of: number } {
  return { done: doneSoFar(progress), of: planned(action) }
}

/** Units of work that the action asks for. */
function planned(action: Action): number {
  if (action.name === 'keyword_warmup')
    return action.inputs.keywords.length * action.inputs.videos_per_keyword
  return action.name === 'fyp_warmup' ? action.inputs.videos : fieldsAsked(action).length
}

function fieldsAsked({ params }: Extract<Action, { name: 'edit_profile' }>): string[] {
  return [params.display_name, params.username, params.bio].filter((value) => value !== undefined)
}

/** Units of work done; a result that says more than the last progress wins by being complete. */
function done({ status, action, progress }: ItemRecord): number {
  if (status === 'DONE' && action.name === 'edit_profile') return planned(action)
  return progress === null ? 0 : doneSoFar(progress)
}

function doneSoFar(progress: ActionProgress): number {
  if (progress.kind === 'warmup') return progress.videos_seen
  return Object.values(progress.fields).filter(({ verified }) => verified).length
}
