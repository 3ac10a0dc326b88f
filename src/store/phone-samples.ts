import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { Flag, nullable } from './row.ts'

const Whole = nullable(Type.Integer())

/** A look at a phone's battery and room. */
export const PhoneSampleRow = Type.Object({
  phone_id: Type.String(),
  at: Type.String(),
  level: Whole,
  temperature_c: nullable(Type.Number()),
  status: nullable(Type.String()),
  health: nullable(Type.String()),
  voltage_mv: Whole,
  charge_uah: Whole,
  design_uah: Whole,
  cycles: Whole,
  free_mb: Whole,
  working: Flag,
})
export type PhoneSampleRow = Static<typeof PhoneSampleRow>

// A phone that was forgotten since it was asked has no samples any more.
const ADD = `
  INSERT OR REPLACE INTO phone_samples
  SELECT @phone_id, @at, @level, @temperature_c, @status, @health, @voltage_mv, @charge_uah, @design_uah, @cycles, @free_mb, @working
  WHERE EXISTS (SELECT 1 FROM phones WHERE phone_id = @phone_id)`

const OF_PHONE = 'SELECT * FROM phone_samples WHERE phone_id = @phone_id AND at >= @since ORDER BY at'
const LATEST = 'SELECT * FROM phone_samples WHERE phone_id = ? ORDER BY at DESC LIMIT 1'

// Index phone_samples_by_age.
const PRUNE = `
  DELETE FROM phone_samples WHERE (phone_id, at) IN (
    SELECT phone_id, at FROM phone_samples WHERE at < @before ORDER BY at LIMIT @limit)`

/** Battery, heat and room of phones over time. */
export function phoneSamplesTable(db: Database) {
  const add = db.prepare<PhoneSampleRow>(ADD)
  const ofPhone = db.prepare<{ phone_id: string; since: string }, PhoneSampleRow>(OF_PHONE)
  const latest = db.prepare<[string], PhoneSampleRow>(LATEST)
  const prune = db.prepare<{ before: string; limit: number }>(PRUNE)

  return {
    add: (row: PhoneSampleRow) => void add.run(row),
    /** Oldest first. @param since ISO-8601 */
    ofPhone: (phoneId: string, since: string) => ofPhone.all({ phone_id: phoneId, since }),
    latest: (phoneId: string) => latest.get(phoneId),
    /** Removes at most `limit` of those before `before` (ISO-8601), oldest first. @returns how many */
    prune: (before: string, limit: number) => prune.run({ before, limit }).changes,
  }
}
