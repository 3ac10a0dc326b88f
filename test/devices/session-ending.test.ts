import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AdbClient } from '../../src/devices/adb-client.ts'
import { createSessionEnding } from '../../src/devices/session-ending.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { recordingLog } from '../support/recording-log.ts'
import { createFakeAdb } from './fake-adb.ts'

/** A session on a phone whose on-phone server ends only by force; Appium answers DELETE as `deletes` says. */
function createEnding(deletes: 'ends the server' | 'never answers' | 'fails') {
  const clock = createFakeClock()
  const commands: string[] = []
  let runs = true
  const adb: AdbClient = createFakeAdb({
    states: { phone: 'device' },
    shell(command) {
      commands.push(command)
      if (command.includes('am force-stop io.appium.uiautomator2.server')) runs = false
      return runs ? 'USER PID NAME\nu0_a1 7 io.appium.uiautomator2.server' : 'USER PID NAME\nroot 1 init'
    },
  })
  const ended: boolean[] = []
  const recycled: string[] = []
  const ending = createSessionEnding({
    serial: 'phone',
    appPackage: 'com.app',
    sessionId: 'session',
    async deleteSession(signal) {
      if (deletes === 'never answers') await clock.sleep(3_600_000, signal)
      if (deletes === 'fails') throw new Error('500')
      runs = false
    },
    adb,
    commands: { run: () => assert.fail('a command'), phoneIsGone: () => false, end: () => undefined },
    starter: { start: async () => undefined, isUnderWay: () => false, over: async () => undefined },
    memory: { look: async () => undefined, recycle: async (serial) => void recycled.push(serial) },
    closeMs: 15_000,
    abortMs: 1_000,
    onEnded: (confirmed) => void ended.push(confirmed),
    leaving: new AbortController().signal,
    clock,
    log: recordingLog().log,
  })
  return { ending, clock, commands, ended, recycled, runs: () => runs }
}

test('a DELETE that never answers is given 15 s, then the on-phone server is stopped by force', async () => {
  const { ending, clock, ended, runs } = createEnding('never answers')

  const closing = ending.close()
  await clock.advance(14_999)
  assert.equal(runs(), true)
  await clock.advance(1)

  assert.equal(await closing, true)
  assert.equal(runs(), false)
  assert.deepEqual(ended, [true])
})

test('a DELETE that fails leaves nothing on the phone either', async () => {
  const { ending, ended, runs } = createEnding('fails')

  assert.equal(await ending.close(), true)
  assert.equal(runs(), false)
  assert.deepEqual(ended, [true])
})

test('nothing is stopped by force on a phone whose server has ended, and its settings app is looked after', async () => {
  const { ending, commands, recycled } = createEnding('ends the server')

  assert.equal(await ending.close(), true)

  assert.equal(
    commands.some((command) => command.includes('force-stop')),
    false,
  )
  assert.deepEqual(recycled, ['phone'])
})
