import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addProcess, eventually } from '../support/farm.ts'
import { startFarm, type Farm } from './farm-scheduler.ts'
import { scriptedExecute } from './scripted-execute.ts'

const PHONES = ['phone_01', 'phone_02', 'phone_03', 'phone_04']

/** One item for each phone, the first phone's the oldest. */
async function submitEach({ store, clock }: Farm, phones: readonly string[]): Promise<void> {
  for (const phone_id of phones) {
    await addProcess(store, clock, {
      process_id: `process on ${phone_id}`,
      items: [{ queue_item_id: `item on ${phone_id}`, phone_id }],
    })
    await clock.advance(1000)
  }
}

test('no more phones are at work than the host may carry', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute, limits: { mostRuns: 2 } }, PHONES)
  await submitEach(farm, PHONES)

  farm.scheduler.wake()
  await script.nth(1)
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))

  assert.equal(script.runs.length, 2)
  assert.equal(farm.scheduler.runningCount(), 2)
})

test('when a place becomes free, the phone is served whose item has waited longest', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute, limits: { mostRuns: 1 } }, PHONES)
  await submitEach(farm, ['phone_03', 'phone_01', 'phone_04', 'phone_02'])

  farm.scheduler.wake()
  for (let run = 0; run < 4; run++) (await script.nth(run)).succeed()
  await farm.scheduler.idle()

  assert.deepEqual(
    script.runs.map(({ run }) => run.item.phone_id),
    ['phone_03', 'phone_01', 'phone_04', 'phone_02'],
  )
})

test('a phone whose accounts may not work now leaves its place to the next one', async () => {
  const script = scriptedExecute()
  const farm = await startFarm({ execute: script.execute, limits: { mostRuns: 1 } }, PHONES)
  const settings = JSON.stringify({ quiet_hours: [{ from: '08:00', to: '12:00' }] })
  await farm.store.write('put_account', (tables) => {
    const account = { account_id: 'account_01', phone_id: 'phone_01', app: 'clips', username: 'user_01' }
    tables.accounts.put({ ...account, status: 'active', settings }, farm.clock.now())
  })
  await submitEach(farm, PHONES)

  farm.scheduler.wake()
  await eventually(() => script.runs.length === 1)

  assert.equal(script.runs[0]?.run.item.phone_id, 'phone_02')
})

test('where not all can be served, a worn phone goes behind one whose item is a little younger, and not behind for ever', async () => {
  const script = scriptedExecute()
  const handicaps = new Map([['phone_03', 2500]])
  const handicapMs = (phoneId: string) => handicaps.get(phoneId) ?? 0
  const farm = await startFarm({ execute: script.execute, handicapMs, limits: { mostRuns: 1 } }, PHONES)
  await submitEach(farm, ['phone_03', 'phone_01', 'phone_04', 'phone_02'])

  farm.scheduler.wake()
  for (let run = 0; run < 4; run++) (await script.nth(run)).succeed()
  await farm.scheduler.idle()

  assert.deepEqual(
    script.runs.map(({ run }) => run.item.phone_id),
    ['phone_01', 'phone_04', 'phone_03', 'phone_02'],
  )
})
