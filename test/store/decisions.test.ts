import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { decisionsTable } from '../../src/store/decisions.ts'
import { judgeContextsTable } from '../../src/store/judge-contexts.ts'
import { retentionTable } from '../../src/store/retention.ts'
import { queryPlan, recordingDatabase, statementWith } from './query-plan.ts'

const CONTEXT = { process_id: 'p-1', queue_item_id: 'i-1', attempt: 1, task: '{"n":1}', snapshot: '{"s":1}' }

function partsOf(db: Database): string[] {
  return db.prepare<[], string>('SELECT part FROM judge_context_parts ORDER BY part').pluck().all()
}

test('what many attempts were given is stored once', () => {
  const db = openDatabase(':memory:')
  const contexts = judgeContextsTable(db)

  contexts.add(CONTEXT)
  contexts.add({ ...CONTEXT, attempt: 2 })
  contexts.add({ ...CONTEXT, process_id: 'p-2', queue_item_id: 'i-2', snapshot: null })

  assert.deepEqual(partsOf(db), ['{"n":1}', '{"s":1}'])
})

test('what an attempt was given goes with it unless another one was given the same', () => {
  const db = openDatabase(':memory:')
  const contexts = judgeContextsTable(db)
  contexts.add(CONTEXT)
  contexts.add({ ...CONTEXT, process_id: 'p-2', queue_item_id: 'i-2', snapshot: '{"s":2}' })

  const removed = contexts.remove('p-1', 10)

  assert.equal(removed, 1)
  assert.deepEqual(partsOf(db), ['{"n":1}', '{"s":2}'])
})

test('contexts of a process are removed a few at a time', () => {
  const db = openDatabase(':memory:')
  const contexts = judgeContextsTable(db)
  for (const attempt of [1, 2, 3]) contexts.add({ ...CONTEXT, attempt })

  const removed = [contexts.remove('p-1', 2), contexts.remove('p-1', 2), contexts.remove('p-1', 2)]

  assert.deepEqual(removed, [2, 1, 0])
  assert.deepEqual(partsOf(db), [])
})

/** How the rows of a process are found among those of all others, by words of the statement. */
const PLANS = [
  [
    decisionsTable,
    'json_each',
    'SEARCH decisions USING INDEX decisions_of_process (process_id=? AND decision_id<?)',
  ],
  [
    decisionsTable,
    'OFFSET',
    'SEARCH decisions USING COVERING INDEX decisions_of_process (process_id=? AND decision_id<?)',
  ],
  [
    judgeContextsTable,
    'ORDER BY queue_item_id DESC',
    'SEARCH context USING INDEX judge_contexts_of_process (process_id=? AND (queue_item_id,attempt)<(?,?))',
  ],
  [
    judgeContextsTable,
    'DELETE FROM judge_context_parts',
    'SEARCH judge_contexts USING COVERING INDEX judge_contexts_by_task (task=?)',
  ],
  [
    judgeContextsTable,
    'DELETE FROM judge_context_parts',
    'SEARCH judge_contexts USING COVERING INDEX judge_contexts_by_snapshot (snapshot=?)',
  ],
  [
    retentionTable,
    'DELETE FROM decisions',
    'SEARCH decisions USING COVERING INDEX decisions_of_process (process_id=?)',
  ],
] as const

for (const [table, words, step] of PLANS) {
  test(`"${words}" of ${table.name} takes the index: ${step}`, () => {
    const { db, statements } = recordingDatabase(openDatabase(':memory:'))
    table(db)

    const plan = queryPlan(db, statementWith(statements, words))

    assert.ok(plan.includes(step), plan.join('\n'))
  })
}
