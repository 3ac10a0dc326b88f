import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addProcess, ONE_VIDEO } from '../support/farm.ts'
import { crashWhile, firstBoot, noWork, reopened, statusOf } from './crashed-farm.ts'
import { schedulerOn } from './farm-scheduler.ts'
import { scriptedExecute, type HeldRun } from './scripted-execute.ts'

test('an item that killed the daemon three times in a row is a dead letter', async (t) => {
  const boot = await firstBoot(t)
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await crashWhile(boot, 'boot-1', noWork)
  await crashWhile(reopened(boot), 'boot-2', noWork)
  await crashWhile(reopened(boot), 'boot-3', noWork)
  const { store, clock } = reopened(boot)
  const script = scriptedExecute()
  const scheduler = schedulerOn(store, clock, { bootId: 'boot-4', execute: script.execute })

  await scheduler.start()
  await scheduler.idle()

  assert.equal(script.runs.length, 0)
  const item = store.read.queueItems.find('i1')
  assert.equal(item?.status, 'DEAD_LETTER')
  assert.deepEqual(JSON.parse(item?.error ?? ''), {
    message: 'the daemon died 3 times in a row during this item',
    category: 'interrupted',
  })
  assert.equal(store.read.processes.find('p1')?.status, 'DEAD_LETTER')
  await store.close()
})

test('a run that gets further with every attempt is never blamed for the deaths of the daemon', async (t) => {
  const boot = await firstBoot(t)
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  for (let death = 1; death <= 8; death++) {
    await crashWhile(death === 1 ? boot : reopened(boot), `boot-${death}`, ({ run }) =>
      run.saveProgress({ ...ONE_VIDEO, videos_seen: death }),
    )
  }
  const { store, clock } = reopened(boot)
  const scheduler = schedulerOn(store, clock, { bootId: 'boot-9', execute: async () => ({}) })

  await scheduler.start()
  await scheduler.idle()

  const item = store.read.queueItems.find('i1')
  assert.deepEqual([item?.status, item?.attempt, item?.infra_failures], ['DONE', 9, 0])
  await store.close()
})

test('a run that stores no more than the attempt before it has not got further', async (t) => {
  const boot = await firstBoot(t)
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  const noFurther = ({ run }: HeldRun) => run.saveProgress(ONE_VIDEO)
  await crashWhile(boot, 'boot-1', noFurther)
  for (const bootId of ['boot-2', 'boot-3', 'boot-4']) await crashWhile(reopened(boot), bootId, noFurther)
  const { store, clock } = reopened(boot)
  const scheduler = schedulerOn(store, clock, { bootId: 'boot-5', execute: async () => ({}) })

  await scheduler.start()
  await scheduler.idle()

  assert.equal(statusOf(store, 'i1'), 'DEAD_LETTER')
  await store.close()
})
