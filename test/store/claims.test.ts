import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimsTable } from '../../src/store/claims.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Store } from '../../src/store/store.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'
import { queryPlan, recordingDatabase, statementWith } from './query-plan.ts'

const AT = '2026-03-22T08:30:00.000Z'
const FENCE = { queue_item_id: 'i1', attempt: 1, boot_id: 'boot-1' }

/** Item `i1`, executing as attempt 1 of boot-1. */
async function executing(): Promise<Store> {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await store.write('put_phone', ({ claims }) => {
    claims.next({ phone_id: 'phone_01', boot_id: 'boot-1' })
    claims.begin({ ...FENCE, at: AT })
  })
  return store
}

const PLANS = [
  { words: "SET status = 'CLAIMED'", index: 'queue_items_ready (phone_id=?)' },
  { words: 'WITH RECURSIVE waiting', index: 'queue_items_ready (phone_id>?)' },
  {
    words: 'not_before <= @at',
    index: 'queue_items_scheduled (not_before>? AND not_before<?)',
  },
  { words: "status = 'RETRYABLE' AND not_before", index: 'queue_items_retrying (phone_id=?' },
  { words: 'SELECT not_before', index: 'queue_items_scheduled' },
  { words: "item.status IN ('CLAIMED', 'EXECUTING')", index: 'queue_items_held (status=?)' },
]

for (const { words, index } of PLANS) {
  test(`the statement with "${words}" goes through ${index}`, () => {
    const { db, statements } = recordingDatabase(openDatabase(':memory:'))
    claimsTable(db)

    const plan = queryPlan(db, statementWith(statements, words))

    assert.ok(
      plan.some((step) => step.includes(`INDEX ${index}`)),
      plan.join('\n'),
    )
    assert.ok(!plan.some((step) => /^SCAN (queue_items|item)$/.test(step)), plan.join('\n'))
    assert.ok(!plan.includes('USE TEMP B-TREE FOR ORDER BY') || index.includes('held'), plan.join('\n'))
  })
}

const WRONG_FENCES = [
  { name: 'an older attempt', fence: { ...FENCE, attempt: 0 } },
  { name: 'another boot', fence: { ...FENCE, boot_id: 'boot-0' } },
  { name: 'another item', fence: { ...FENCE, queue_item_id: 'i2' } },
]

for (const { name, fence } of WRONG_FENCES) {
  test(`a report of ${name} changes nothing`, async () => {
    const store = await executing()
    const before = store.read.queueItems.find('i1')

    const answers = await store.write('put_phone', ({ claims }) => [
      claims.begin({ ...fence, at: AT }),
      claims.saveProgress({ ...fence, progress: '{}' }),
      claims.end(fence, { from: 'EXECUTING', to: 'DONE', at: AT, result: '{}' }),
    ])

    assert.deepEqual(answers, [false, false, false])
    assert.deepEqual(store.read.queueItems.find('i1'), before)
  })
}

test('a report from the wrong status changes nothing', async () => {
  const store = await executing()

  const moved = await store.write('put_phone', ({ claims }) =>
    claims.end(FENCE, { from: 'CLAIMED', to: 'DONE', at: AT }),
  )

  assert.equal(moved, false)
})

test('an item that is held by nobody carries no boot', async () => {
  const store = await executing()

  await store.write('put_phone', ({ claims }) =>
    claims.end(FENCE, { from: 'EXECUTING', to: 'QUEUED', at: AT, ready: true }),
  )

  assert.equal(store.read.queueItems.find('i1')?.boot_id, null)
})

test('an item is not claimed for a phone that is held', async () => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  await addProcess(store, clock, {
    process_id: 'p1',
    items: [{ queue_item_id: 'i1' }, { queue_item_id: 'i2' }],
  })
  await store.write('put_phone', ({ leases }) =>
    leases.take({ ...FENCE, phone_id: 'phone_01', at: AT, queue_item_id: 'i2' }),
  )

  const claimed = await store.write('put_phone', ({ claims }) =>
    claims.next({ phone_id: 'phone_01', boot_id: 'boot-1' }),
  )

  assert.equal(claimed, null)
})

test('an item is not claimed for a phone that was paused just before', async () => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })

  const claimed = await store.write('put_phone', (tables) => {
    tables.phones.setPaused('phone_01', true)
    return tables.claims.next({ phone_id: 'phone_01', boot_id: 'boot-1' })
  })

  assert.equal(claimed, null)
})

test('the phones for which items wait are named once each, paused ones left out', async () => {
  const clock = createFakeClock()
  const store = await openFarm(clock, { phones: ['phone_01', 'phone_02', 'phone_03'] })
  await addProcess(store, clock, {
    process_id: 'p1',
    items: [
      { queue_item_id: 'i1', phone_id: 'phone_01' },
      { queue_item_id: 'i2', phone_id: 'phone_01' },
      { queue_item_id: 'i3', phone_id: 'phone_02' },
      { queue_item_id: 'i4', phone_id: 'phone_03' },
    ],
  })
  await store.write('put_phone', (tables) => tables.phones.setPaused('phone_02', true))

  assert.deepEqual(store.read.claims.waitingPhones(), ['phone_01', 'phone_03'])
})

test('no phone is named when nothing waits', async () => {
  const store = await executing()

  assert.deepEqual(store.read.claims.waitingPhones(), [])
})
