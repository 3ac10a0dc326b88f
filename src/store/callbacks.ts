import Type, { type Static } from 'typebox'
import { Milestone } from '../domain/process.ts'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

const TextOrNull = nullable(Type.String())

/** A row of `callbacks`, the outbox. */
export const CallbackRow = Type.Object({
  delivery_id: Type.String(),
  process_id: Type.String(),
  sequence: Type.Integer(),
  milestone: Milestone,
  url: Type.String(),
  body: Type.String(),
  status: Type.Enum(['pending', 'delivered', 'exhausted']),
  tries: Type.Integer(),
  next_try_at: TextOrNull,
  emitted_at: Type.String(),
  delivered_at: TextOrNull,
  last_error: TextOrNull,
  tries_before: Type.Integer(),
})
export type CallbackRow = Static<typeof CallbackRow>

export type NewCallback = Pick<
  CallbackRow,
  'delivery_id' | 'process_id' | 'sequence' | 'milestone' | 'url' | 'body' | 'emitted_at'
>

// Due at once, or when the message before it is: a blocked message never fills the sender's list of due ones.
const INSERT = `
  INSERT INTO callbacks (delivery_id, process_id, sequence, milestone, url, body, status, next_try_at, emitted_at)
  VALUES (@delivery_id, @process_id, @sequence, @milestone, @url, @body, 'pending', coalesce(
    (SELECT max(next_try_at) FROM callbacks WHERE process_id = @process_id AND status = 'pending'), @emitted_at), @emitted_at)`

/** The outbox's writing end; deliveries.ts is its reading end. */
export function callbacksTable(db: Database) {
  const insert = db.prepare<NewCallback>(INSERT)
  return {
    /** Writes a message, due at once; call it in the transaction that makes its milestone true. */
    add: (row: NewCallback) => void insert.run(row),
  }
}
