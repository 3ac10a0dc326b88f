import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addProcess } from '../support/farm.ts'
import { startFarm, storeCancel, type Farm } from './farm-scheduler.ts'
import { scriptedExecute } from './scripted-execute.ts'

async function submitOne({ store, clock, scheduler }: Farm): Promise<void> {
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
}

test('soft_then_force ends the session when its time has come, not before', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  let deletedAt: string | null = null
  held.run.onTerminate(async () => {
    deletedAt = farm.clock.now().toISOString()
    held.fail(held.run.signal.reason)
  })
  await storeCancel(farm.store, farm.clock, 10_000)
  farm.scheduler.stopSoft('i1', 'operator requested stop')
  farm.scheduler.wake()

  await farm.clock.advance(9999)
  const early = deletedAt
  await farm.clock.advance(1)
  await farm.scheduler.idle()

  assert.equal(early, null)
  assert.equal(deletedAt, '2026-03-22T08:30:10.000Z')
  const item = farm.store.read.queueItems.find('i1')
  assert.equal(item?.status, 'CANCELLED')
  assert.deepEqual(JSON.parse(item?.error ?? ''), {
    message: 'operator requested stop',
    category: 'cancelled',
  })
})

test('soft_then_force leaves a run in peace that stopped in time', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  let deleted = 0
  held.run.onTerminate(async () => void deleted++)
  await storeCancel(farm.store, farm.clock, 10_000)
  farm.scheduler.stopSoft('i1', 'operator requested stop')
  farm.scheduler.wake()

  held.fail(held.run.signal.reason)
  await farm.clock.advance(60_000)
  await farm.scheduler.idle()

  assert.equal(deleted, 0)
  assert.equal(farm.store.read.processes.find('p1')?.force_at, null)
})

test('setting the host clock neither brings a force forward nor holds it up', async () => {
  for (const jumpMs of [3 * 24 * 3_600_000, -2 * 3_600_000]) {
    const script = scriptedExecute()
    const farm = await startFarm({ execute: script.execute })
    await submitOne(farm)
    const held = await script.nth(0)
    let forcedMs: number | null = null
    held.run.onTerminate(async () => {
      forcedMs = farm.clock.monotonicMs()
      held.fail(held.run.signal.reason)
    })
    await storeCancel(farm.store, farm.clock, 10_000)
    const askedMs = farm.clock.monotonicMs()
    farm.scheduler.stopSoft('i1', 'operator requested stop')
    farm.scheduler.wake()
    await farm.clock.advance(0)

    farm.clock.jumpWall(jumpMs)
    farm.scheduler.wake()
    await farm.clock.advance(9999)
    const early = forcedMs
    await farm.clock.advance(1)
    await farm.scheduler.idle()

    assert.deepEqual([early, forcedMs], [null, askedMs + 10_000])
  }
})

test('how long a cancelled run took to stop stands in its timeline and is kept for the metrics', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  await storeCancel(farm.store, farm.clock)

  const asked = farm.clock.monotonicMs()
  farm.scheduler.stopSoft('i1', 'operator requested stop', asked - 12)
  await farm.clock.advance(400)
  held.fail(held.run.signal.reason)
  await farm.scheduler.idle()

  const event = farm.store.read.timeline.ofProcess('p1').find(({ event: name }) => name === 'run_stopped')
  assert.equal(event?.detail, 'stopped 412 ms after the soft cancel')
  assert.deepEqual(farm.scheduler.stopTimes.snapshot().soft, {
    count: 1,
    sumMs: 412,
    p50Ms: 412,
    p99Ms: 412,
    maxMs: 412,
  })
})

test('a run that was cancelled softly and then hard is measured from the hard cancel', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  await storeCancel(farm.store, farm.clock)

  farm.scheduler.stopSoft('i1', 'operator requested stop')
  await farm.clock.advance(3000)
  const termination = farm.scheduler.terminate('i1', 'operator requested stop')
  await farm.clock.advance(250)
  held.fail(held.run.signal.reason)
  await termination

  const { soft, hard } = farm.scheduler.stopTimes.snapshot()
  assert.deepEqual([soft.count, hard.count, hard.maxMs], [0, 1, 250])
})
