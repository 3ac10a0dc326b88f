import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import { schedulerOn } from '../scheduler/farm-scheduler.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'

const WRONG = '2099-01-01T00:00:00.000Z'
const RIGHT = '2026-03-22T08:30:00.000Z'

test('what a boot in the wrong year has put off is done by the next one, whose clock is right', async () => {
  const wrong = createFakeClock(WRONG)
  const store = await openFarm(wrong)
  await addProcess(store, wrong, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  const first = schedulerOn(store, wrong, {
    execute: () => Promise.reject(new RunError('device', 'phone vp-01 is not online')),
  })
  await first.start()
  await first.idle()
  await first.stop()
  const putOff = store.read.queueItems.find('i1')?.not_before

  const right = createFakeClock(RIGHT)
  const second = schedulerOn(store, right, { bootId: 'boot-2', execute: async () => ({}) })
  await second.start()
  await second.idle()

  assert.equal(putOff, '2099-01-01T00:00:10.000Z')
  assert.equal(store.read.queueItems.find('i1')?.status, 'DONE')
  const due = store.read.deliveries.due({ origin: 'https://caller.example', at: RIGHT, limit: 10 })
  assert.deepEqual(
    due.map(({ milestone }) => milestone),
    ['accepted'],
  )
})

test('a pause of this year is left as it is by the next boot', async () => {
  const clock = createFakeClock(RIGHT)
  const store = await openFarm(clock)
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  const first = schedulerOn(store, clock, {
    execute: () => Promise.reject(new RunError('device', 'phone vp-01 is not online')),
  })
  await first.start()
  await first.idle()
  await first.stop()

  const second = schedulerOn(store, clock, { bootId: 'boot-2', execute: async () => ({}) })
  await second.start()
  await second.idle()

  assert.equal(store.read.queueItems.find('i1')?.not_before, '2026-03-22T08:30:10.000Z')
})
