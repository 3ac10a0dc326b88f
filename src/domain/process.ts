import Type, { type Static } from 'typebox'

/** The kinds of work that callers can ask for. */
export const Capability = Type.Enum(['keyword_warmup', 'fyp_warmup', 'maintenance'])
export type Capability = Static<typeof Capability>

/** Internal status of a process. */
export const ProcessStatus = Type.Enum([
  'QUEUED',
  'PLANNED',
  'EXECUTING',
  'RETRYABLE',
  'DONE',
  'PARTIAL',
  'DEAD_LETTER',
  'CANCELLED',
])
export type ProcessStatus = Static<typeof ProcessStatus>

/** Status of a queue item: one action, for one account, on one phone. */
export const QueueItemStatus = Type.Enum([
  'QUEUED',
  'CLAIMED',
  'EXECUTING',
  'RETRYABLE',
  'DONE',
  'DEAD_LETTER',
  'CANCELLED',
])
export type QueueItemStatus = Static<typeof QueueItemStatus>

/** A named moment of a process; each is announced by a callback. */
export const Milestone = Type.Enum([
  'accepted',
  'executing',
  'retrying',
  'completed',
  'failed_terminal',
  'cancel_requested',
  'cancelled',
])
export type Milestone = Static<typeof Milestone>

export type PublicStatus = 'queued' | 'executing' | 'retrying' | 'completed' | 'failed_terminal' | 'cancelled'

const PUBLIC_STATUS = {
  QUEUED: 'queued',
  PLANNED: 'queued',
  EXECUTING: 'executing',
  RETRYABLE: 'retrying',
  DONE: 'completed',
  PARTIAL: 'failed_terminal',
  DEAD_LETTER: 'failed_terminal',
  CANCELLED: 'cancelled',
} as const satisfies Record<ProcessStatus, PublicStatus>

/** The status that callers see. */
export function publicStatus(status: ProcessStatus): PublicStatus {
  return PUBLIC_STATUS[status]
}

const TERMINAL: readonly ProcessStatus[] = ['DONE', 'PARTIAL', 'DEAD_LETTER', 'CANCELLED']

/** True when no further work can change the process. */
export function isTerminal(status: ProcessStatus): boolean {
  return TERMINAL.includes(status)
}

/** The same of the status that callers see. */
export function isOver(status: PublicStatus): boolean {
  return status === 'completed' || status === 'failed_terminal' || status === 'cancelled'
}

/** True when no further attempt will be made at the item. */
export function isItemTerminal(status: QueueItemStatus): boolean {
  return status === 'DONE' || status === 'DEAD_LETTER' || status === 'CANCELLED'
}

/**
 * The status of a process, derived from its items (source: contract, "Internal to public status"): EXECUTING from the first item that
 * was handed to a phone until none is left to run; RETRYABLE while none runs and one waits for another attempt.
 * @param items in any order, at least one
 * @param begun an item was handed to a phone at some time: the process never goes back to `queued`
 * @param cancelRequested the caller asked for the end: what was cut off then counts as cancelled, not as failed
 */
export function rollUp(
  items: readonly QueueItemStatus[],
  { begun, cancelRequested }: { begun: boolean; cancelRequested: boolean },
): ProcessStatus {
  const any = (...wanted: QueueItemStatus[]) => items.some((status) => wanted.includes(status))
  if (any('EXECUTING')) return 'EXECUTING'
  if (any('RETRYABLE')) return 'RETRYABLE'
  if (any('QUEUED', 'CLAIMED')) return begun ? 'EXECUTING' : 'PLANNED'
  if (cancelRequested && any('CANCELLED')) return 'CANCELLED'
  if (!any('DONE')) return any('DEAD_LETTER') ? 'DEAD_LETTER' : 'CANCELLED'
  return any('DEAD_LETTER', 'CANCELLED') ? 'PARTIAL' : 'DONE'
}
