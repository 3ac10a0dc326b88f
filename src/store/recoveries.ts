import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

const TextOrNull = nullable(Type.String())

/** A row of `recoveries`: a rung that was tried on a phone. A `quarantine` without an end is one that the phone is in. */
export const RecoveryRow = Type.Object({
  recovery_id: Type.Integer(),
  phone_id: Type.String(),
  incident_id: TextOrNull,
  symptom: Type.String(),
  rung: Type.String(),
  boot_id: Type.String(),
  began_at: Type.String(),
  ended_at: TextOrNull,
  outcome: TextOrNull,
  detail: TextOrNull,
})
export type RecoveryRow = Static<typeof RecoveryRow>

export type NewRecovery = Omit<RecoveryRow, 'recovery_id' | 'ended_at' | 'outcome'>

const BEGIN = `
  INSERT INTO recoveries (phone_id, incident_id, symptom, rung, boot_id, began_at, detail)
  VALUES (@phone_id, @incident_id, @symptom, @rung, @boot_id, @began_at, @detail) RETURNING recovery_id`

const END = `
  UPDATE recoveries SET ended_at = @ended_at, outcome = @outcome, detail = coalesce(@detail, detail)
  WHERE recovery_id = @recovery_id AND ended_at IS NULL`

// Index recoveries_of_phone.
const HISTORY = `
  SELECT * FROM recoveries WHERE phone_id = @phone_id AND recovery_id < @before
  ORDER BY recovery_id DESC LIMIT @limit`

// Index recoveries_of_phone; what is older than finished processes are kept is pruned away.
const SINCE =
  'SELECT * FROM recoveries WHERE phone_id = @phone_id AND began_at >= @since ORDER BY recovery_id'

// Index recoveries_open.
const INTERRUPT = `
  UPDATE recoveries SET ended_at = @at, outcome = 'interrupted'
  WHERE ended_at IS NULL AND boot_id <> @boot_id AND rung <> 'quarantine'`

// Index recoveries_open.
const QUARANTINED = `SELECT * FROM recoveries WHERE ended_at IS NULL AND rung = 'quarantine' ORDER BY recovery_id`

// Index recoveries_open.
const OPEN =
  'SELECT * FROM recoveries WHERE ended_at IS NULL AND phone_id = ? ORDER BY recovery_id DESC LIMIT 1'

/** Sorts after every recovery. */
export const NEWEST_RECOVERY = Number.MAX_SAFE_INTEGER

/** What was tried on phones that did not work. Every change wants a transaction around it. */
export function recoveriesTable(db: Database) {
  const begin = db.prepare<NewRecovery, { recovery_id: number }>(BEGIN)
  const end = db.prepare<{
    recovery_id: number
    ended_at: string
    outcome: string
    detail: string | null
  }>(END)
  const history = db.prepare<{ phone_id: string; before: number; limit: number }, RecoveryRow>(HISTORY)
  const since = db.prepare<{ phone_id: string; since: string }, RecoveryRow>(SINCE)
  const interrupt = db.prepare<{ boot_id: string; at: string }>(INTERRUPT)
  const quarantined = db.prepare<[], RecoveryRow>(QUARANTINED)
  const open = db.prepare<[string], RecoveryRow>(OPEN)

  return {
    /** @returns its id */
    begin: (row: NewRecovery) => begin.get(row)?.recovery_id ?? 0,
    /** A detail of null keeps the one from its beginning. @returns false when it has ended already */
    end: (of: { recovery_id: number; ended_at: string; outcome: string; detail: string | null }) =>
      end.run(of).changes === 1,
    /** A phone's, newest first, from just before `before`. */
    history: (of: { phone_id: string; before: number; limit: number }) => history.all(of),
    /** A phone's that began at `since` or later, oldest first. */
    since: (phone_id: string, since_: string) => since.all({ phone_id, since: since_ }),
    /** Ends the rungs that dead boots were at; returns how many. */
    interrupt: (of: { boot_id: string; at: string }) => interrupt.run(of).changes,
    /** The quarantines that no boot has ended. */
    quarantined: () => quarantined.all(),
    /** What is under way on a phone, a quarantine included; null when nothing is. */
    open: (phoneId: string) => open.get(phoneId) ?? null,
  }
}
