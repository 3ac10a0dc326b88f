import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

const TextOrNull = nullable(Type.String())

/** A row of `incidents`; `phones` is a JSON list of ids. */
export const IncidentRow = Type.Object({
  incident_id: Type.String(),
  scope: Type.Enum(['phone', 'hub', 'host']),
  subject: Type.String(),
  symptom: Type.String(),
  reason: Type.String(),
  phones: Type.String(),
  began_at: Type.String(),
  ended_at: TextOrNull,
  outcome: TextOrNull,
})
export type IncidentRow = Static<typeof IncidentRow>

const OPEN = `
  INSERT INTO incidents (incident_id, scope, subject, symptom, reason, phones, began_at)
  VALUES (@incident_id, @scope, @subject, @symptom, @reason, @phones, @began_at)`

const ADD_PHONES = 'UPDATE incidents SET phones = @phones WHERE incident_id = @incident_id'

const END = `
  UPDATE incidents SET ended_at = @ended_at, outcome = @outcome WHERE incident_id = @incident_id AND ended_at IS NULL`

// Index incidents_open; few are open at a time.
const END_ALL = `UPDATE incidents SET ended_at = @at, outcome = 'interrupted' WHERE ended_at IS NULL`

// Index incidents_began.
const LIST = `
  SELECT * FROM incidents WHERE (began_at, incident_id) < (@began_at, @incident_id)
  ORDER BY began_at DESC, incident_id DESC LIMIT @limit`

/** Where a page of incidents begins; this one sorts after every stored value. */
export const NEWEST_INCIDENT = { began_at: '~', incident_id: '' }

/** What went wrong with phones, hubs and the host. Every change wants a transaction around it. */
export function incidentsTable(db: Database) {
  const open = db.prepare<Omit<IncidentRow, 'ended_at' | 'outcome'>>(OPEN)
  const addPhones = db.prepare<{ incident_id: string; phones: string }>(ADD_PHONES)
  const end = db.prepare<{ incident_id: string; ended_at: string; outcome: string }>(END)
  const endAll = db.prepare<{ at: string }>(END_ALL)
  const list = db.prepare<{ began_at: string; incident_id: string; limit: number }, IncidentRow>(LIST)

  return {
    open: (row: Omit<IncidentRow, 'ended_at' | 'outcome'>) => void open.run(row),
    /** Sets the list of phones, JSON. */
    setPhones: (of: { incident_id: string; phones: string }) => void addPhones.run(of),
    /** @returns false when it has ended already */
    end: (of: { incident_id: string; ended_at: string; outcome: string }) => end.run(of).changes === 1,
    /** Ends what a dead boot was at; returns how many. */
    endAll: (at: string) => endAll.run({ at }).changes,
    /** Newest first, from just after `start`. */
    list: (start: { began_at: string; incident_id: string }, limit: number) => list.all({ ...start, limit }),
  }
}
