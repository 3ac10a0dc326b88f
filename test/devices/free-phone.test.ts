import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdbError } from '../../src/devices/adb-protocol.ts'
import { freePhone } from '../../src/devices/free-phone.ts'
import { PhoneNotFreed } from '../../src/domain/run-control.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { silentLog } from '../support/farm.ts'
import { createFakeAdb } from './fake-adb.ts'

const FREE = 'USER PID NAME\nroot 1 init\n'
const SERVER = 'USER PID NAME\nu0_a1 77 io.appium.uiautomator2.server\n'

/** A phone whose answers to the stop come in this order; the last one stays. */
function phoneThat(...answers: (string | Error)[]) {
  const clock = createFakeClock()
  const asked: string[] = []
  const leaving = new AbortController()
  const adb = createFakeAdb({
    states: { P1: 'device' },
    shell(command) {
      asked.push(command)
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      if (answer instanceof Error) throw answer
      return answer ?? ''
    },
  })
  const free = () =>
    freePhone({ adb, clock, log: silentLog, leaving: leaving.signal }, 'P1', 'com.phonefarm.clips')
  return { adb, clock, asked, leaving, free }
}

test('a phone that shows nothing of the run after the stop is free at once', async () => {
  const { free, asked } = phoneThat(FREE)

  assert.equal(await free(), 'confirmed')
  assert.deepEqual(asked, [
    'am force-stop com.phonefarm.clips; am force-stop io.appium.uiautomator2.server; am force-stop io.appium.uiautomator2.server.test; ps -A',
  ])
})

// An empty list is no list: the phone did not tell.
for (const left of [SERVER, '']) {
  test(`a phone that shows ${JSON.stringify(left.split('\n')[1] ?? left)} is stopped again until it is gone`, async () => {
    const { free, clock, asked } = phoneThat(left, left, FREE)

    const freed = free()
    await clock.advance(250 + 500)

    assert.equal(await freed, 'confirmed')
    assert.equal(asked.length, 3)
  })
}

test('a service of the app that the system has brought back does not hold the phone', async () => {
  const { free } = phoneThat('USER PID NAME\nu0_a2 78 com.phonefarm.clips:push\n')

  assert.equal(await free(), 'confirmed')
})

test('a phone that had not answered has to confirm twice, a second apart', async () => {
  const { free, clock, asked } = phoneThat(new AdbError('timeout', 'no answer'), FREE)
  let how: string | null = null

  const freed = free().then((answer) => (how = answer))
  await clock.advance(250 + 999)
  const early = [how, asked.length]
  await clock.advance(1)
  await freed

  assert.deepEqual(early, [null, 2])
  assert.deepEqual([how, asked.length], ['confirmed', 3])
})

test('a phone that adb has lost is out of reach', async () => {
  const { free, adb, clock } = phoneThat(new AdbError('timeout', 'no answer'))

  const freed = free()
  await clock.advance(0)
  adb.states.set('P1', 'offline')
  await clock.advance(250)

  assert.equal(await freed, 'gone')
})

test('a daemon that has to leave is not held up by a phone that hangs', async () => {
  const { free, clock, leaving } = phoneThat(new AdbError('timeout', 'no answer'))

  const freed = assert.rejects(free(), PhoneNotFreed)
  await clock.advance(60_000)
  leaving.abort(new Error('the daemon is stopping'))

  await freed
})
