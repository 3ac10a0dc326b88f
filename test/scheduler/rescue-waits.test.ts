import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import { eventually } from '../support/farm.ts'
import { deadOnOnePhone, statusOf } from './crashed-farm.ts'
import { schedulerOn, storeCancel } from './farm-scheduler.ts'

/** A phone that cannot be asked until `answers` is set. */
function awayPhone() {
  const phone = {
    answers: false,
    tries: 0,
    closeOrphan: async () => {
      phone.tries++
      if (!phone.answers) throw new RunError('device', 'adb does not list vp-01')
    },
  }
  return phone
}

test('a phone that cannot be asked stays held however long it takes, and holds up nobody else', async (t) => {
  const { store, clock } = await deadOnOnePhone(t)
  const phone = awayPhone()
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => ({}),
    closeOrphan: phone.closeOrphan,
  })

  await scheduler.start()
  await scheduler.idle()
  await clock.advance(3_600_000)

  assert.equal(statusOf(store, 'i2'), 'DONE')
  assert.equal(statusOf(store, 'i1'), 'EXECUTING')
  assert.equal(statusOf(store, 'i3'), 'QUEUED')
  assert.equal(store.read.leases.ofPhone('phone_01')?.boot_id, 'boot-1')
  assert.deepEqual(scheduler.beingRescued('phone_01'), {
    since: '2026-03-22T08:30:00.000Z',
    reason: 'adb does not list vp-01',
  })
  assert.equal(scheduler.beingRescued('phone_02'), null)
  await scheduler.stop()
  await store.close()
})

test('the timeline says once why an item waits for its phone', async (t) => {
  const { store, clock } = await deadOnOnePhone(t)
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => ({}),
    closeOrphan: awayPhone().closeOrphan,
  })

  await scheduler.start()
  await clock.advance(120_000)

  const told = store.read.timeline.ofProcess('p1').filter(({ event }) => event === 'rescue_waits')
  assert.deepEqual(
    told.map(({ queue_item_id, attempt, detail }) => ({ queue_item_id, attempt, detail })),
    [
      {
        queue_item_id: 'i1',
        attempt: 1,
        detail: 'what the run before left on the phone could not be ended yet: adb does not list vp-01',
      },
    ],
  )
  await scheduler.stop()
  await store.close()
})

test('a phone that cannot be asked is asked again after 1, 2, 4, 8, 16 and then every 30 seconds', async (t) => {
  const { store, clock } = await deadOnOnePhone(t)
  const askedAt: number[] = []
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => ({}),
    closeOrphan: () => {
      askedAt.push(clock.monotonicMs() / 1000)
      return Promise.reject(new Error('no answer'))
    },
  })

  await scheduler.start()
  await clock.advance(95_000)

  assert.deepEqual(askedAt, [0, 1, 3, 7, 15, 31, 61, 91])
  await scheduler.stop()
  await store.close()
})

test('a phone that answers again gets its work back', async (t) => {
  const { store, clock } = await deadOnOnePhone(t)
  const phone = awayPhone()
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => ({}),
    closeOrphan: phone.closeOrphan,
  })
  await scheduler.start()
  await clock.advance(20_000)

  phone.answers = true
  await clock.advance(30_000)
  await scheduler.idle()

  assert.equal(statusOf(store, 'i1'), 'DONE')
  assert.equal(statusOf(store, 'i3'), 'DONE')
  assert.equal(scheduler.beingRescued('phone_01'), null)
  await store.close()
})

test('a phone that is plugged in again is asked at once', async (t) => {
  const { store, clock } = await deadOnOnePhone(t)
  const phone = awayPhone()
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => ({}),
    closeOrphan: phone.closeOrphan,
    canRun: (phoneId) => (phoneId === 'phone_01' && !phone.answers ? 'phone_01 is offline' : null),
  })
  await scheduler.start()
  await clock.advance(60_000)
  const triesBefore = phone.tries

  scheduler.wake()
  await eventually(() => scheduler.beingRescued('phone_01')?.reason !== null)
  const triesInVain = phone.tries
  phone.answers = true
  scheduler.wake()
  await eventually(() => statusOf(store, 'i1') === 'DONE')

  assert.equal(triesInVain, triesBefore)
  assert.equal(phone.tries, triesBefore + 1)
  await scheduler.idle()
  await store.close()
})

test('a closing that never ends is given up for this try, and its phone stays held', async (t) => {
  const { store, clock } = await deadOnOnePhone(t)
  let tries = 0
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => ({}),
    closeOrphan: () => {
      tries++
      return new Promise(() => undefined)
    },
  })

  await scheduler.start()
  await clock.advance(23_000)

  assert.equal(tries, 2)
  assert.equal(statusOf(store, 'i1'), 'EXECUTING')
  assert.equal(scheduler.beingRescued('phone_01')?.reason, 'session of phone_01 was not closed in time')
  const stopped = scheduler.stop()
  await clock.advance(30_000)
  await stopped
  await store.close()
})

test('an item of a dead boot that is cancelled while its phone cannot be asked is cancelled when it can', async (t) => {
  const { store, clock } = await deadOnOnePhone(t)
  const phone = awayPhone()
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => ({}),
    closeOrphan: phone.closeOrphan,
  })
  await scheduler.start()
  await clock.advance(5_000)

  await storeCancel(store, clock)
  await clock.advance(60_000)
  const whileAway = store.read.processes.find('p1')?.status
  phone.answers = true
  await clock.advance(30_000)

  assert.equal(whileAway, 'EXECUTING')
  assert.equal(store.read.processes.find('p1')?.status, 'CANCELLED')
  await scheduler.idle()
  await store.close()
})
