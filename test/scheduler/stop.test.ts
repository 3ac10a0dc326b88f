import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import { addProcess, eventually } from '../support/farm.ts'
import { schedulerOn, startFarm, storeCancel } from './farm-scheduler.ts'
import { scriptedExecute, untilStopped } from './scripted-execute.ts'

test('a daemon that stops puts its items back without counting a failure', async () => {
  const { store, clock, scheduler } = await startFarm({ execute: untilStopped })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
  await eventually(() => scheduler.runningCount() === 1)
  await eventually(() => store.read.queueItems.find('i1')?.status === 'EXECUTING')

  await scheduler.stop()

  const item = store.read.queueItems.find('i1')
  assert.equal(item?.status, 'QUEUED')
  assert.equal(item?.ready, 1)
  assert.equal(item?.work_failures, 0)
  assert.equal(item?.infra_failures, 0)
  assert.equal(item?.error, null)
  assert.equal(store.read.attempts.ofItem('i1')[0]?.outcome, 'stopped')
  assert.equal(store.read.leases.ofPhone('phone_01'), null)
})

test('a process whose item was put back does not go back to queued', async () => {
  const { store, clock, scheduler } = await startFarm({ execute: untilStopped })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
  await eventually(() => store.read.queueItems.find('i1')?.status === 'EXECUTING')

  await scheduler.stop()

  assert.equal(store.read.processes.find('p1')?.status, 'EXECUTING')
})

test('stop resolves only when the last run has let go of its phone', async () => {
  const script = scriptedExecute()
  const { store, clock, scheduler } = await startFarm({ execute: script.execute })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
  const held = await script.nth(0)
  let hasStopped = false

  const stopped = scheduler.stop().then(() => {
    hasStopped = true
    return true
  })
  await clock.advance(60_000)
  const early = hasStopped
  held.fail(held.run.signal.reason)
  await stopped

  assert.equal(early, false)
  assert.equal(held.run.signal.aborted, true)
})

test('after a stop the next boot goes on with the next attempt and the progress of the last', async () => {
  const { store, clock, scheduler } = await startFarm({
    execute: async (run) => {
      await run.saveProgress({ kind: 'edit_profile', fields: {} })
      return await untilStopped(run)
    },
  })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
  await eventually(() => store.read.queueItems.find('i1')?.progress !== null)
  await scheduler.stop()
  const script = scriptedExecute()
  const next = schedulerOn(store, clock, { execute: script.execute, bootId: 'boot-2' })

  await next.start()
  const held = await script.nth(0)

  assert.equal(held.run.attempt, 2)
  assert.deepEqual(held.run.progress, { kind: 'edit_profile', fields: {} })
})

test('a cancel that arrives while the daemon stops is not lost', async () => {
  const script = scriptedExecute()
  const { store, clock, scheduler } = await startFarm({ execute: script.execute })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
  const held = await script.nth(0)

  const stopped = scheduler.stop()
  await storeCancel(store, clock)
  held.fail(held.run.signal.reason)
  await stopped

  assert.equal(store.read.queueItems.find('i1')?.status, 'CANCELLED')
})

test('stop may come twice and before start', async () => {
  const { store, clock, scheduler } = await startFarm({ execute: untilStopped })
  const never = schedulerOn(store, clock, { execute: untilStopped })

  await Promise.all([scheduler.stop(), scheduler.stop(), never.stop()])

  assert.equal(scheduler.runningCount(), 0)
})

const LIMITS = { softMs: 20_000, forceMs: 3000 }

test('a run that does not stop by itself is ended by force when the time for that is over, and its item goes back', async () => {
  const script = scriptedExecute()
  const { store, clock, scheduler } = await startFarm({ execute: script.execute })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
  const held = await script.nth(0)
  let forcedMs: number | null = null
  held.run.onTerminate(async () => {
    forcedMs = clock.monotonicMs()
    held.fail(new RunError('session', 'the session is gone'))
  })
  const askedMs = clock.monotonicMs()

  const stopped = scheduler.stop(LIMITS)
  await clock.advance(19_999)
  const early = forcedMs
  await clock.advance(1)
  await stopped

  assert.deepEqual([early, forcedMs], [null, askedMs + 20_000])
  const item = store.read.queueItems.find('i1')
  assert.deepEqual([item?.status, item?.ready, item?.infra_failures], ['QUEUED', 1, 0])
})

test('a run that does not end even by force does not hold the stop up, and is left to the next boot', async () => {
  const script = scriptedExecute()
  const { store, clock, scheduler } = await startFarm({ execute: script.execute })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
  const held = await script.nth(0)
  held.run.onTerminate(() => new Promise(() => undefined))
  let hasStopped = false

  const stopped = scheduler.stop(LIMITS).then(() => {
    hasStopped = true
    return true
  })
  await clock.advance(22_999)
  const early = hasStopped
  await clock.advance(1)
  await stopped

  assert.equal(early, false)
  assert.equal(store.read.queueItems.find('i1')?.status, 'EXECUTING')
  assert.equal(store.read.leases.ofPhone('phone_01')?.queue_item_id, 'i1')
})

test('setting the host clock does not cut the time of running work short when the daemon stops', async () => {
  const script = scriptedExecute()
  const { store, clock, scheduler } = await startFarm({ execute: script.execute })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
  const held = await script.nth(0)
  let forced = false
  held.run.onTerminate(async () => void (forced = true))

  const stopped = scheduler.stop(LIMITS)
  clock.jumpWall(3 * 24 * 3_600_000)
  await clock.advance(19_999)
  held.fail(held.run.signal.reason)
  await stopped

  assert.equal(forced, false)
})
