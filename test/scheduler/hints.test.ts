import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addProcess } from '../support/farm.ts'
import { startFarm, type Farm } from './farm-scheduler.ts'
import { scriptedExecute } from './scripted-execute.ts'

const PHONES = ['phone_01', 'phone_02']

async function submitTo(farm: Farm, phone_id: string): Promise<void> {
  const items = [{ queue_item_id: `item on ${phone_id}`, phone_id }]
  await addProcess(farm.store, farm.clock, { process_id: `process on ${phone_id}`, items })
}

test('work for a phone that was named is given out without looking at the others', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute }, PHONES)
  await farm.scheduler.idle()
  const looked: string[] = []
  const { waitingPhones } = farm.store.read.claims
  farm.store.read.claims.waitingPhones = () => {
    looked.push('all')
    return waitingPhones()
  }

  await submitTo(farm, 'phone_01')
  farm.scheduler.wake(['phone_01'])
  const run = await script.nth(0)
  run.succeed()
  await farm.scheduler.idle()

  assert.equal(run.run.item.phone_id, 'phone_01')
  assert.deepEqual(looked, [])
})

test('a phone that nobody named is found by the next wake without names', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute }, PHONES)
  await farm.scheduler.idle()
  await submitTo(farm, 'phone_01')
  await submitTo(farm, 'phone_02')

  farm.scheduler.wake(['phone_01'])
  ;(await script.nth(0)).succeed()
  await farm.scheduler.idle()
  farm.scheduler.wake()
  const run = await script.nth(1)
  run.succeed()
  await farm.scheduler.idle()

  assert.equal(run.run.item.phone_id, 'phone_02')
})
