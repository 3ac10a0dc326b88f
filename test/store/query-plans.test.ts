import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountsTable } from '../../src/store/accounts.ts'
import { callbacksTable } from '../../src/store/callbacks.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { phonesTable } from '../../src/store/phones.ts'
import { listSql } from '../../src/store/process-list.ts'
import { processesTable } from '../../src/store/processes.ts'
import { queueItemsTable } from '../../src/store/queue-items.ts'
import { runtimeSnapshotsTable } from '../../src/store/runtime-snapshots.ts'
import { timelineTable } from '../../src/store/timeline.ts'

/** Every statement that a table prepares. */
function statementsOf(table: (db: Database) => unknown): string[] {
  const db = openDatabase(':memory:')
  const statements: string[] = []
  const prepare = db.prepare.bind(db)
  db.prepare = (sql: string) => {
    statements.push(sql)
    return prepare(sql)
  }
  table(db)
  return statements
}

/** The steps by which SQLite would run the statement. */
function planOf(sql: string): string[] {
  const db = openDatabase(':memory:')
  const named = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name = '']) => [name, null]))
  const positional = [...sql.matchAll(/\?/g)].map(() => null)
  const explain = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
  return explain.all(...(positional.length > 0 ? positional : [named])).map(({ detail }) => detail)
}

const TABLES = {
  accountsTable,
  callbacksTable,
  phonesTable,
  processesTable,
  queueItemsTable,
  runtimeSnapshotsTable,
  timelineTable,
}

// There are as many phones and accounts as a farm has: lists and names need no index.
const MAY_SCAN = ['SCAN phones', 'SCAN accounts', 'SCAN phones USING INDEX sqlite_autoindex_phones_1']

for (const [name, table] of Object.entries(TABLES)) {
  test(`no statement of ${name} scans a table that grows with the work`, () => {
    const scans = statementsOf(table).flatMap((sql) =>
      planOf(sql)
        .filter((step) => step.startsWith('SCAN') && !MAY_SCAN.includes(step))
        .map((step) => `${step}: ${sql}`),
    )
    assert.deepEqual(scans, [])
  })
}

const INDEXES: [statement: RegExp, step: string][] = [
  [/force_at IS NOT NULL ORDER BY force_at/, 'SEARCH processes USING INDEX processes_to_force (force_at>?)'],
  [
    /process_type = \? AND system = \?/,
    'SEARCH processes USING INDEX sqlite_autoindex_processes_2 (process_type=? AND system=? AND request_id=?)',
  ],
]

for (const [statement, step] of INDEXES) {
  test(`${String(statement)} uses ${step}`, () => {
    const sql = statementsOf(processesTable).find((candidate) => statement.test(candidate)) ?? ''
    assert.deepEqual(planOf(sql), [step])
  })
}

test("whose process it is, is seen in the index alone: as fast for another's as for one that never was", () => {
  const sql =
    statementsOf(processesTable).find((candidate) => candidate.includes('INDEXED BY processes_of_owner')) ??
    ''
  assert.deepEqual(planOf(sql), [
    'SEARCH processes USING COVERING INDEX processes_of_owner (owner=? AND process_id=?)',
  ])
})

const LISTS: [filters: Parameters<typeof listSql>[0], steps: RegExp[]][] = [
  [[], [/^SEARCH processes USING INDEX sqlite_autoindex_processes_1 \(process_id<\?\)$/]],
  [['status'], [/^SEARCH processes USING INDEX processes_of_status \(status=\? AND process_id<\?\)$/]],
  [['account_id'], [/USING (?:COVERING )?INDEX queue_items_of_account \(account_id=\?\)$/]],
  [['owner'], [/^SEARCH processes USING INDEX processes_of_owner \(owner=\? AND process_id<\?\)$/]],
  [['phone_id'], [/USING (?:COVERING )?INDEX queue_items_of_phone \(phone_id=\?\)$/]],
]

for (const [filters, steps] of LISTS) {
  test(`the list filtered by ${filters.join(', ') || 'nothing'} uses its index`, () => {
    const plan = planOf(listSql(filters))
    for (const step of steps) {
      assert.ok(
        plan.some((detail) => step.test(detail)),
        plan.join('\n'),
      )
    }
  })
}

const UNFINISHED: [statement: RegExp, index: string][] = [
  [/WHERE account_id = \?/, 'queue_items_of_account'],
  [/WHERE phone_id = \?/, 'queue_items_of_phone'],
]

for (const [statement, index] of UNFINISHED) {
  test(`whether work is unfinished is found with ${index}`, () => {
    const sql = statementsOf(queueItemsTable).find((candidate) => statement.test(candidate)) ?? ''
    assert.match(planOf(sql).join('\n'), new RegExp(`INDEX ${index} `))
  })
}
