import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'

/** A row of `status_counts`, which triggers keep: how many rows of a table have a status. */
export const StatusCountRow = Type.Object({
  kind: Type.Enum(['processes', 'queue_items', 'callbacks']),
  status: Type.String(),
  count: Type.Integer(),
})
export type StatusCountRow = Static<typeof StatusCountRow>

/** How many of something there are. */
interface Count {
  value: string
  count: number
}

const ALL = 'SELECT kind, status, count FROM status_counts'

// As many rows as there are phones.
const PHONES = `SELECT iif(paused = 1, 'paused', state) AS value, count(*) AS count FROM phones GROUP BY 1`

// Index leases_held.
const LEASES_HELD = `SELECT kind AS value, count(*) AS count FROM leases WHERE released_at IS NULL GROUP BY kind`

/** How many rows there are, by status; the cost does not grow with the rows. */
export function statusCountsTable(db: Database) {
  const all = db.prepare<[], StatusCountRow>(ALL)
  const phones = db.prepare<[], Count>(PHONES)
  const leasesHeld = db.prepare<[], Count>(LEASES_HELD)
  const byValue = (counts: Count[]) => new Map(counts.map(({ value, count }) => [value, count]))
  return {
    all: () => all.all(),
    /** Phones by state; paused ones count as `paused`, whatever their state. */
    phones: () => byValue(phones.all()),
    /** Phones that are held, by who holds them. */
    leasesHeld: () => byValue(leasesHeld.all()),
  }
}
