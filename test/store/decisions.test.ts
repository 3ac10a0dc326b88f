import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { decisionsTable } from '../../src/store/decisions.ts'
import { judgeContextsTable } from '../../src/store/judge-contexts.ts'
import { PRUNE_START, retentionTable } from '../../src/store/retention.ts'
import { addDecisions, decisionOf } from '../support/decisions.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'
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

test('what was decided in a process goes with it, a few rows at a time', async (t) => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  t.after(() => store.close())
  await addProcess(store, clock, { process_id: 'p-1', items: [{ queue_item_id: 'i-1' }] })
  await addDecisions(store, { process_id: 'p-1', queue_item_id: 'i-1' }, [decisionOf(), decisionOf()])
  const at = clock.now().toISOString()
  await store.write('end_attempt', (tables) => {
    const times = { error: null, executing_at: null, retrying_at: null, finished_at: at }
    tables.processes.move({ process_id: 'p-1', from: 'PLANNED', to: 'CANCELLED', ...times, told: 0 })
    for (const { delivery_id, process_id, sequence, tries } of tables.deliveries.ofProcess('p-1'))
      tables.deliveries.delivered({ delivery_id, process_id, sequence, tries, at })
  })

  const limits = { looked: 10, removed: 2 }
  const slice = () =>
    store.write('prune', ({ retention }) => retention.prune('2027-01-01T00:00:00.000Z', PRUNE_START, limits))
  let slices = 1
  while (!(await slice()).done) slices++

  const filter = { keyword: [], decision: [], judge: [] }
  const { rows } = store.read.decisions.ofProcess({ process_id: 'p-1', before: null, filter, limit: 10 })
  assert.equal(store.read.processes.find('p-1'), undefined)
  assert.deepEqual([rows, [...store.read.judgeContexts.ofProcess('p-1', null, 10)]], [[], []])
  assert.ok(slices > 2, String(slices))
})
