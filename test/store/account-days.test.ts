import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountDaysTable } from '../../src/store/account-days.ts'
import { openDatabase } from '../../src/store/database.ts'
import { queryPlan, recordingDatabase, statementWith } from './query-plan.ts'

test('the days of an account are found by its key in both tables', () => {
  const { db, statements } = recordingDatabase(openDatabase(':memory:'))
  accountDaysTable(db)

  const plan = queryPlan(db, statementWith(statements, 'UNION ALL'))

  for (const table of ['account_days', 'account_usage']) {
    assert.ok(plan.includes(`SEARCH ${table} USING PRIMARY KEY (account_id=? AND day>?)`), plan.join('\n'))
  }
})

test('what a pruned process leaves of identities is found by an index', () => {
  const db = openDatabase(':memory:')
  for (const table of ['account_identities', 'account_mismatches']) {
    const plan = queryPlan(db, `SELECT 1 FROM ${table} WHERE process_id = @process_id`)
    assert.deepEqual(plan, [`SEARCH ${table} USING COVERING INDEX ${table}_of_process (process_id=?)`])
  }
})
