import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDeliveries } from '../../src/processes/deliveries.ts'
import { writeMessage } from '../../src/processes/announce.ts'
import type { Store } from '../../src/store/store.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { addProcess, countingIds, openFarm } from '../support/farm.ts'

const LATER = '2026-03-22T18:30:00.000Z'

interface Given {
  clock: FakeClock
  store: Store
  deliveries: ReturnType<typeof createDeliveries>
  asked: () => number
}

/** Processes p1, p2, … each with its `accepted`. */
async function given(count: number, url = 'https://caller.example/updates'): Promise<Given> {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  for (let number = 1; number <= count; number++)
    await addProcess(store, clock, {
      process_id: `p${number}`,
      url,
      items: [{ queue_item_id: `i${number}` }],
    })
  let asked = 0
  const deliveries = createDeliveries({ store, clock, onRedelivered: () => asked++ })
  return { clock, store, deliveries, asked: () => asked }
}

async function addExecuting({ store, clock }: Given, processId: string): Promise<void> {
  const newId = countingIds(`${processId}-executing`)
  await store.write('put_phone', (tables) => writeMessage(tables, processId, 'executing', clock.now(), newId))
}

/** Stores the ending of the next try of a message. */
async function end(
  { store, clock }: Given,
  deliveryId: string,
  how: 'delivered' | 'exhausted' | 'failed',
): Promise<void> {
  await store.write('put_phone', ({ deliveries, deliveryTries }) => {
    const row = deliveries.find(deliveryId)
    assert.ok(row)
    const at = clock.now().toISOString()
    const ending = { ...row, at, last_error: 'answered 500', next_try_at: LATER }
    assert.ok(deliveries[how](ending))
    const delivered = how === 'delivered'
    deliveryTries.add({
      delivery_id: deliveryId,
      try: row.tries + 1,
      at,
      status: delivered ? 204 : 500,
      error: delivered ? null : 'answered 500',
      ms: 12,
    })
  })
}

const rowOf = ({ store }: Given, deliveryId: string) => store.read.deliveries.find(deliveryId)

test('the messages of a process are listed newest first with their tries', async () => {
  const farm = await given(1)
  await addExecuting(farm, 'p1')
  await end(farm, 'p1-accepted-1', 'failed')

  const { deliveries, next_cursor } = farm.deliveries.listDeliveries('p1', {})

  assert.equal(next_cursor, null)
  assert.deepEqual(
    deliveries.map(({ sequence, milestone }) => [sequence, milestone]),
    [
      [2, 'executing'],
      [1, 'accepted'],
    ],
  )
  assert.deepEqual(deliveries[1], {
    delivery_id: 'p1-accepted-1',
    process_id: 'p1',
    sequence: 1,
    milestone: 'accepted',
    url: 'https://caller.example/updates',
    status: 'pending',
    try_count: 1,
    next_try_at: LATER,
    emitted_at: '2026-03-22T08:30:00.000Z',
    delivered_at: null,
    last_error: 'answered 500',
    tries: [{ try: 1, at: '2026-03-22T08:30:00.000Z', status: 500, error: 'answered 500', ms: 12 }],
  })
})

test('pages and the filter of the list', async () => {
  const farm = await given(1)
  await addExecuting(farm, 'p1')
  await end(farm, 'p1-accepted-1', 'delivered')

  const first = farm.deliveries.listDeliveries('p1', { limit: ['1'] })
  const second = farm.deliveries.listDeliveries('p1', { limit: ['1'], cursor: [first.next_cursor ?? ''] })
  const delivered = farm.deliveries.listDeliveries('p1', { status: ['delivered'] })

  assert.deepEqual(
    [first, second].map(({ deliveries }) => deliveries.map(({ sequence }) => sequence)),
    [[2], [1]],
  )
  assert.equal(second.next_cursor, null)
  assert.deepEqual(
    delivered.deliveries.map(({ sequence }) => sequence),
    [1],
  )
})

for (const how of ['delivered', 'exhausted', 'failed'] as const) {
  test(`a message that is ${how} is due at once when it is asked for, its schedule begins anew, its body stays`, async () => {
    const farm = await given(1)
    const { body } = rowOf(farm, 'p1-accepted-1') ?? {}
    await end(farm, 'p1-accepted-1', how)
    await farm.clock.advance(60_000)

    const view = await farm.deliveries.redeliver('p1', 'p1-accepted-1')

    assert.deepEqual([view.status, view.next_try_at], ['pending', '2026-03-22T08:31:00.000Z'])
    const row = rowOf(farm, 'p1-accepted-1')
    assert.deepEqual([row?.tries, row?.tries_before, row?.delivered_at, row?.body], [1, 1, null, body])
    assert.equal(farm.asked(), 1)
  })
}

test('what only waits behind a message that is asked for is due with it; what failed itself keeps its time', async () => {
  const farm = await given(2)
  for (const id of ['p1', 'p2']) await addExecuting(farm, id)
  await end(farm, 'p1-accepted-1', 'failed')
  await end(farm, 'p2-accepted-1', 'delivered')
  await end(farm, 'p2-executing-1', 'failed')

  await farm.deliveries.redeliver('p1', 'p1-accepted-1')
  await farm.deliveries.redeliver('p2', 'p2-accepted-1')

  assert.equal(rowOf(farm, 'p1-executing-1')?.next_try_at, '2026-03-22T08:30:00.000Z')
  assert.equal(rowOf(farm, 'p2-executing-1')?.next_try_at, LATER)
})

test('a message that is asked for goes before later ones of its process', async () => {
  const farm = await given(1)
  await end(farm, 'p1-accepted-1', 'delivered')
  await addExecuting(farm, 'p1')

  await farm.deliveries.redeliver('p1', 'p1-accepted-1')

  const due = farm.store.read.deliveries.due({
    origin: 'https://caller.example',
    at: '2026-03-22T08:30:00.000Z',
    limit: 10,
  })
  assert.deepEqual(
    due.map(({ delivery_id }) => delivery_id),
    ['p1-accepted-1'],
  )
})

test('everything of a process that was given up is asked for at once', async () => {
  const farm = await given(1)
  await addExecuting(farm, 'p1')
  await end(farm, 'p1-accepted-1', 'exhausted')
  await end(farm, 'p1-executing-1', 'exhausted')

  assert.deepEqual(await farm.deliveries.redeliverExhausted('p1'), { redelivered: 2 })
  assert.deepEqual(await farm.deliveries.redeliverExhausted('p1'), { redelivered: 0 })
})

test('an unknown process, an unknown message and a message of another process are not found', async () => {
  const farm = await given(2)

  await assert.rejects(farm.deliveries.redeliver('p9', 'p1-accepted-1'), { code: 'process_not_found' })
  await assert.rejects(farm.deliveries.redeliver('p1', 'nothing'), { code: 'delivery_not_found' })
  await assert.rejects(farm.deliveries.redeliver('p1', 'p2-accepted-1'), { code: 'delivery_not_found' })
  await assert.rejects(farm.deliveries.redeliverExhausted('p9'), { code: 'process_not_found' })
  assert.throws(() => farm.deliveries.listDeliveries('p9', {}), { code: 'process_not_found' })
  assert.equal(rowOf(farm, 'p2-accepted-1')?.tries_before, 0)
})

test('of the farm, what was given up is listed alone, and receivers that do not answer with it', async () => {
  const farm = await given(3)
  await end(farm, 'p2-accepted-1', 'exhausted')
  await farm.store.write('put_phone', ({ failingReceivers }) =>
    failingReceivers.put({
      origin: 'https://caller.example',
      failures: 5,
      failing_since: '2026-03-22T08:00:00.000Z',
      failed_at: '2026-03-22T08:30:00.000Z',
      last_error: 'answered 500',
      probes: 0,
      probe_at: '2026-03-22T08:30:30.000Z',
    }),
  )

  const { deliveries, receivers } = farm.deliveries.listFarmDeliveries({ status: ['exhausted'] })
  const elsewhere = farm.deliveries.listFarmDeliveries({ origin: ['https://other.example'] })

  assert.deepEqual(
    deliveries.map(({ delivery_id, origin }) => [delivery_id, origin]),
    [['p2-accepted-1', 'https://caller.example']],
  )
  assert.equal('url' in (deliveries[0] ?? {}), false, 'the path and query of an address may be its secret')
  assert.deepEqual(receivers, [
    {
      origin: 'https://caller.example',
      breaker: 'open',
      failures: 5,
      failing_since: '2026-03-22T08:00:00.000Z',
      failed_at: '2026-03-22T08:30:00.000Z',
      last_error: 'answered 500',
      probe_at: '2026-03-22T08:30:30.000Z',
      waiting: 2,
    },
  ])
  assert.deepEqual(elsewhere, { deliveries: [], next_cursor: null, receivers: [] })
})

test('everything since a time is asked for, in slices, and only what became of it as wanted', async () => {
  const farm = await given(0)
  for (const process_id of ['early', 'lost', 'taken']) {
    await addProcess(farm.store, farm.clock, { process_id, items: [{ queue_item_id: `i of ${process_id}` }] })
    await farm.clock.advance(60_000)
  }
  await end(farm, 'early-accepted-1', 'exhausted')
  await end(farm, 'lost-accepted-1', 'exhausted')
  await end(farm, 'taken-accepted-1', 'delivered')

  const done = await farm.deliveries.redeliverSince({ since: '2026-03-22T09:31:00+01:00' })

  assert.deepEqual(done, { redelivered: 1, next_cursor: null })
  assert.deepEqual(
    ['early', 'lost', 'taken'].map((id) => rowOf(farm, `${id}-accepted-1`)?.status),
    ['exhausted', 'pending', 'delivered'],
  )
  const taken = await farm.deliveries.redeliverSince({ since: '2026-03-22T08:00:00Z', status: 'delivered' })
  assert.equal(taken.redelivered, 1)
})

test('a call asks for 1,000 messages at most and tells where the next one goes on', async () => {
  const farm = await given(1100)
  for (let number = 1; number <= 1100; number++) await end(farm, `p${number}-accepted-1`, 'exhausted')
  const since = '2026-03-22T00:00:00Z'

  const first = await farm.deliveries.redeliverSince({ since })
  const second = await farm.deliveries.redeliverSince({ since, cursor: first.next_cursor })

  assert.equal(first.redelivered, 1000)
  assert.deepEqual(second, { redelivered: 100, next_cursor: null })
})

for (const body of [
  {},
  { since: 'yesterday' },
  { since: '2026-03-22T00:00:00' },
  { since: '2026-03-22T00:00:00Z', status: 'pending' },
  { since: '2026-03-22T00:00:00Z', cursor: 'nonsense' },
  { since: '2026-03-22T00:00:00Z', all: true },
]) {
  test(`${JSON.stringify(body)} is no request for messages`, async () => {
    const farm = await given(0)

    await assert.rejects(farm.deliveries.redeliverSince(body), { code: 'invalid_request' })
  })
}
