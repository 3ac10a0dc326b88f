import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import pino from 'pino'
import type { PhoneInfo } from '../src/devices/phone-info.ts'
import type { PhoneWatcher } from '../src/devices/phone-watcher.ts'
import { createPhoneStates } from '../src/phone-states.ts'
import { eventually } from './support/farm.ts'
import { openOffice } from './support/store.ts'

const PIXEL: PhoneInfo = { model: 'Pixel', android_version: '14', apps: [], width: 1080, height: 2400 }

async function openStates(t: TestContext, serial: string, watcher: Partial<PhoneWatcher> = {}) {
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
      listed: () => [],
      refresh: () => Promise.resolve(),
      readInfo: () => Promise.reject(new Error('not asked for here')),
      onChange: () => () => undefined,
      ...watcher,
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
  const refresh = async () => void (shown.state = 'absent')
  const { states, shown, processes } = await openStates(t, 'R58M123ABC', { refresh })
  await processes.recordPhoneState('phone_01', { state: 'ready', reason: null, next: null, model: 'Pixel' })
  shown.state = 'device'

  assert.equal(
    await states.settle('phone_01', new AbortController().signal),
    'phone phone_01 is offline: adb does not list R58M123ABC',
  )
})

test('a list that does not come leaves what is known, after three seconds', async (t) => {
  const refresh = (signal: AbortSignal) => clock.sleep(60_000, signal)
  const { states, shown, clock } = await openStates(t, 'R58M123ABC', { refresh })
  shown.state = 'device'

  const settled = states.settle('phone_01', new AbortController().signal)
  await clock.advance(3000)

  assert.equal(await settled, null)
})

test('registering a phone looks at that phone only', async (t) => {
  const asked: string[] = []
  const readInfo = async (serial: string) => {
    asked.push(serial)
    return PIXEL
  }
  const { states, shown, processes } = await openStates(t, 'serial-1', { readInfo })
  shown.state = 'device'
  for (let number = 2; number <= 20; number++) {
    await processes.putPhone(`phone_${number}`, { serial: `serial-${number}` })
    states.refresh(`phone_${number}`)
  }
  await eventually(() => asked.length >= 19)
  await states.stop()

  assert.equal(asked.length, 19)
})

test('what a phone tells of itself is not taken for what has its place by then', async (t) => {
  const answers: ((info: PhoneInfo) => void)[] = []
  const readInfo = () => new Promise<PhoneInfo>((resolve) => void answers.push(resolve))
  const { states, shown, processes } = await openStates(t, 'old', { readInfo })
  shown.state = 'device'
  states.refresh('phone_01')
  await eventually(() => answers.length === 1)

  await processes.putPhone('phone_01', { serial: 'new' })
  answers[0]?.(PIXEL)
  await states.stop()

  assert.equal(processes.readPhone('phone_01').model, null)
})
