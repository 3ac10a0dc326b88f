import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import pino from 'pino'
import { createPhoneStates } from '../src/phone-states.ts'
import { openOffice } from './support/store.ts'

async function openStates(t: TestContext, serial: string) {
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
      readInfo: () => Promise.reject(new Error('not asked for here')),
      onChange: () => () => undefined,
    },
    clock,
    log: pino({ level: 'silent' }),
    onReady: () => readied++,
  })
  t.after(() => states.stop())
  states.start()
  return { states, shown, clock, readied: () => readied }
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
