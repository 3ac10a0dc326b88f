import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import { addProcess, EDIT } from '../support/farm.ts'
import { startFarm } from './farm-scheduler.ts'
import { scriptedExecute } from './scripted-execute.ts'

test('steps of a maintenance process run one after the other', async () => {
  const script = scriptedExecute()
  const { store, clock, scheduler } = await startFarm({ execute: script.execute })
  await addProcess(store, clock, {
    process_id: 'p1',
    process_type: 'maintenance',
    items: [
      { queue_item_id: 'step-1', action: EDIT },
      { queue_item_id: 'step-2', action: EDIT, ready: false },
    ],
  })

  scheduler.wake()
  const first = await script.nth(0)
  const secondWhileFirstRuns = store.read.queueItems.find('step-2')?.ready
  first.succeed()
  const second = await script.nth(1)
  second.succeed()
  await scheduler.idle()

  assert.equal(secondWhileFirstRuns, 0)
  assert.equal(second.run.item.queue_item_id, 'step-2')
  assert.equal(store.read.processes.find('p1')?.status, 'DONE')
})

test('when a step fails for good the steps behind it are cancelled', async () => {
  const farm = await startFarm({
    execute: async () => {
      throw new RunError('input', "This username isn't available")
    },
  })
  await addProcess(farm.store, farm.clock, {
    process_id: 'p1',
    process_type: 'maintenance',
    items: [
      { queue_item_id: 'step-1', action: EDIT },
      { queue_item_id: 'step-2', action: EDIT, ready: false },
    ],
  })

  farm.scheduler.wake()
  await farm.scheduler.idle()

  assert.equal(farm.store.read.queueItems.find('step-1')?.status, 'DEAD_LETTER')
  assert.equal(farm.store.read.queueItems.find('step-2')?.status, 'CANCELLED')
  assert.equal(farm.store.read.processes.find('p1')?.status, 'DEAD_LETTER')
})
