import type { Database } from './database.ts'
import type { ProcessRow } from './processes.ts'

/** Filters of a list: an empty one lets everything through, several values mean any of them. */
export interface ProcessFilter {
  status: readonly string[]
  process_type: readonly string[]
  system: readonly string[]
  account_id: readonly string[]
  phone_id: readonly string[]
  /** Of this owner only, of nobody when it is null; everybody's when it is not given. */
  owner?: string | null
}

// Each filter is bound as one JSON array, so that the number of statements is the number of filter combinations in use.
const CONDITIONS = {
  status: 'status IN (SELECT value FROM json_each(@status))',
  process_type: 'process_type IN (SELECT value FROM json_each(@process_type))',
  system: 'system IN (SELECT value FROM json_each(@system))',
  account_id: `process_id IN (
    SELECT process_id FROM queue_items WHERE account_id IN (SELECT value FROM json_each(@account_id)))`,
  phone_id: `process_id IN (
    SELECT process_id FROM queue_items WHERE phone_id IN (SELECT value FROM json_each(@phone_id)))`,
  // Index processes_of_owner.
  owner: 'owner = @owner',
} as const satisfies Record<keyof ProcessFilter, string>

const FILTERS = ['status', 'process_type', 'system', 'account_id', 'phone_id'] as const

/** Ids are UUIDv7: their order is the order of creation. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

type Bound = Record<(typeof FILTERS)[number] | 'before', string> & { owner: string | null; limit: number }

/** A page of processes, newest first, from just before the id `before` (null: from the newest). */
export function listProcesses(
  db: Database,
): (filter: ProcessFilter, before: string | null, limit: number) => ProcessRow[] {
  const prepared = new Map<string, ReturnType<typeof prepare>>()

  function prepare(sql: string) {
    return db.prepare<Bound, ProcessRow>(sql)
  }

  return (filter, before, limit) => {
    const used = FILTERS.filter((name) => filter[name].length > 0)
    const sql = listSql(filter.owner === undefined ? used : [...used, 'owner'])
    const statement = prepared.get(sql) ?? prepare(sql)
    prepared.set(sql, statement)
    return statement.all({
      status: JSON.stringify(filter.status),
      process_type: JSON.stringify(filter.process_type),
      system: JSON.stringify(filter.system),
      account_id: JSON.stringify(filter.account_id),
      phone_id: JSON.stringify(filter.phone_id),
      owner: filter.owner ?? null,
      before: before ?? LAST_ID,
      limit,
    })
  }
}

/** The statement for the filters in use; exported for the test that looks at its query plan. */
export function listSql(used: readonly (keyof ProcessFilter)[]): string {
  const conditions = ['process_id < @before', ...used.map((name) => CONDITIONS[name])]
  return `SELECT * FROM processes WHERE ${conditions.join(' AND ')} ORDER BY process_id DESC LIMIT @limit`
}
