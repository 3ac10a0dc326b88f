import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPhoneHolds } from '../../src/processes/phone-holds.ts'
import { addProcess } from '../support/farm.ts'
import { startFarm, schedulerOn, type Farm } from './farm-scheduler.ts'

function holdsOf({ store, clock, scheduler }: Farm) {
  return createPhoneHolds({ store, clock, wake: scheduler.wake })
}

async function farmWithWork(): Promise<{ farm: Farm; begunAt: string[] }> {
  const begunAt: string[] = []
  const farm: Farm = await startFarm({
    execute: async () => {
      begunAt.push(farm.clock.now().toISOString())
      return {}
    },
  })
  await holdsOf(farm).takePhone('phone_01', { holder: 'Ann', minutes: 90 })
  await addProcess(farm.store, farm.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  farm.scheduler.wake()
  await farm.scheduler.idle()
  return { farm, begunAt }
}

test('nothing is claimed for a phone that a person holds, until it is released', async () => {
  const { farm, begunAt } = await farmWithWork()
  const before = farm.store.read.queueItems.find('i1')?.status

  await holdsOf(farm).releasePhone('phone_01', { holder: 'Ann' })
  await farm.scheduler.idle()

  assert.equal(before, 'QUEUED')
  assert.deepEqual(begunAt, ['2026-03-22T08:30:00.000Z'])
})

test('work begins when the time of a hold is over', async () => {
  const { farm, begunAt } = await farmWithWork()

  await farm.clock.advance(3 * 3_600_000)
  await farm.scheduler.idle()

  assert.deepEqual(begunAt, ['2026-03-22T10:00:00.000Z'])
  assert.equal(farm.store.read.leases.ofPhone('phone_01'), null)
})

test("a person's hold outlives the daemon, and its end is not missed", async () => {
  const { farm, begunAt } = await farmWithWork()
  const { store, clock } = farm
  await farm.scheduler.stop()
  const next = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => {
      begunAt.push(clock.now().toISOString())
      return {}
    },
  })

  await next.start()
  await next.idle()
  const holder = store.read.leases.ofPhone('phone_01')?.holder
  await clock.advance(3 * 3_600_000)
  await next.idle()

  assert.equal(holder, 'Ann')
  assert.deepEqual(begunAt, ['2026-03-22T10:00:00.000Z'])
})
