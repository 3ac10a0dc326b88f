import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountUsageTable } from '../../src/store/account-usage.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { holdsTable } from '../../src/store/holds.ts'
import { waitingLine } from '../../src/store/waiting-line.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { openFarm } from '../support/farm.ts'
import { queryPlan, recordingDatabase, statementWith } from './query-plan.ts'

const PLANS: { table: (db: Database) => unknown; words: string; index: string }[] = [
  {
    table: holdsTable,
    words: 'SELECT queue_item_id, account_id, priority',
    index: 'queue_items_ready (phone_id=?)',
  },
  { table: holdsTable, words: 'held_for = @held_for', index: 'queue_items_ready (phone_id=?)' },
  { table: holdsTable, words: 'SET not_before = @at', index: 'queue_items_held_back (account_id=?)' },
  {
    table: holdsTable,
    words: 'SELECT queue_item_id, phone_id, account_id, held_for',
    index: 'queue_items_scheduled (not_before>? AND not_before<?)',
  },
  { table: waitingLine, words: 'SELECT queue_item_id, system', index: 'queue_items_ready (phone_id=?)' },
  { table: waitingLine, words: 'min(position)', index: 'sqlite_autoindex_queue_items_2 (process_id=?)' },
]

for (const { table, words, index } of PLANS) {
  test(`the statement with "${words}" goes through ${index} and sorts nothing`, () => {
    const { db, statements } = recordingDatabase(openDatabase(':memory:'))
    table(db)

    const plan = queryPlan(db, statementWith(statements, words))

    assert.ok(
      plan.some((step) => step.includes(`INDEX ${index}`)),
      plan.join('\n'),
    )
    assert.ok(!plan.some((step) => step.startsWith('USE TEMP B-TREE')), plan.join('\n'))
  })
}

test('usage adds up by account and day, and old days are forgotten', async () => {
  const store = await openFarm(createFakeClock())
  await store.write('put_account', ({ accountUsage }) => {
    accountUsage.add({ account_id: 'account_01', day: '2026-03-21', seconds: 5 })
    accountUsage.add({ account_id: 'account_01', day: '2026-03-22', seconds: 60 })
    accountUsage.add({ account_id: 'account_01', day: '2026-03-22', seconds: 30 })
    accountUsage.forgetBefore({ account_id: 'account_01', day: '2026-03-22' })
  })

  const used = ['2026-03-21', '2026-03-22'].map((day) =>
    store.read.accountUsage.used({ account_id: 'account_01', day }),
  )

  assert.deepEqual(used, [0, 90])
})

test('usage of an account that is gone is dropped', async () => {
  const store = await openFarm(createFakeClock())
  const usage = { account_id: 'nobody', day: '2026-03-22', seconds: 60 }

  await store.write('put_account', ({ accountUsage }) => accountUsage.add(usage))

  assert.equal(store.read.accountUsage.used(usage), 0)
})

test('no statement of account usage scans', () => {
  const { db, statements } = recordingDatabase(openDatabase(':memory:'))
  accountUsageTable(db)

  const steps = statements.flatMap((sql) => queryPlan(db, sql))

  assert.deepEqual(
    steps.filter((step) => /^SCAN (?!CONSTANT ROW)/.test(step)),
    [],
  )
})
