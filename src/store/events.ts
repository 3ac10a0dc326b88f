import Type, { type Static } from 'typebox'
import { type Capability, ProcessStatus } from '../domain/process.ts'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

const TextOrNull = nullable(Type.String())
const IntegerOrNull = nullable(Type.Integer())

/** A row of `events`. Triggers write those of the timeline and of phones' states. */
export const EventRow = Type.Object({
  event_id: Type.Integer(),
  at: Type.String(),
  kind: Type.Enum(['process', 'progress', 'phone']),
  event: Type.String(),
  process_id: TextOrNull,
  queue_item_id: TextOrNull,
  attempt: IntegerOrNull,
  phone_id: TextOrNull,
  status: nullable(ProcessStatus),
  done: IntegerOrNull,
  planned: IntegerOrNull,
  detail: TextOrNull,
})
export type EventRow = Static<typeof EventRow>

/** The row of `event_epoch`. */
export const EventEpochRow = Type.Object({ epoch: Type.String() })
export type EventEpochRow = Static<typeof EventEpochRow>

/** An event with what is known of its process; all of that is null for a phone's, and when the process is no longer there. */
export interface TellableEvent extends EventRow {
  process_type: Capability | null
  system: string | null
  request_id: string | null
  owner: string | null
  /** Of its queue item. */
  account_id: string | null
}

/** How far an item has come. */
export interface NewProgressEvent {
  process_id: string
  queue_item_id: string
  attempt: number
  phone_id: string
  done: number
  planned: number
  at: string
}

const ADD_PROGRESS = `
  INSERT INTO events (at, kind, event, process_id, queue_item_id, attempt, phone_id, status, done, planned)
  VALUES (@at, 'progress', 'progress', @process_id, @queue_item_id, @attempt, @phone_id,
    (SELECT status FROM processes WHERE process_id = @process_id), @done, @planned)`

const AFTER = `
  SELECT events.*, process_type, processes.system, request_id, owner, queue_items.account_id
  FROM events
  LEFT JOIN processes ON processes.process_id = events.process_id
  LEFT JOIN queue_items ON queue_items.queue_item_id = events.queue_item_id
  WHERE event_id > @after ORDER BY event_id LIMIT @limit`

// One row a table that counts by itself.
const LAST_ID = `SELECT seq FROM sqlite_sequence WHERE name = 'events'`
const OLDEST_ID = 'SELECT min(event_id) AS event_id FROM events'
const EPOCH = 'SELECT epoch FROM event_epoch'
const ITEMS = 'SELECT DISTINCT account_id, phone_id FROM queue_items WHERE process_id = ?'

// Looks at the oldest rows only, however many are left: ids are in the order of time.
const PRUNE = `
  DELETE FROM events WHERE event_id IN (
    SELECT event_id FROM (SELECT event_id, at FROM events ORDER BY event_id LIMIT @limit)
    WHERE at < @before OR event_id <= @upTo)`

/** What GET /events tells, in the order in which it became true. */
export function eventsTable(db: Database) {
  const addProgress = db.prepare<NewProgressEvent>(ADD_PROGRESS)
  const after = db.prepare<{ after: number; limit: number }, TellableEvent>(AFTER)
  const lastId = db.prepare<[], { seq: number }>(LAST_ID)
  const oldestId = db.prepare<[], { event_id: number | null }>(OLDEST_ID)
  const epoch = db.prepare<[], EventEpochRow>(EPOCH)
  const items = db.prepare<[string], { account_id: string; phone_id: string }>(ITEMS)
  const prune = db.prepare<{ before: string; upTo: number; limit: number }>(PRUNE)
  const last = () => lastId.get()?.seq ?? 0

  return {
    addProgress: (event: NewProgressEvent) => void addProgress.run(event),
    /** Oldest first. */
    after: (eventId: number, limit: number) => after.all({ after: eventId, limit }),
    /** The highest id that was ever given; 0 when none was. */
    lastId: last,
    /** The lowest id that is kept, null when there is none. */
    oldestId: () => oldestId.get()?.event_id ?? null,
    /** Changes with every restore. */
    epoch(): string {
      const row = epoch.get()
      if (!row) throw new Error('the database has no epoch of events')
      return row.epoch
    },
    /** Whom and which phones a process is about. */
    subjectsOf: (processId: string) => items.all(processId),
    /** Removes some of what happened before `before`, and of what is beyond the newest `keep`. @returns how many rows */
    prune: ({ before, keep, limit }: { before: string; keep: number; limit: number }) =>
      prune.run({ before, upTo: last() - keep, limit }).changes,
  }
}
