import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Store } from '../../src/store/store.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'

const LEASE = {
  phone_id: 'phone_01',
  queue_item_id: 'i1',
  attempt: 1,
  boot_id: 'boot-1',
  at: '2026-03-22T08:30:00.000Z',
}

const LATER = '2026-03-22T08:31:00.000Z'

async function leased(): Promise<Store> {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  await addProcess(store, clock, {
    process_id: 'p1',
    items: [{ queue_item_id: 'i1' }, { queue_item_id: 'i2' }],
  })
  await store.write('put_phone', ({ leases }) => leases.take(LEASE))
  return store
}

test('a phone has one master', async () => {
  const store = await leased()

  const second = store.write('put_phone', ({ leases }) => leases.take({ ...LEASE, queue_item_id: 'i2' }))

  await assert.rejects(second, /UNIQUE constraint failed: leases.phone_id/)
  assert.equal(store.read.leases.ofPhone('phone_01')?.queue_item_id, 'i1')
})

test('only its holder releases a lease', async () => {
  const store = await leased()

  const answers = await store.write('put_phone', ({ leases }) => [
    leases.release({ ...LEASE, boot_id: 'boot-2' }),
    leases.release({ ...LEASE, attempt: 2 }),
    leases.release(LEASE),
    leases.release(LEASE),
  ])

  assert.deepEqual(answers, [false, false, true, false])
})

test('a lease of a dead boot is stale when its item is held by nobody', async () => {
  const store = await leased()

  const own = await store.write('put_phone', ({ leases }) =>
    leases.releaseStale({ boot_id: 'boot-1', at: LATER }),
  )
  const others = await store.write('put_phone', ({ leases }) =>
    leases.releaseStale({ boot_id: 'boot-2', at: LATER }),
  )

  assert.equal(own, 0)
  assert.equal(others, 1)
  assert.equal(store.read.leases.ofPhone('phone_01'), null)
})

test('a lease of a dead boot whose item is still in its hands stays until the rescue', async () => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await store.write('put_phone', (tables) => {
    tables.claims.next({ phone_id: 'phone_01', boot_id: 'boot-1' })
    tables.leases.take(LEASE)
  })

  const released = await store.write('put_phone', ({ leases }) =>
    leases.releaseStale({ boot_id: 'boot-2', at: LATER }),
  )

  assert.equal(released, 0)
})
