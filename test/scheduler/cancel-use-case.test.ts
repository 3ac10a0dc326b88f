import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCancel, type CancelProcess } from '../../src/processes/cancel.ts'
import { addProcess, countingIds } from '../support/farm.ts'
import { startFarm, type Farm } from './farm-scheduler.ts'
import { scriptedExecute, type HeldRun } from './scripted-execute.ts'

interface Given {
  farm: Farm
  held: HeldRun
  cancel: CancelProcess
  /** How often the run's session was ended by force. */
  forced: () => number
}

/** `i1` of `p1` runs on phone_01 and lets go only when its session is ended; `i2` waits behind it. */
async function running(): Promise<Given> {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute })
  const { store, clock, scheduler } = farm
  await addProcess(store, clock, {
    process_id: 'p1',
    items: [{ queue_item_id: 'i1' }, { queue_item_id: 'i2' }],
  })
  scheduler.wake()
  const held = await script.nth(0)
  let forced = 0
  held.run.onTerminate(async () => {
    forced++
    held.fail(held.run.signal.reason)
  })
  const newId = countingIds('cancel')
  const cancel = createCancel({ store, clock, newId, runs: scheduler, wake: scheduler.wake })
  return { farm, held, cancel, forced: () => forced }
}

const REQUESTED_BY = { system: 'ugc-tracker', user: 'operator@example.com', metadata: {} }

test('a hard cancel answers when the session is gone and the process is cancelled', async () => {
  const { cancel, forced } = await running()

  const answer = await cancel('p1', {
    reason: 'operator requested stop',
    requested_by: REQUESTED_BY,
    strategy: 'hard',
  })

  assert.equal(answer.termination.status, 'terminated')
  assert.deepEqual(answer.cancelled_queue_item_ids, ['i2'])
  assert.deepEqual(answer.active_queue_item_ids, ['i1'])
  assert.equal(answer.process.status, 'cancelled')
  assert.equal(forced(), 1)
})

test('a soft cancel asks the run to stop and never ends its session by force', async () => {
  const { farm, held, cancel, forced } = await running()

  const answer = await cancel('p1', {
    reason: 'operator requested stop',
    requested_by: REQUESTED_BY,
    strategy: 'soft',
  })
  await farm.clock.advance(3_600_000)

  assert.equal(answer.termination.status, 'requested')
  assert.equal(held.run.signal.aborted, true)
  assert.equal(forced(), 0)
  assert.equal(farm.store.read.queueItems.find('i1')?.status, 'EXECUTING')
})

test('the default cancel turns hard after its seconds', async () => {
  const { farm, cancel, forced } = await running()

  const answer = await cancel('p1', { reason: 'operator requested stop', requested_by: REQUESTED_BY })
  await farm.clock.advance(9999)
  const early = forced()
  await farm.clock.advance(1)
  await farm.scheduler.idle()

  assert.equal(answer.termination.status, 'scheduled')
  assert.equal(early, 0)
  assert.equal(forced(), 1)
  assert.equal(farm.store.read.processes.find('p1')?.status, 'CANCELLED')
})
