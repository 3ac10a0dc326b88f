import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

const TextOrNull = nullable(Type.String())

/** A state that a phone has been in, from `at` until the next row of that phone. */
export const PhoneStateRow = Type.Object({
  phone_state_id: Type.Integer(),
  phone_id: Type.String(),
  state: Type.String(),
  reason: TextOrNull,
  next: TextOrNull,
  at: Type.String(),
})
export type PhoneStateRow = Static<typeof PhoneStateRow>

const ADD = `
  INSERT INTO phone_states (phone_id, state, reason, next, at) VALUES (@phone_id, @state, @reason, @next, @at)`

// Index phone_states_of_phone.
const OF_PHONE = `
  SELECT * FROM phone_states WHERE phone_id = @phone_id AND phone_state_id < @before
  ORDER BY phone_state_id DESC LIMIT @limit`

/** The history of every phone's state. */
export function phoneStatesTable(db: Database) {
  const add = db.prepare<Omit<PhoneStateRow, 'phone_state_id'>>(ADD)
  const ofPhone = db.prepare<{ phone_id: string; before: number; limit: number }, PhoneStateRow>(OF_PHONE)

  return {
    add: (row: Omit<PhoneStateRow, 'phone_state_id'>) => void add.run(row),
    /** Newest first, from just before the row `before`. */
    ofPhone: (of: { phone_id: string; before: number; limit: number }) => ofPhone.all(of),
  }
}
