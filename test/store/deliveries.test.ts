import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../../src/store/database.ts'
import { deliveriesTable } from '../../src/store/deliveries.ts'
import type { Store } from '../../src/store/store.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'
import { queryPlan, recordingDatabase, statementWith } from './query-plan.ts'

const AT = '2026-03-22T08:30:00.000Z'
const LATER = '2026-03-22T08:30:05.000Z'

/** Processes whose `accepted` waits, one for each URL: p1, p2, … */
async function waiting(...urls: string[]): Promise<Store> {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  for (const [index, url] of urls.entries()) {
    const process_id = `p${index + 1}`
    await addProcess(store, clock, {
      process_id,
      url,
      items: [{ queue_item_id: `item of ${process_id}` }],
    })
  }
  return store
}

for (const order of [
  'ORDER BY next_try_at, process_id, sequence',
  'AND tries = tries_before ORDER BY next_try_at DESC',
]) {
  test(`the due messages of a receiver are found through their indexes: ${order}`, () => {
    const { db, statements } = recordingDatabase(openDatabase(':memory:'))
    deliveriesTable(db)

    const sql = statementWith(statements, `earlier.sequence < callbacks.sequence) ${order}`)
    const plan = queryPlan(db, sql).join('\n')

    assert.match(plan, /INDEX callbacks_pending \(origin=\? AND next_try_at<\?\)/)
    assert.match(plan, /INDEX sqlite_autoindex_callbacks_2 \(process_id=\? AND sequence<\?\)/)
    assert.doesNotMatch(plan, /TEMP B-TREE/)
  })
}

test('the receivers of new messages are found by the number of their rows', () => {
  const { db, statements } = recordingDatabase(openDatabase(':memory:'))
  deliveriesTable(db)

  const plan = queryPlan(db, statementWith(statements, 'rowid > ?')).join('\n')

  assert.match(plan, /SEARCH callbacks USING INTEGER PRIMARY KEY \(rowid>\?\)/)
})

test('the receivers with waiting messages are stepped through by index', () => {
  const { db, statements } = recordingDatabase(openDatabase(':memory:'))
  deliveriesTable(db)

  const plan = queryPlan(db, statementWith(statements, 'WITH RECURSIVE')).join('\n')

  assert.match(plan, /INDEX callbacks_pending \(origin>\?\)/)
  assert.match(plan, /INDEX callbacks_pending \(origin=\?\)/)
  assert.doesNotMatch(plan, /SCAN callbacks$/m)
})

const ORIGINS = [
  { url: 'https://caller.example/updates?x=1', origin: 'https://caller.example' },
  { url: 'https://caller.example:8443/updates', origin: 'https://caller.example:8443' },
  { url: 'http://a/', origin: 'http://a' },
  { url: 'http://[2001:db8::1]:80/x/y', origin: 'http://[2001:db8::1]:80' },
  { url: 'https://caller.example', origin: 'https://caller.example' },
  { url: 'https://caller.example?process=1/2', origin: 'https://caller.example' },
  { url: 'https://caller.example#part', origin: 'https://caller.example' },
  { url: 'https://caller.example\\updates', origin: 'https://caller.example' },
  { url: 'HTTPS://Caller.Example/Updates', origin: 'https://caller.example' },
]

for (const { url, origin } of ORIGINS) {
  test(`${url} belongs to the receiver ${origin}`, async () => {
    const store = await waiting(url)

    assert.deepEqual(store.read.deliveries.waitingReceivers(), [{ origin, due_at: AT }])
  })
}

test('a receiver is named once, with the time of its first message', async () => {
  const store = await waiting('https://a.example/1', 'https://a.example/2', 'https://b.example/')
  await store.write('put_phone', ({ deliveries }) => {
    const ending = { delivery_id: 'p1-accepted-1', process_id: 'p1', sequence: 1, tries: 0, at: AT }
    deliveries.failed({ ...ending, next_try_at: LATER, last_error: 'answered 500' })
    const other = { delivery_id: 'p3-accepted-1', process_id: 'p3', sequence: 1, tries: 0, at: AT }
    deliveries.failed({ ...other, next_try_at: LATER, last_error: 'answered 500' })
  })

  assert.deepEqual(store.read.deliveries.waitingReceivers(), [
    { origin: 'https://a.example', due_at: AT },
    { origin: 'https://b.example', due_at: LATER },
  ])
})

test('the second report of an ending changes nothing', async () => {
  const store = await waiting('https://a.example/1')
  const ending = { delivery_id: 'p1-accepted-1', process_id: 'p1', sequence: 1, tries: 0, at: AT }

  const answers = await store.write('put_phone', ({ deliveries }) => [
    deliveries.failed({ ...ending, next_try_at: LATER, last_error: 'answered 500' }),
    deliveries.failed({ ...ending, next_try_at: LATER, last_error: 'answered 500' }),
    deliveries.delivered(ending),
  ])

  assert.deepEqual(answers, [true, false, false])
  assert.equal(store.read.deliveries.ofProcess('p1')[0]?.tries, 1)
})
