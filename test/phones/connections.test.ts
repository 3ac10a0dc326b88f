import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PhoneInfo } from '../../src/devices/phone-info.ts'
import { eventually } from '../support/farm.ts'
import { openPhones, PIXEL, unfit } from './phones-farm.ts'

const NEVER = new AbortController().signal

test('a network phone that was just registered gets no work before it is connected', async (t) => {
  const { phones, clock, say } = await openPhones(t, { serials: ['127.0.0.1:5555'] })
  phones.start()
  assert.deepEqual(phones.admit('phone_01'), {
    code: 'phone_connecting',
    message: 'phone phone_01 is being connected',
  })
  await say('127.0.0.1:5555', 'device')
  await clock.advance(0)
  assert.equal(phones.admit('phone_01'), null)
})

test('a network phone that is not connected in time is let through, and the scheduler is told', async (t) => {
  const { phones, clock, woken } = await openPhones(t, { serials: ['127.0.0.1:5555'] })
  phones.start()
  await clock.advance(5000)
  assert.deepEqual([phones.admit('phone_01'), woken.at(-1)], [null, 'phone_01'])
})

test('a phone on a cable that adb does not list is let through at once, so that its run tells what is wrong', async (t) => {
  const { phones } = await openPhones(t)
  phones.start()
  assert.equal(phones.admit('phone_01'), null)
})

test('a phone that adb lists and that was never allowed waits for a person', async (t) => {
  const { phones, say, standing } = await openPhones(t)
  phones.start()
  await say('serial-1', 'unauthorized')
  assert.equal(phones.admit('phone_01')?.code, 'phone_unauthorized')
  assert.deepEqual(await standing('phone_01'), {
    state: 'unauthorized',
    reason: 'USB debugging is not allowed on its screen yet',
    next: 'a person taps "Allow" on the phone',
  })
})

test('a phone that was seen before and is gone by the newest list is away, whatever the list before said', async (t) => {
  const farm = await openPhones(t, { watcher: { refresh: async () => void farm.words.delete('serial-1') } })
  farm.phones.start()
  await farm.say('serial-1', 'device')
  await eventually(() => farm.processes.readPhone('phone_01').model === 'Pixel')

  assert.equal(
    await farm.phones.settle('phone_01', NEVER),
    'phone phone_01 is offline: adb does not list serial-1; work goes on when it is connected again',
  )
})

test('a list that does not come leaves what is known, after three seconds', async (t) => {
  const farm = await openPhones(t, { watcher: { refresh: (signal) => farm.clock.sleep(60_000, signal) } })
  farm.words.set('serial-1', 'device')

  const settled = farm.phones.settle('phone_01', NEVER)
  await farm.clock.advance(3000)

  assert.equal(await settled, null)
})

test('registering a phone looks at that phone only', async (t) => {
  const asked: string[] = []
  const readInfo = async (serial: string) => {
    asked.push(serial)
    return PIXEL
  }
  const { phones, processes, words } = await openPhones(t, { serials: [], watcher: { readInfo } })
  phones.start()
  for (let number = 1; number <= 20; number++) {
    words.set(`serial-${number}`, 'device')
    await processes.putPhone(`phone_${number}`, { serial: `serial-${number}` })
  }
  await eventually(() => asked.length >= 20)
  await phones.stop()

  assert.equal(asked.length, 20)
})

test('what a phone tells of itself is not taken for what has its place by then', async (t) => {
  const answers: ((info: PhoneInfo) => void)[] = []
  const readInfo = () => new Promise<PhoneInfo>((resolve) => void answers.push(resolve))
  const { phones, processes, say } = await openPhones(t, { serials: ['old'], watcher: { readInfo } })
  phones.start()
  await say('old', 'device')
  await eventually(() => answers.length === 1)

  await processes.putPhone('phone_01', { serial: 'new' })
  answers[0]?.(PIXEL)
  await phones.stop()

  assert.equal(processes.readPhone('phone_01').model, null)
})

test('a phone that an earlier life of the daemon left as offline is shown ready once it has shown itself fit', async (t) => {
  const { phones, processes, words, clock, standing } = await openPhones(t)
  await processes.recordPhoneState('phone_01', { state: 'offline', reason: 'unplugged', next: null })
  words.set('serial-1', 'device')
  phones.start()
  await clock.advance(0)

  assert.deepEqual(await standing('phone_01'), { state: 'ready', reason: null, next: null })
})

test('a paused phone is told as paused until it is resumed, and its history tells both', async (t) => {
  const { phones, processes, say, standing } = await openPhones(t)
  phones.start()
  await say('serial-1', 'device')
  await processes.pausePhone('phone_01')
  assert.deepEqual(await standing('phone_01'), {
    state: 'paused',
    reason: 'a person has paused it',
    next: 'a person resumes it',
  })
  await processes.resumePhone('phone_01')
  await standing('phone_01')
  const { states } = processes.listPhoneStates('phone_01', {})
  assert.deepEqual(
    states.map(({ state }) => state),
    ['ready', 'paused', 'ready', 'offline'],
  )
})

test('a phone with another device behind it keeps nothing of what was known of the old one', async (t) => {
  const { phones, processes, words, health, say, clock } = await openPhones(t, { serials: ['old'] })
  phones.start()
  health.set('old', unfit('locked', 'phone old is locked with a PIN'))
  await say('old', 'device')
  assert.equal(phones.obstacle('phone_01')?.code, 'phone_locked')

  words.set('new', 'device')
  await processes.putPhone('phone_01', { serial: 'new' })
  await clock.advance(0)

  assert.equal(phones.obstacle('phone_01'), null)
})
