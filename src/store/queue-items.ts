import Type, { type Static } from 'typebox'
import { QueueItemStatus } from '../domain/process.ts'
import type { Database } from './database.ts'
import { Flag, nullable } from './row.ts'

const Text = Type.String()
const TextOrNull = nullable(Type.String())

/** A row of `queue_items`. `progress`, `result` and `error` are JSON (domain/action.ts, domain/errors.ts). */
export const QueueItemRow = Type.Object({
  queue_item_id: Text,
  process_id: Text,
  position: Type.Integer(),
  phone_id: Text,
  account_id: Text,
  action_id: Type.Integer(),
  status: QueueItemStatus,
  ready: Flag,
  not_before: TextOrNull,
  priority: Type.Integer(),
  attempt: Type.Integer(),
  work_failures: Type.Integer(),
  infra_failures: Type.Integer(),
  boot_id: TextOrNull,
  progress: TextOrNull,
  result: TextOrNull,
  error: TextOrNull,
  created_at: Text,
  started_at: TextOrNull,
  finished_at: TextOrNull,
  turn: Type.Integer(),
  held_for: TextOrNull,
})
export type QueueItemRow = Static<typeof QueueItemRow>

export type NewQueueItem = Pick<
  QueueItemRow,
  | 'queue_item_id'
  | 'process_id'
  | 'position'
  | 'phone_id'
  | 'account_id'
  | 'action_id'
  | 'ready'
  | 'priority'
  | 'turn'
  | 'created_at'
>

const INSERT = `
  INSERT INTO queue_items (queue_item_id, process_id, position, phone_id, account_id, action_id, status, ready, priority, turn, created_at)
  VALUES (@queue_item_id, @process_id, @position, @phone_id, @account_id, @action_id, 'QUEUED', @ready, @priority, @turn, @created_at)`

const FIND = 'SELECT * FROM queue_items WHERE queue_item_id = ?'

const OF_PROCESS = 'SELECT * FROM queue_items WHERE process_id = ? ORDER BY position'

const STATUSES_OF_PROCESS = 'SELECT DISTINCT status FROM queue_items WHERE process_id = ?'

const FAILING_OF_PROCESS = `
  SELECT status, error FROM queue_items
  WHERE process_id = ? AND status IN ('DEAD_LETTER', 'RETRYABLE') AND error IS NOT NULL
  ORDER BY position`

// Everything that no phone works on yet: a claimed item still waits in its lane.
const CANCEL_PENDING = `
  UPDATE queue_items
  SET status = 'CANCELLED', ready = 0, not_before = NULL, held_for = NULL, error = @error, finished_at = @now
  WHERE process_id = @process_id AND status IN ('QUEUED', 'CLAIMED', 'RETRYABLE')
  RETURNING queue_item_id, position`

const MAKE_READY = `
  UPDATE queue_items SET ready = 1
  WHERE queue_item_id = ? AND status = 'QUEUED' AND ready = 0 AND not_before IS NULL`

// Index queue_items_of_account.
const UNFINISHED_OF_ACCOUNT = `
  SELECT count(*) AS count FROM queue_items
  WHERE account_id = ? AND status IN ('QUEUED', 'CLAIMED', 'EXECUTING', 'RETRYABLE')`

// Index queue_items_of_phone.
const UNFINISHED_OF_PHONE = `
  SELECT count(*) AS count FROM queue_items
  WHERE phone_id = ? AND status IN ('QUEUED', 'CLAIMED', 'EXECUTING', 'RETRYABLE')`

/** Queue items as their process sees them; claims and moves of runs are in claims.ts. */
export function queueItemsTable(db: Database) {
  const insert = db.prepare<NewQueueItem>(INSERT)
  const find = db.prepare<[string], QueueItemRow>(FIND)
  const ofProcess = db.prepare<[string], QueueItemRow>(OF_PROCESS)
  const statuses = db.prepare<[string], Pick<QueueItemRow, 'status'>>(STATUSES_OF_PROCESS)
  const failing = db.prepare<[string], { status: QueueItemStatus; error: string }>(FAILING_OF_PROCESS)
  const cancelPending = db.prepare<
    { process_id: string; error: string; now: string },
    Pick<QueueItemRow, 'queue_item_id' | 'position'>
  >(CANCEL_PENDING)
  const makeReady = db.prepare<[string]>(MAKE_READY)
  const unfinishedOfAccount = db.prepare<[string], { count: number }>(UNFINISHED_OF_ACCOUNT)
  const unfinishedOfPhone = db.prepare<[string], { count: number }>(UNFINISHED_OF_PHONE)

  return {
    insert: (row: NewQueueItem) => void insert.run(row),
    find: (queueItemId: string) => find.get(queueItemId),
    /** In the order of their positions. */
    ofProcess: (processId: string) => ofProcess.all(processId),
    /** The different statuses among the process's items. */
    statusesOf: (processId: string) => statuses.all(processId).map(({ status }) => status),
    /** Items that failed for good or wait for another attempt, with their error's JSON, by position. */
    failingOf: (processId: string) => failing.all(processId),
    /** Cancels what no phone works on yet. @returns the ids, by position */
    cancelPending: (processId: string, error: string, now: Date) =>
      cancelPending
        .all({ process_id: processId, error, now: now.toISOString() })
        .toSorted((a, b) => a.position - b.position)
        .map(({ queue_item_id }) => queue_item_id),
    /** Lets an item that waited for an earlier step be claimed. @returns false when it did not wait */
    makeReady: (queueItemId: string) => makeReady.run(queueItemId).changes === 1,
    unfinishedOfAccount: (accountId: string) => unfinishedOfAccount.get(accountId)?.count ?? 0,
    unfinishedOfPhone: (phoneId: string) => unfinishedOfPhone.get(phoneId)?.count ?? 0,
  }
}
