import type { Database } from './database.ts'

/** Leases are looked through from the newest on; a farm that takes more than these in a day is answered a little low. */
const LOOKED = 20_000

// The day's work of each phone, in milliseconds, to the second. What began before it is not counted: a run takes minutes.
const WORKED = `
  SELECT phone_id, CAST(round(sum(julianday(coalesce(released_at, @now)) - julianday(taken_at)) * 86400) * 1000 AS INTEGER) AS worked_ms
  FROM leases
  WHERE lease_id > (SELECT coalesce(max(lease_id), 0) FROM leases) - ${LOOKED} AND kind = 'run' AND taken_at >= @since
  GROUP BY phone_id`

/** How long phones have worked, from the history of their leases. */
export function phoneWork(db: Database) {
  const worked = db.prepare<{ since: string; now: string }, { phone_id: string; worked_ms: number }>(WORKED)

  return {
    /** Milliseconds of runs that began between the two times (ISO-8601), by phone; a phone that did not work is missing. */
    workedMs: (since: string, now: string) =>
      new Map(worked.all({ since, now }).map(({ phone_id, worked_ms }) => [phone_id, worked_ms])),
  }
}
