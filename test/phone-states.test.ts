import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import pino from 'pino'
import { createPhoneStates } from '../src/phone-states.ts'
import { openOffice } from './support/store.ts'

async function openStates(
  t: TestContext,
  serial: string,
  refresh: (signal: AbortSignal) => Promise<void> = () => Promise.resolve(),
) {
  const { store, clock, processes } = await openOffice(t, { phones: 0 })
  await processes.putPhone('phone_01', { serial })
  const shown = { state: 'absent' }
  let readied = 0
  const states = createPhoneStates({
    store,
    processes,
    watcher: {
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      watch: () => undefined,
      stateOf: () => shown.state,
      refresh,
      readInfo: () => Promise.reject(new Error('not asked for here')),
      onChange: () => () => undefined,
    },
    clock,
    log: pino({ level: 'silent' }),
    onReady: () => readied++,
  })
  t.after(() => states.stop())
  states.start()
  return { states, shown, clock, processes, readied: () => readied }
}

test('a network phone that was just registered gets no work before it is connected', async (t) => {
  const { states, shown } = await openStates(t, '127.0.0.1:5555')
  assert.equal(states.canRun('phone_01'), 'phone phone_01 is being connected')
  shown.state = 'device'
  assert.equal(states.canRun('phone_01'), null)
})

test('a network phone that is not connected in time is let through, and the scheduler is told', async (t) => {
  const { states, clock, readied } = await openStates(t, '127.0.0.1:5555')
  await clock.advance(5000)
  assert.deepEqual([states.canRun('phone_01'), readied()], [null, 1])
})

test('a phone on a cable that adb does not list is let through at once, so that its run tells what is wrong', async (t) => {
  const { states } = await openStates(t, 'R58M123ABC')
  assert.equal(states.canRun('phone_01'), null)
})

test('a phone that was seen before and is gone by the newest list is away, whatever the list before said', async (t) => {
  const { states, shown, processes } = await openStates(t, 'R58M123ABC', async () => {
    shown.state = 'absent'
  })
  await processes.recordPhoneState('phone_01', { state: 'ready', reason: null, model: 'Pixel' })
  shown.state = 'device'

  assert.equal(
    await states.settle('phone_01', new AbortController().signal),
    'phone phone_01 is offline: adb does not list R58M123ABC',
  )
})

test('a list that does not come leaves what is known, after three seconds', async (t) => {
  const { states, shown, clock } = await openStates(t, 'R58M123ABC', (signal) => clock.sleep(60_000, signal))
  shown.state = 'device'

  const settled = states.settle('phone_01', new AbortController().signal)
  await clock.advance(3000)

  assert.equal(await settled, null)
})
