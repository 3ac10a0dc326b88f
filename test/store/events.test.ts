import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { openDatabase } from '../../src/store/database.ts'
import { eventsTable } from '../../src/store/events.ts'
import { retentionTable } from '../../src/store/retention.ts'
import { openStore } from '../../src/store/store.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess } from '../support/farm.ts'
import { queryPlan, recordingDatabase, statementWith } from './query-plan.ts'

const NOW = new Date('2026-03-22T08:30:00.000Z')

async function given(t: TestContext) {
  const store = openStore({ file: ':memory:' })
  t.after(() => store.close())
  await store.write('put_phone', ({ phones }) =>
    phones.put({ phone_id: 'phone_01', serial: 'serial-01', name: null, app_versions: '{}' }, NOW),
  )
  const state = (count: number, at = '2026-03-22T08:30:00.000Z') =>
    store.write('record_phone_state', ({ phoneStates }) => {
      for (let number = 0; number < count; number++)
        phoneStates.add({ phone_id: 'phone_01', state: 'ready', reason: null, next: null, at })
    })
  return { store, state, events: store.read.events }
}

test('what is undone is not told', async (t) => {
  const { store, events } = await given(t)

  await assert.rejects(
    store.write('record_phone_state', ({ phoneStates }) => {
      phoneStates.add({
        phone_id: 'phone_01',
        state: 'ready',
        reason: null,
        next: null,
        at: NOW.toISOString(),
      })
      throw new Error('undone')
    }),
  )

  assert.deepEqual([events.after(0, 10), events.lastId()], [[], 0])
})

test('an event has the status that its process had at that moment', async (t) => {
  const { store, events } = await given(t)
  const clock = createFakeClock()
  await addProcess(store, clock, { process_id: 'p-1', items: [{ queue_item_id: 'i-1' }] })
  await store.write('end_attempt', ({ timeline, processes }) => {
    timeline.add({ process_id: 'p-1', event: 'before' }, NOW)
    const times = { error: null, executing_at: null, retrying_at: null, finished_at: null }
    processes.move({ process_id: 'p-1', from: 'PLANNED', to: 'EXECUTING', ...times, told: 0 })
    timeline.add({ process_id: 'p-1', event: 'after' }, NOW)
    timeline.add({ process_id: 'p-1', event: 'planned' }, NOW)
  })

  const told = events.after(0, 10).map(({ event, status }) => [event, status])

  assert.deepEqual(told.slice(-2), [
    ['before', 'PLANNED'],
    ['after', 'EXECUTING'],
  ])
})

test('ids are never given again, also when every event is gone', async (t) => {
  const { store, state, events } = await given(t)
  await state(3)
  await store.write('prune', (tables) => tables.events.prune({ before: '2027', keep: 0, limit: 10 }))
  const emptied = [events.oldestId(), events.lastId()]

  await state(1)

  assert.deepEqual(emptied, [null, 3])
  assert.equal(events.oldestId(), 4)
})

test('pruning takes the oldest first, no more at once than it may', async (t) => {
  const { store, state, events } = await given(t)
  await state(4, '2026-03-18T08:30:00.000Z')
  await state(8)
  const prune = (keep: number, limit: number) =>
    store.write('prune', (tables) => tables.events.prune({ before: '2026-03-19', keep, limit }))

  assert.deepEqual([await prune(100, 3), events.oldestId()], [3, 4])
  assert.deepEqual([await prune(100, 3), events.oldestId()], [1, 5])
  assert.deepEqual([await prune(100, 3), events.oldestId()], [0, 5])
  assert.deepEqual([await prune(5, 100), events.oldestId()], [3, 8])
})

test('two databases have different epochs', () => {
  const epochs = [1, 2].map(() => eventsTable(openDatabase(':memory:')).epoch())

  assert.match(epochs[0] ?? '', /^[0-9a-f]{8}$/)
  assert.notEqual(epochs[0], epochs[1])
})

const PLANS = [
  [eventsTable, 'WHERE event_id > @after', 'SEARCH events USING INTEGER PRIMARY KEY (rowid>?)'],
  [
    eventsTable,
    'SELECT DISTINCT account_id',
    'SEARCH queue_items USING INDEX sqlite_autoindex_queue_items_2 (process_id=?)',
  ],
  [
    retentionTable,
    'DELETE FROM events',
    'SEARCH events USING COVERING INDEX events_of_process (process_id=?)',
  ],
] as const

for (const [table, words, step] of PLANS) {
  test(`"${words}" reads what it needs only: ${step}`, () => {
    const { db, statements } = recordingDatabase(openDatabase(':memory:'))
    table(db)

    const plan = queryPlan(db, statementWith(statements, words))

    assert.ok(plan.includes(step), plan.join('\n'))
  })
}
