import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

const TextOrNull = nullable(Type.String())

/** A row of `timeline`. */
export const TimelineRow = Type.Object({
  event_id: Type.Integer(),
  process_id: Type.String(),
  at: Type.String(),
  event: Type.String(),
  queue_item_id: TextOrNull,
  attempt: nullable(Type.Integer()),
  phone_id: TextOrNull,
  detail: TextOrNull,
})
export type TimelineRow = Static<typeof TimelineRow>

/** One event; what it is not about may be left out. */
export interface NewTimelineEvent {
  process_id: string
  event: string
  queue_item_id?: string | null
  attempt?: number | null
  phone_id?: string | null
  /** A sentence for people. */
  detail?: string | null
}

const INSERT = `
  INSERT INTO timeline (process_id, at, event, queue_item_id, attempt, phone_id, detail)
  VALUES (@process_id, @at, @event, @queue_item_id, @attempt, @phone_id, @detail)`

// Index timeline_of_process.
const OF_PROCESS = 'SELECT * FROM timeline WHERE process_id = ? ORDER BY event_id'

const LAST_AT = 'SELECT at FROM timeline WHERE event_id = (SELECT max(event_id) FROM timeline)'

/** What happened to a process, for people. */
export function timelineTable(db: Database) {
  const insert = db.prepare<Omit<TimelineRow, 'event_id'>>(INSERT)
  const ofProcess = db.prepare<[string], TimelineRow>(OF_PROCESS)
  const lastAt = db.prepare<[], { at: string }>(LAST_AT)
  return {
    add(
      { queue_item_id = null, attempt = null, phone_id = null, detail = null, ...event }: NewTimelineEvent,
      now: Date,
    ) {
      insert.run({ ...event, queue_item_id, attempt, phone_id, detail, at: now.toISOString() })
    },
    /** Oldest first. */
    ofProcess: (processId: string) => ofProcess.all(processId),
    /** The time of the latest event of all, which no later one may go below; null when nothing has happened yet. */
    lastAt: () => lastAt.get()?.at ?? null,
  }
}
