import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFakeClock } from '../../support/fake-clock.ts'
import { addProcess, openFarm } from '../../support/farm.ts'
import { until } from '../../e2e/support/until.ts'
import { schedulerOn } from '../../scheduler/farm-scheduler.ts'
import { outboxApart } from './outbox-apart.ts'
import { splitCompletion } from './split-completion.ts'

/** The bugs are worth nothing when the daemon has changed so that they are none any more. */

test('the bug "split completion" leaves a moment in which the item is done and its process is not', async () => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  const scheduler = schedulerOn(splitCompletion.store(store), clock, { execute: async () => ({}) })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })

  await scheduler.start()
  await until('the item to be done', () => store.read.queueItems.find('i1')?.status === 'DONE', 10_000)

  assert.equal(store.read.processes.find('p1')?.status, 'EXECUTING')
  await scheduler.idle()
  assert.equal(store.read.processes.find('p1')?.status, 'DONE')
})

test('the bug "outbox apart" leaves a moment in which the process is done and nobody will be told', async () => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  const scheduler = schedulerOn(outboxApart.store(store), clock, { execute: async () => ({}) })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })

  await scheduler.start()
  await until('the process to be done', () => store.read.processes.find('p1')?.status === 'DONE', 10_000)

  const milestones = () => store.read.deliveries.ofProcess('p1').map(({ milestone }) => milestone)
  assert.ok(!milestones().includes('completed'))
  await scheduler.idle()
  assert.ok(milestones().includes('completed'))
})
