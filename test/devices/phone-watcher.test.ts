import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { pino } from 'pino'
import { createPhoneWatcher } from '../../src/devices/phone-watcher.ts'
import { createTransports, isNetworkSerial } from '../../src/devices/transports.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createFakeAdb, type FakeAdb } from './fake-adb.ts'

const NEVER = new AbortController().signal
const SERIAL = '127.0.0.1:16001'

async function startedWatcher(t: TestContext, adb: FakeAdb) {
  const clock = createFakeClock()
  const watcher = createPhoneWatcher({
    adb,
    transports: createTransports(() => ({ hardware: null, addresses: [] })),
    clock,
    log: pino({ level: 'silent' }),
    appPackages: () => ['com.a', 'com.b'],
  })
  const changes: string[] = []
  watcher.onChange(({ serial, state }) => changes.push(`${serial} ${state}`))
  t.after(watcher.stop)
  await watcher.start(NEVER)
  return { watcher, clock, changes }
}

test('a phone is known as soon as the watcher has started', async (t) => {
  const { watcher } = await startedWatcher(t, createFakeAdb({ states: { USB1: 'unauthorized' } }))

  assert.equal(watcher.stateOf('USB1'), 'unauthorized')
  assert.equal(watcher.stateOf('USB2'), 'absent')
})

test('an unplugged phone is told to the listeners', async (t) => {
  const adb = createFakeAdb({ states: { USB1: 'device' } })
  const { watcher, changes } = await startedWatcher(t, adb)

  adb.states.delete('USB1')
  adb.changed()

  assert.deepEqual(changes, ['USB1 device', 'USB1 absent'])
  assert.equal(watcher.stateOf('USB1'), 'absent')
})

test('a phone that goes offline without a word of the track stream is noticed within two seconds', async (t) => {
  const adb = createFakeAdb({ states: { [SERIAL]: 'device' } })
  const { watcher, clock } = await startedWatcher(t, adb)

  adb.states.set(SERIAL, 'offline')
  await clock.advance(2_000)

  assert.equal(watcher.stateOf(SERIAL), 'offline')
})

test('a registered network phone that is missing is connected', async (t) => {
  const adb = createFakeAdb({ reachable: () => true })
  const { watcher, clock } = await startedWatcher(t, adb)

  watcher.watch([SERIAL, 'USB1'])
  await clock.advance(0)

  assert.deepEqual(adb.connected, [SERIAL])
  assert.equal(watcher.stateOf(SERIAL), 'device')
})

test('a phone that cannot be reached is tried again later and later', async (t) => {
  const adb = createFakeAdb({})
  const { watcher, clock } = await startedWatcher(t, adb)
  watcher.watch([SERIAL])

  const seen: number[] = []
  for (const ms of [0, 499, 1, 999, 1, 1_999, 1]) {
    await clock.advance(ms)
    seen.push(adb.connected.length)
  }

  assert.deepEqual(seen, [1, 1, 2, 2, 3, 3, 4])
})

test('a registered phone that goes offline is reconnected', async (t) => {
  const adb = createFakeAdb({ states: { [SERIAL]: 'device' }, reachable: () => true })
  const { watcher, clock } = await startedWatcher(t, adb)
  watcher.watch([SERIAL])

  adb.states.set(SERIAL, 'offline')
  adb.changed()
  await clock.advance(0)

  assert.deepEqual(adb.connected, [SERIAL])
})

test('a phone that is not registered any more is left alone', async (t) => {
  const adb = createFakeAdb({})
  const { watcher, clock } = await startedWatcher(t, adb)
  watcher.watch([SERIAL])
  await clock.advance(0)

  watcher.watch([])
  await clock.advance(60_000)

  assert.deepEqual(adb.connected, [SERIAL])
})

test('a phone that waits for its owner to allow debugging is not connected again and again', async (t) => {
  const adb = createFakeAdb({ states: { [SERIAL]: 'unauthorized' } })
  const { watcher, clock } = await startedWatcher(t, adb)

  watcher.watch([SERIAL])
  await clock.advance(60_000)

  assert.deepEqual(adb.connected, [])
})

test('a phone tells its model, Android, display and the apps that matter', async (t) => {
  const answers: Record<string, string> = {
    'getprop ro.product.model': 'Pixel 8\n',
    'getprop ro.build.version.release': '14\n',
    'wm size': 'Physical size: 1080x2400\nOverride size: 720x1600\n',
    'dumpsys package com.a':
      '  Package [com.a] (77):\n    versionName=1.2.0\n  Hidden system packages:\n    versionName=1.0.0\n',
    'dumpsys package com.b': 'Unable to find package: com.b\n',
  }
  const adb = createFakeAdb({ states: { USB1: 'device' }, shell: (command) => answers[command] ?? '' })
  const { watcher } = await startedWatcher(t, adb)

  assert.deepEqual(await watcher.readInfo('USB1', NEVER), {
    model: 'Pixel 8',
    android_version: '14',
    apps: [{ package_name: 'com.a', version: '1.2.0' }],
    width: 720,
    height: 1600,
  })
})

for (const [serial, network] of [
  ['127.0.0.1:16001', true],
  ['phone-7.lan:5555', true],
  ['[fe80::1%eth0]:5555', true],
  ['emulator-5554', false],
  ['R5CT1234', false],
  ['adb-R5CT1234-AbCdEf (2)._adb-tls-connect._tcp', false],
] as const) {
  test(`${serial} is ${network ? '' : 'not '}connected over the network by us`, () => {
    assert.equal(isNetworkSerial(serial), network)
  })
}
