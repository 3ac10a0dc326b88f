import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ItemResult } from '../../src/domain/action.ts'
import { RunError } from '../../src/domain/errors.ts'
import type { Run } from '../../src/scheduler/run.ts'
import type { Store, Tables } from '../../src/store/store.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, eventually, openFarm } from '../support/farm.ts'
import { schedulerOn, startFarm } from './farm-scheduler.ts'
import { scriptedExecute } from './scripted-execute.ts'

test('items of a phone run by priority, then in the order in which they were asked for', async () => {
  const order: string[] = []
  const { store, clock, scheduler } = await startFarm({
    execute: async ({ item }) => {
      order.push(item.queue_item_id)
      return {}
    },
  })
  await addProcess(store, clock, {
    process_id: 'p-unattended',
    mode: 'unattended',
    items: [{ queue_item_id: 'unattended' }],
  })
  await addProcess(store, clock, {
    process_id: 'p-same-time',
    items: [{ queue_item_id: 'b' }, { queue_item_id: 'a' }],
  })
  await clock.advance(1)
  await addProcess(store, clock, { process_id: 'p-later', items: [{ queue_item_id: 'a-later' }] })

  scheduler.wake()
  await scheduler.idle()

  assert.deepEqual(order, ['b', 'a', 'a-later', 'unattended'])
})

test('a phone that hangs in its run does not hold up the others', async () => {
  const hanging = scriptedExecute()
  const done: string[] = []
  const { store, clock, scheduler } = await startFarm(
    {
      execute: async (run) => {
        if (run.item.phone_id === 'phone_01') return await hanging.execute(run)
        done.push(run.item.queue_item_id)
        return {}
      },
    },
    ['phone_01', 'phone_02'],
  )
  await addProcess(store, clock, {
    process_id: 'p1',
    items: [
      { queue_item_id: 'i1', phone_id: 'phone_01' },
      { queue_item_id: 'i2', phone_id: 'phone_01' },
      { queue_item_id: 'i3', phone_id: 'phone_02' },
      { queue_item_id: 'i4', phone_id: 'phone_02' },
      { queue_item_id: 'i5', phone_id: 'phone_02' },
    ],
  })

  scheduler.wake()
  await eventually(() => done.length === 3 && scheduler.runningCount() === 1)

  assert.deepEqual(done, ['i3', 'i4', 'i5'])
  assert.deepEqual(
    hanging.runs.map(({ run }) => run.item.queue_item_id),
    ['i1'],
  )
})

test('a phone never has two runs at once', async () => {
  const active = new Map<string, number>()
  let most = 0
  const execute = async ({ item: { phone_id } }: Run): Promise<ItemResult> => {
    active.set(phone_id, (active.get(phone_id) ?? 0) + 1)
    most = Math.max(most, ...active.values())
    await new Promise((resolve) => setImmediate(resolve))
    active.set(phone_id, (active.get(phone_id) ?? 0) - 1)
    return {}
  }
  const phones = ['phone_01', 'phone_02', 'phone_03']
  const { store, clock, scheduler } = await startFarm({ execute }, phones)
  const items = Array.from({ length: 30 }, (_, index) => ({
    queue_item_id: `i${index}`,
    phone_id: `phone_0${(index % 3) + 1}`,
  }))
  await addProcess(store, clock, { process_id: 'p1', items })

  for (let calls = 0; calls < 10; calls++) scheduler.wake()
  await scheduler.idle()

  assert.equal(most, 1)
  assert.equal(store.read.processes.find('p1')?.status, 'DONE')
})

test('a paused phone is passed over until it is resumed', async () => {
  const { store, clock, scheduler } = await startFarm({ execute: async () => ({}) }, ['phone_01', 'phone_02'])
  await store.write('put_phone', (tables) => tables.phones.setPaused('phone_01', true))
  await addProcess(store, clock, {
    process_id: 'p1',
    items: [{ queue_item_id: 'i1' }, { queue_item_id: 'i2', phone_id: 'phone_02' }],
  })

  scheduler.wake()
  await scheduler.idle()
  const whilePaused = store.read.queueItems.find('i1')?.status
  await store.write('put_phone', (tables) => tables.phones.setPaused('phone_01', false))
  scheduler.wake()
  await scheduler.idle()

  assert.equal(whilePaused, 'QUEUED')
  assert.equal(store.read.queueItems.find('i1')?.status, 'DONE')
  assert.equal(store.read.queueItems.find('i2')?.status, 'DONE')
})

test('a phone that cannot run is passed over until it can', async () => {
  let reason: string | null = 'offline'
  const { store, clock, scheduler } = await startFarm({
    execute: async () => ({}),
    canRun: () => reason,
  })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })

  scheduler.wake()
  await scheduler.idle()
  const whileOffline = store.read.queueItems.find('i1')
  reason = null
  scheduler.wake()
  await scheduler.idle()

  assert.equal(whileOffline?.status, 'QUEUED')
  assert.equal(whileOffline?.attempt, 0)
  assert.equal(store.read.queueItems.find('i1')?.status, 'DONE')
})

test('nothing is claimed before start', async () => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  const scheduler = schedulerOn(store, clock, { execute: async () => ({}) })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })

  scheduler.wake()
  await scheduler.idle()

  assert.equal(store.read.queueItems.find('i1')?.status, 'QUEUED')
})

test('nothing is claimed after stop', async () => {
  const { store, clock, scheduler } = await startFarm({ execute: async () => ({}) })
  await scheduler.stop()
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })

  scheduler.wake()
  await scheduler.idle()

  assert.equal(store.read.queueItems.find('i1')?.status, 'QUEUED')
})

test('many items that fall due together are made ready slice by slice and all run', async () => {
  const phones = Array.from({ length: 10 }, (_, index) => `phone_${index + 11}`)
  const { store, clock, scheduler } = await startFarm(
    {
      execute: async ({ attempt }) => {
        if (attempt === 1) throw new RunError('device', 'phone is gone')
        return {}
      },
      limits: { promoteSlice: 3 },
    },
    phones,
  )
  const items = phones.map((phone_id) => ({ queue_item_id: `item of ${phone_id}`, phone_id }))
  await addProcess(store, clock, { process_id: 'p1', items })
  scheduler.wake()
  await scheduler.idle()
  const afterFirst = store.read.queueItems.statusesOf('p1')

  await clock.advance(10_000)
  await scheduler.idle()

  assert.deepEqual(afterFirst, ['RETRYABLE'])
  assert.deepEqual(store.read.queueItems.statusesOf('p1'), ['DONE'])
})

test('a claim that fails for one phone does not hold up another', async () => {
  const { store, clock, scheduler } = await startFarm({ execute: async () => ({}) }, ['phone_01', 'phone_02'])
  await addProcess(store, clock, {
    process_id: 'p1',
    items: [{ queue_item_id: 'i1' }, { queue_item_id: 'i2', phone_id: 'phone_02' }],
  })
  const broken = refusingClaims(store, (of) => of.phone_id === 'phone_01')
  await scheduler.stop()
  const onBroken = schedulerOn(broken, clock, { execute: async () => ({}) })

  await onBroken.start()
  await onBroken.idle()

  assert.equal(store.read.queueItems.find('i1')?.status, 'QUEUED')
  assert.equal(store.read.queueItems.find('i2')?.status, 'DONE')
})

test('a claim that failed is tried again a second later, although nothing else happens', async () => {
  const { store, clock, scheduler } = await startFarm({ execute: async () => ({}) })
  await scheduler.stop()
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  let refusals = 0
  const busy = refusingClaims(store, () => ++refusals === 1)
  const onBusy = schedulerOn(busy, clock, { execute: async () => ({}) })

  await onBusy.start()
  await onBusy.idle()
  const atOnce = store.read.queueItems.find('i1')?.status
  await clock.advance(1000)
  await onBusy.idle()

  assert.deepEqual([atOnce, store.read.queueItems.find('i1')?.status], ['QUEUED', 'DONE'])
})

/** A store that fails to claim for a phone whenever it is told to. */
function refusingClaims(store: Store, refuses: (of: { phone_id: string }) => boolean): Store {
  return {
    ...store,
    write: (name, change) =>
      store.write(name, (tables) => {
        const claims: Tables['claims'] = {
          ...tables.claims,
          next(of) {
            if (refuses(of)) throw new Error('database is locked')
            return tables.claims.next(of)
          },
        }
        return change({ ...tables, claims })
      }),
  }
}
