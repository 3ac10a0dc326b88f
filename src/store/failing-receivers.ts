import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

/** A row of `failing_receivers`: a receiver whose last try failed. */
export const FailingReceiverRow = Type.Object({
  origin: Type.String(),
  failures: Type.Integer(),
  failing_since: Type.String(),
  failed_at: Type.String(),
  last_error: Type.String(),
  probes: Type.Integer(),
  probe_at: nullable(Type.String()),
})
export type FailingReceiverRow = Static<typeof FailingReceiverRow>

const FIND = 'SELECT * FROM failing_receivers WHERE origin = ?'

const PUT = `
  INSERT INTO failing_receivers (origin, failures, failing_since, failed_at, last_error, probes, probe_at)
  VALUES (@origin, @failures, @failing_since, @failed_at, @last_error, @probes, @probe_at)
  ON CONFLICT DO UPDATE SET failures = @failures, failing_since = @failing_since, failed_at = @failed_at,
    last_error = @last_error, probes = @probes, probe_at = @probe_at`

const REMOVE = 'DELETE FROM failing_receivers WHERE origin = ?'

// Index failing_receivers_by_age: those that failed last, which are those that something waits for.
const NEWEST = 'SELECT * FROM failing_receivers ORDER BY failed_at DESC LIMIT ?'

// Index failing_receivers_open.
const OPEN = 'SELECT count(*) FROM failing_receivers WHERE probe_at IS NOT NULL'
const ALL = 'SELECT count(*) FROM failing_receivers'

/** The state of breakers; there is no row of a receiver that answers. Every change wants a transaction around it. */
export function failingReceiversTable(db: Database) {
  const find = db.prepare<[string], FailingReceiverRow>(FIND)
  const put = db.prepare<FailingReceiverRow>(PUT)
  const remove = db.prepare<[string]>(REMOVE)
  const newest = db.prepare<[number], FailingReceiverRow>(NEWEST)
  const open = db.prepare<[], number>(OPEN).pluck()
  const all = db.prepare<[], number>(ALL).pluck()
  return {
    find: (origin: string) => find.get(origin),
    put: (row: FailingReceiverRow) => void put.run(row),
    /** It answers again. */
    remove: (origin: string) => void remove.run(origin),
    /** Those that failed last. */
    newest: (limit: number) => newest.all(limit),
    /** How many there are, and how many of them have an open breaker. */
    counts: () => ({ failing: all.get() ?? 0, open: open.get() ?? 0 }),
  }
}
