import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChangeName } from '../../src/store/changes.ts'
import type { Store } from '../../src/store/store.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'
import { schedulerOn, storeCancel } from './farm-scheduler.ts'

/** A store in which process p1 is cancelled just before or after the first change of that name, in the same commit. */
function cancelledAt(
  store: Store,
  clock: FakeClock,
  { name: met, when }: { name: ChangeName; when: 'before' | 'after' },
): Store {
  let isOver = false
  return {
    ...store,
    async write(name, change) {
      if (name !== met || isOver) return await store.write(name, change)
      isOver = true
      const cancel = () => storeCancel(store, clock)
      const before = when === 'before' ? cancel() : undefined
      const answer = store.write(name, change)
      await (before ?? cancel())
      return await answer
    },
  }
}

test('a claim of a dead boot that is cancelled before it was rescued leaves its phone free', async () => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await store.write('claim', ({ claims, leases }) => {
    const lease = { phone_id: 'phone_01', boot_id: 'boot-1' }
    claims.next(lease)
    leases.take({ ...lease, queue_item_id: 'i1', attempt: 1, at: clock.now().toISOString() })
  })
  await addProcess(store, clock, { process_id: 'p2', items: [{ queue_item_id: 'i2' }] })
  const cancelled = cancelledAt(store, clock, { name: 'rescue', when: 'before' })
  const scheduler = schedulerOn(cancelled, clock, { bootId: 'boot-2', execute: async () => ({}) })

  await scheduler.start()
  await scheduler.idle()

  assert.equal(store.read.queueItems.find('i1')?.status, 'CANCELLED')
  assert.equal(store.read.queueItems.find('i2')?.status, 'DONE')
})

test('a claim that is cancelled while the daemon begins to stop leaves its phone free', async () => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  const cancelled = cancelledAt(store, clock, { name: 'claim', when: 'after' })
  const scheduler = schedulerOn(cancelled, clock, { execute: async () => ({}) })

  await scheduler.start()
  await scheduler.stop()

  assert.equal(store.read.queueItems.find('i1')?.status, 'CANCELLED')
  assert.equal(store.read.leases.ofPhone('phone_01'), null)
})
