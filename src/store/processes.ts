import Type, { type Static } from 'typebox'
import { Capability, ProcessStatus } from '../domain/process.ts'
import type { Database } from './database.ts'
import { listProcesses, type ProcessFilter } from './process-list.ts'
import { nullable } from './row.ts'

const Text = Type.String()
const TextOrNull = nullable(Type.String())

/** A row of `processes`; the JSON columns are read by processes/process-record.ts. */
export const ProcessRow = Type.Object({
  process_id: Text,
  process_type: Capability,
  system: Text,
  request_id: Text,
  status: ProcessStatus,
  mode: Type.Enum(['manual', 'unattended']),
  request: Text,
  target: Text,
  requested_by: Text,
  callback: Text,
  error: TextOrNull,
  cancel: TextOrNull,
  force_at: TextOrNull,
  last_sequence: Type.Integer(),
  created_at: Text,
  accepted_at: TextOrNull,
  queued_at: TextOrNull,
  executing_at: TextOrNull,
  retrying_at: TextOrNull,
  cancel_requested_at: TextOrNull,
  finished_at: TextOrNull,
  owner: TextOrNull,
})
export type ProcessRow = Static<typeof ProcessRow>

/** What a new process is made of; it starts PLANNED, its items are written beside it. */
export type NewProcess = Pick<
  ProcessRow,
  | 'process_id'
  | 'process_type'
  | 'system'
  | 'request_id'
  | 'mode'
  | 'request'
  | 'target'
  | 'requested_by'
  | 'callback'
  | 'last_sequence'
  | 'created_at'
  | 'owner'
>

/** One step of a process; null leaves a time as it is. `from` guards against a late caller. */
export interface ProcessMove {
  process_id: string
  from: ProcessStatus
  to: ProcessStatus
  error: string | null
  executing_at: string | null
  retrying_at: string | null
  finished_at: string | null
  /** 1 when a callback announces it, whose number the process's new `last_sequence` is. */
  told: 0 | 1
}

/** A soft cancel that turns hard at `force_at`. */
export interface ToForce {
  process_id: string
  force_at: string
}

/** A cancel as it is stored with its process; `cancel` and `error` are JSON. */
export interface CancelMark {
  process_id: string
  cancel: string
  error: string
  at: string
  force_at: string | null
}

const INSERT = `
  INSERT INTO processes (process_id, process_type, system, request_id, status, mode, request, target, requested_by, callback,
                         last_sequence, created_at, accepted_at, queued_at, owner)
  VALUES (@process_id, @process_type, @system, @request_id, 'PLANNED', @mode, @request, @target, @requested_by, @callback,
          @last_sequence, @created_at, @created_at, @created_at, @owner)`

const FIND = 'SELECT * FROM processes WHERE process_id = ?'

// The index alone, without the row and its long request: it takes as long for another's process as for one that never was.
const IS_OWNED = `
  SELECT 1 AS found FROM processes INDEXED BY processes_of_owner WHERE owner = @owner AND process_id = @process_id`

const FIND_BY_REQUEST = 'SELECT * FROM processes WHERE process_type = ? AND system = ? AND request_id = ?'

// Only from the status the caller believes in, and never out of a terminal one. `executing_at` is the first time, `retrying_at` the last.
const MOVE = `
  UPDATE processes
  SET status = @to, error = @error, executing_at = coalesce(executing_at, @executing_at),
      retrying_at = coalesce(@retrying_at, retrying_at), finished_at = @finished_at,
      force_at = CASE WHEN @finished_at IS NULL THEN force_at END, last_sequence = last_sequence + @told
  WHERE process_id = @process_id AND status = @from AND finished_at IS NULL
  RETURNING *`

const MARK_RETRYING =
  'UPDATE processes SET retrying_at = @at WHERE process_id = @process_id AND finished_at IS NULL'

// The first request's time is kept: a second cancel only strengthens it.
const MARK_CANCEL = `
  UPDATE processes
  SET cancel = @cancel, error = @error, force_at = @force_at, cancel_requested_at = coalesce(cancel_requested_at, @at)
  WHERE process_id = @process_id AND finished_at IS NULL`

const TAKE_SEQUENCE = `
  UPDATE processes SET last_sequence = last_sequence + 1 WHERE process_id = ? RETURNING *`

// Index processes_to_force.
const TO_FORCE = 'SELECT process_id, force_at FROM processes WHERE force_at IS NOT NULL ORDER BY force_at'

const CLEAR_FORCE = 'UPDATE processes SET force_at = NULL WHERE process_id = ?'

/** Processes by id, by idempotency key and in lists. */
export function processesTable(db: Database) {
  const insert = db.prepare<NewProcess>(INSERT)
  const find = db.prepare<[string], ProcessRow>(FIND)
  const isOwned = db.prepare<{ process_id: string; owner: string | null }, { found: 1 }>(IS_OWNED)
  const findByRequest = db.prepare<[string, string, string], ProcessRow>(FIND_BY_REQUEST)
  const move = db.prepare<ProcessMove, ProcessRow>(MOVE)
  const markRetrying = db.prepare<{ process_id: string; at: string }>(MARK_RETRYING)
  const markCancel = db.prepare<CancelMark>(MARK_CANCEL)
  const takeSequence = db.prepare<[string], ProcessRow>(TAKE_SEQUENCE)
  const toForce = db.prepare<[], ToForce>(TO_FORCE)
  const clearForce = db.prepare<[string]>(CLEAR_FORCE)
  const list = listProcesses(db)

  return {
    insert: (row: NewProcess) => void insert.run(row),
    find: (processId: string) => find.get(processId),
    /** Whether it was created by a key of this owner; null owns nothing. */
    isOwnedBy: (process_id: string, owner: string | null) => isOwned.get({ process_id, owner }) !== undefined,
    /** By the idempotency key. */
    findByRequest: (processType: Capability, system: string, requestId: string) =>
      findByRequest.get(processType, system, requestId),
    /** @returns the process as it is then; undefined when it was no longer in `from`: nothing is changed then */
    move: (change: ProcessMove) => move.get(change),
    /** Notes that an item was put back for another attempt; call it with every move to RETRYABLE, before `syncProcess`. */
    markRetrying: (processId: string, now: Date) =>
      void markRetrying.run({ process_id: processId, at: now.toISOString() }),
    /** @returns false when the process had already ended */
    markCancel: (mark: CancelMark) => markCancel.run(mark).changes === 1,
    /** Takes the next number of the process's callbacks, from 1. @returns the process, with that `last_sequence` */
    takeSequence(processId: string): ProcessRow {
      const row = takeSequence.get(processId)
      if (!row) throw new Error(`process ${processId} is not there`)
      return row
    },
    /** The processes whose soft cancel is to turn hard, the earliest first: no more than are being cancelled just now. */
    toForce: () => toForce.all(),
    /** The hard stop has been issued and is not due again. */
    clearForce: (processId: string) => void clearForce.run(processId),
    /** Newest first; `limit` rows at most. */
    list: (filter: ProcessFilter, before: string | null, limit: number) => list(filter, before, limit),
  }
}
