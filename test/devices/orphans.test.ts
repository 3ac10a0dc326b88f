import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { closeOrphan } from '../../src/devices/orphans.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createFakeAdb, type FakeAdb } from './fake-adb.ts'

const NEVER = new AbortController().signal
const LINE = (name: string) => `u0_a1 4711 1 0 0 S ${name}`
const SERVER = 'io.appium.uiautomator2.server'
const ORPHAN = { serial: 'USB1', app_package: 'com.clips', session_id: null, container: null }

/** A phone on which `running` says what runs; a forced stop ends it, but for what is `stubborn`. */
function phoneOf(given: readonly string[], stubborn: readonly string[] = []) {
  const running = new Set(given)
  const adb = createFakeAdb({
    states: { USB1: 'device' },
    shell: (command) => {
      for (const [, name = ''] of command.matchAll(/am force-stop (\S+?)(?:;|$)/g))
        if (!stubborn.includes(name)) running.delete(name)
      return command.includes('ps -A')
        ? ['USER NAME', LINE('init'), ...[...running].map(LINE)].join('\n')
        : ''
    },
  })
  return { adb, running }
}

async function closed(adb: FakeAdb, meanwhile: () => void = () => undefined) {
  const clock = createFakeClock()
  const outcome = closeOrphan({ adb, clock, log: pino({ level: 'silent' }) }, ORPHAN, NEVER)
  await clock.advance(100)
  meanwhile()
  await clock.advance(900)
  return await outcome
}

test('an orphan is closed when the phone shows that neither its server nor its app runs', async () => {
  const { adb, running } = phoneOf([SERVER, 'com.clips', 'com.other'])

  assert.deepEqual(await closed(adb), { status: 'closed' })
  assert.deepEqual([...running], ['com.other'])
})

test('what comes up a moment after the first stop is stopped as well', async () => {
  const { adb, running } = phoneOf([])

  const outcome = await closed(adb, () => running.add(SERVER).add('com.clips'))

  assert.deepEqual(outcome, { status: 'closed' })
  assert.deepEqual([...running], [])
})

test('a server that does not stop leaves the phone unreachable', async () => {
  const { adb } = phoneOf([SERVER], [SERVER])

  assert.deepEqual(await closed(adb), {
    status: 'unreachable',
    reason: 'the server on USB1 does not stop',
  })
})

test('a phone that adb does not list is unreachable', async () => {
  const { adb } = phoneOf([])
  adb.states.delete('USB1')

  assert.deepEqual(await closed(adb), { status: 'unreachable', reason: "device 'USB1' not found" })
})
