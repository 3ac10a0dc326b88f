import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addProcess, eventually } from '../support/farm.ts'
import { startFarm } from './farm-scheduler.ts'
import { untilStopped } from './scripted-execute.ts'

test('a run on a phone that has to be spared stops, uses up no attempt and goes on when the phone may work again', async () => {
  const stopped: string[] = []
  const state = { hot: false, runs: 0 }
  const { store, clock, scheduler } = await startFarm({
    canRun: () => (state.hot ? 'phone phone_01 is too hot' : null),
    async execute(run) {
      state.runs++
      if (state.runs > 1) return {}
      try {
        return await untilStopped(run)
      } finally {
        stopped.push(String(run.signal.reason))
      }
    },
  })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
  await eventually(() => scheduler.runningCount() === 1 && state.runs === 1)

  state.hot = true
  scheduler.spare('phone_01', 'the phone is too hot to go on: 46.5 °C')
  await eventually(() => scheduler.runningCount() === 0)
  const waiting = store.read.queueItems.ofProcess('p1')[0]
  state.hot = false
  scheduler.wake(['phone_01'])
  await scheduler.idle()

  assert.deepEqual(stopped, ['RunStopped: the phone is too hot to go on: 46.5 °C'])
  assert.equal(waiting?.status, 'QUEUED')
  assert.equal(waiting?.work_failures, 0)
  assert.equal(waiting?.infra_failures, 0)
  assert.equal(store.read.queueItems.ofProcess('p1')[0]?.status, 'DONE')
  assert.deepEqual(
    store.read.attempts.ofItem('i1').map(({ outcome }) => outcome),
    ['stopped', 'done'],
  )
})

test('sparing a phone stops nothing on others', async () => {
  const stopped: string[] = []
  const { store, clock, scheduler } = await startFarm(
    {
      execute: async (run) => {
        try {
          return await untilStopped(run)
        } finally {
          stopped.push(run.item.phone_id)
        }
      },
    },
    ['phone_01', 'phone_02'],
  )
  for (const phone_id of ['phone_01', 'phone_02'])
    await addProcess(store, clock, {
      process_id: `p-${phone_id}`,
      items: [{ queue_item_id: `i-${phone_id}`, phone_id }],
    })
  scheduler.wake()
  await eventually(() => scheduler.runningCount() === 2)

  scheduler.spare('phone_01', 'the phone is too hot to go on: 46.5 °C')
  await eventually(() => stopped.length === 1)
  const others = [...stopped]
  await scheduler.stop()

  assert.deepEqual(others, ['phone_01'])
})
