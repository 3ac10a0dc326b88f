import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import { PhoneNotFreed } from '../../src/domain/run-control.ts'
import { addProcess, eventually } from '../support/farm.ts'
import { startFarm, storeCancel, type Farm } from './farm-scheduler.ts'
import { scriptedExecute, untilStopped } from './scripted-execute.ts'

async function submitOne({ store, clock, scheduler }: Farm): Promise<void> {
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
}

test('a soft stop ends the run at its next step as cancelled, with the reason of the caller', async () => {
  const farm = await startFarm({ execute: untilStopped })
  await submitOne(farm)
  await eventually(() => farm.scheduler.runningCount() === 1)
  await storeCancel(farm.store, farm.clock)

  const asked = farm.scheduler.stopSoft('i1', 'operator requested stop')
  await farm.scheduler.idle()

  assert.equal(asked, true)
  const item = farm.store.read.queueItems.find('i1')
  assert.equal(item?.status, 'CANCELLED')
  assert.deepEqual(JSON.parse(item?.error ?? ''), {
    message: 'operator requested stop',
    category: 'cancelled',
  })
  assert.equal(farm.store.read.processes.find('p1')?.status, 'CANCELLED')
  assert.equal(item?.work_failures, 0)
  assert.equal(item?.infra_failures, 0)
})

test('a soft stop of what does not run here says so', async () => {
  const farm = await startFarm({ execute: untilStopped })

  assert.equal(farm.scheduler.stopSoft('i1', 'operator requested stop'), false)
  assert.equal(await farm.scheduler.terminate('i1', 'operator requested stop'), 'not_running')
})

test('a run that is done before it notices the soft stop counts as done', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  await storeCancel(farm.store, farm.clock)

  farm.scheduler.stopSoft('i1', 'operator requested stop')
  held.succeed({ videos_seen: 2 })
  await farm.scheduler.idle()

  assert.equal(farm.store.read.queueItems.find('i1')?.status, 'DONE')
  assert.equal(farm.store.read.processes.find('p1')?.status, 'DONE')
})

test('what a stopped run throws on its way out is not held against it', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  await storeCancel(farm.store, farm.clock)

  farm.scheduler.stopSoft('i1', 'operator requested stop')
  held.fail(new RunError('session', 'the session is gone'))
  await farm.scheduler.idle()

  assert.equal(farm.store.read.queueItems.find('i1')?.status, 'CANCELLED')
})

test('a run that fails by itself after a cancel was stored gets no other attempt', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  await storeCancel(farm.store, farm.clock)

  held.fail(new RunError('device', 'phone is gone'))
  await farm.scheduler.idle()

  assert.equal(farm.store.read.queueItems.find('i1')?.status, 'CANCELLED')
  assert.equal(farm.store.read.processes.find('p1')?.status, 'CANCELLED')
})

test('terminate ends the session, waits for the run and reports it terminated', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  let deleted = 0
  held.run.onTerminate(async () => {
    deleted++
    held.fail(new RunError('session', 'the session is gone'))
  })
  await storeCancel(farm.store, farm.clock)

  const status = await farm.scheduler.terminate('i1', 'operator requested stop')

  assert.equal(status, 'terminated')
  assert.equal(deleted, 1)
  assert.equal(farm.store.read.queueItems.find('i1')?.status, 'CANCELLED')
  assert.equal(farm.store.read.leases.ofPhone('phone_01'), null)
})

test('a run that ends by itself without a session is terminated too', async () => {
  const farm = await startFarm({ execute: untilStopped })
  await submitOne(farm)
  await eventually(() => farm.scheduler.runningCount() === 1)
  await storeCancel(farm.store, farm.clock)

  assert.equal(await farm.scheduler.terminate('i1', 'operator requested stop'), 'terminated')
})

test('when the session cannot be ended within 5 s the termination has failed and the phone stays held', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  held.run.onTerminate(() => new Promise(() => undefined))
  await storeCancel(farm.store, farm.clock)

  let status = 'open'
  const termination = farm.scheduler.terminate('i1', 'operator requested stop').then((answer) => {
    status = answer
    return answer
  })
  await farm.clock.advance(4999)
  const before = status
  await farm.clock.advance(1)
  await termination

  assert.equal(before, 'open')
  assert.equal(status, 'failed')
  assert.equal(farm.store.read.leases.ofPhone('phone_01')?.queue_item_id, 'i1')
  assert.equal(farm.store.read.queueItems.find('i1')?.status, 'EXECUTING')
})

test('a run that hangs in a command is terminated once its session is gone', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  held.run.onTerminate(async () => undefined)
  await storeCancel(farm.store, farm.clock)

  const termination = farm.scheduler.terminate('i1', 'operator requested stop')
  await farm.clock.advance(5000)

  assert.equal(await termination, 'terminated')
})

test('a phone that does not confirm makes the termination fail, and stays held until the run is over', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  held.run.onTerminate(() => Promise.reject(new Error('adb does not answer')))
  await storeCancel(farm.store, farm.clock)

  const first = farm.scheduler.terminate('i1', 'operator requested stop')
  await farm.clock.advance(5000)
  const answer = await first
  const lease = farm.store.read.leases.ofPhone('phone_01')?.queue_item_id
  const status = farm.store.read.processes.find('p1')?.status
  held.fail(held.run.signal.reason)
  await farm.scheduler.idle()

  assert.deepEqual([answer, lease, status], ['failed', 'i1', 'EXECUTING'])
  assert.equal(farm.store.read.processes.find('p1')?.status, 'CANCELLED')
})

test('a repeated termination tells what has come of the first one since', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  let tries = 0
  held.run.onTerminate(() => {
    tries++
    return Promise.reject(new Error('adb does not answer'))
  })
  await storeCancel(farm.store, farm.clock)
  const first = farm.scheduler.terminate('i1', 'operator requested stop')
  await farm.clock.advance(5000)

  const second = farm.scheduler.terminate('i1', 'operator requested stop')
  held.fail(held.run.signal.reason)

  assert.deepEqual([await first, await second, tries], ['failed', 'terminated', 1])
})

test('a session that opens while its run is being terminated is ended as well', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  await storeCancel(farm.store, farm.clock)
  let deleted = 0

  const termination = farm.scheduler.terminate('i1', 'operator requested stop')
  held.run.onTerminate(async () => void deleted++)
  held.fail(held.run.signal.reason)

  assert.equal(await termination, 'terminated')
  assert.equal(deleted, 1)
})

test('two terminations of one run end its session once', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  let deleted = 0
  held.run.onTerminate(async () => {
    deleted++
    held.fail(held.run.signal.reason)
  })
  await storeCancel(farm.store, farm.clock)

  const answers = await Promise.all([
    farm.scheduler.terminate('i1', 'operator requested stop'),
    farm.scheduler.terminate('i1', 'operator requested stop'),
  ])

  assert.deepEqual(answers, ['terminated', 'terminated'])
  assert.equal(deleted, 1)
})

test('of a cancelled run whose phone was not shown to be free nothing is told or stored', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  await submitOne(farm)
  const held = await script.nth(0)
  await storeCancel(farm.store, farm.clock)

  farm.scheduler.stopSoft('i1', 'operator requested stop')
  held.fail(new PhoneNotFreed('vp-01'))
  await farm.scheduler.idle()

  assert.equal(farm.store.read.queueItems.find('i1')?.status, 'EXECUTING')
  assert.equal(farm.store.read.leases.ofPhone('phone_01')?.queue_item_id, 'i1')
})
