import Sqlite from 'better-sqlite3'
import type { Database } from './database.ts'
import { schemaFindings, schemaOf, structuralFindings } from './integrity.ts'
import { newestSchema } from './migrate.ts'
import { isCorruption } from './storage-errors.ts'

/** Rows that are named of one finding. */
const MOST_NAMED = 5

/** What must be true of the rows whatever happened, each with the ids of those for which it is not. */
const RULES: readonly { finding: string; query: string }[] = [
  {
    finding: 'status_counts differs from the rows',
    query: `
      WITH counted (kind, status, count) AS (
        SELECT 'processes', status, count(*) FROM processes GROUP BY status
        UNION ALL SELECT 'queue_items', status, count(*) FROM queue_items GROUP BY status
        UNION ALL SELECT 'callbacks', status, count(*) FROM callbacks GROUP BY status)
      SELECT kind || ' ' || status AS id FROM (
        SELECT * FROM counted EXCEPT SELECT kind, status, count FROM status_counts
        UNION ALL
        SELECT * FROM (SELECT kind, status, count FROM status_counts WHERE count <> 0 EXCEPT SELECT * FROM counted))`,
  },
  {
    finding: 'items are held by no lease',
    query: `
      SELECT queue_item_id AS id FROM queue_items WHERE status IN ('CLAIMED', 'EXECUTING') AND NOT EXISTS (
        SELECT 1 FROM leases WHERE leases.phone_id = queue_items.phone_id AND released_at IS NULL)`,
  },
  {
    finding: 'leases are held for runs that do not exist',
    query: `
      SELECT lease_id AS id FROM leases WHERE released_at IS NULL AND kind = 'run' AND NOT EXISTS (
        SELECT 1 FROM queue_items WHERE queue_items.queue_item_id = leases.queue_item_id)`,
  },
  {
    finding: 'items are over without a time, or the other way round',
    query: `
      SELECT queue_item_id AS id FROM queue_items
      WHERE (finished_at IS NULL) = (status IN ('DONE', 'DEAD_LETTER', 'CANCELLED'))`,
  },
  {
    finding: 'processes are over with items that are not',
    query: `
      SELECT process_id AS id FROM processes WHERE finished_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM queue_items WHERE queue_items.process_id = processes.process_id AND queue_items.finished_at IS NULL)`,
  },
  {
    finding: 'processes are not over though all their items are',
    query: `
      SELECT process_id AS id FROM processes WHERE finished_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM queue_items WHERE queue_items.process_id = processes.process_id AND queue_items.finished_at IS NULL)`,
  },
  {
    finding: 'callbacks have gaps in their sequence',
    query: `
      SELECT process_id AS id FROM processes
      LEFT JOIN (SELECT process_id, count(*) AS messages, max(sequence) AS last FROM callbacks GROUP BY process_id)
        USING (process_id)
      WHERE coalesce(messages, 0) <> last_sequence OR coalesce(last, 0) <> last_sequence`,
  },
]

/** What is wrong with a database file, as sentences; none when it is whole. */
export interface DatabaseFindings {
  /** The file itself is damaged. */
  structure: string[]
  /** The file is whole, but its rows contradict each other: a bug. */
  rows: string[]
}

/**
 * Looks for everything that is wrong with a database file. Reads only, also beside a daemon that is at work. Of a database of an older
 * release, such as the copy before a migration, only the structure is looked at.
 * @throws when the file cannot be read; the message names it
 */
export function checkDatabase(file: string): DatabaseFindings {
  try {
    return findingsIn(file)
  } catch (error) {
    if (error instanceof Error && isCorruption(error)) return { structure: [error.message], rows: [] }
    throw new Error(`${file} cannot be read`, { cause: error })
  }
}

function findingsIn(file: string): DatabaseFindings {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true })
  try {
    const structure = structuralFindings(db)
    if (structure.length > 0) return { structure, rows: [] }
    // Every rule sees the same moment.
    db.exec('BEGIN')
    const schema = schemaOf(db)
    if (schema === 0) return { structure: ['no database of ours'], rows: [] }
    if (schema > newestSchema())
      return { structure: [`at schema ${schema}, and this build knows ${newestSchema()}`], rows: [] }
    if (schema < newestSchema()) return { structure, rows: [] }
    return { structure: schemaFindings(db), rows: RULES.flatMap((rule) => findingsOf(db, rule)) }
  } finally {
    db.close()
  }
}

function findingsOf(db: Database, { finding, query }: (typeof RULES)[number]): string[] {
  const ids = db.prepare<[], string | number>(query).pluck().all()
  if (ids.length === 0) return []
  const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : ''
  return [`${finding}: ${ids.slice(0, MOST_NAMED).join(', ')}${more}`]
}
