import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError } from '../../../src/domain/errors.ts'
import { startCare } from './care-farm.ts'

const UNICODE_IME = 'io.appium.settings/.UnicodeIME'
const LATIN = 'com.android.inputmethod.latin/.LatinIME'

/** What a careless session leaves behind. */
const LEFT =
  'settings put global window_animation_scale 0; settings put global stay_on_while_plugged_in 0; settings put global hidden_api_policy 1'

type Farm = Awaited<ReturnType<typeof startCare>>

async function setupOf({ run }: Farm): Promise<string[]> {
  const read = ['window_animation_scale', 'stay_on_while_plugged_in', 'hidden_api_policy'].map(
    (name) => `settings get global ${name}`,
  )
  return (await run(read.join('; '))).out.trim().split('\n')
}

test('after a run the phone is set up as it was before, and nothing is remembered any more', async (t) => {
  const farm = await startCare(t)
  const before = await setupOf(farm)

  await farm.work(async () => void (await farm.run(LEFT)))

  assert.deepEqual(before, ['1.0', '7', 'null'])
  assert.deepEqual(await setupOf(farm), before)
  assert.deepEqual(farm.store.read.phoneSetups.all(), [])
})

test('a run that fails leaves the phone for a moment later, and it is put back then', async (t) => {
  const farm = await startCare(t)
  farm.care.start()

  const failure = await farm.work(async () => {
    await farm.run(LEFT)
    throw new RunError('session', 'the session is gone')
  })
  const remembered = farm.store.read.phoneSetups.all().length
  await farm.until(() => farm.store.read.phoneSetups.all().length === 0, 'the setup put back')

  assert.ok(failure instanceof RunError)
  assert.equal(remembered, 1)
  assert.deepEqual(await setupOf(farm), ['1.0', '7', 'null'])
})

test('what a dead daemon has left is put back by the next one', async (t) => {
  const farm = await startCare(t)
  const setup = JSON.stringify({
    window_animation_scale: '1.0',
    stay_on_while_plugged_in: '7',
    hidden_api_policy: null,
  })
  const row = { phone_id: 'phone_01', serial: farm.serial, setup, at: '2026-03-22T08:00:00.000Z' }
  await farm.store.write('remember_setup', ({ phoneSetups }) => phoneSetups.remember(row))
  await farm.run(LEFT)
  farm.care.start()

  await farm.until(() => farm.store.read.phoneSetups.all().length === 0, 'the setup put back')

  assert.deepEqual(await setupOf(farm), ['1.0', '7', 'null'])
})

test('a phone that is held by an earlier life or a person is left alone until it is free', async (t) => {
  const farm = await startCare(t)
  const row = {
    phone_id: 'phone_01',
    serial: farm.serial,
    setup: '{"window_animation_scale":"1.0"}',
    at: '2026-03-22T08:00:00.000Z',
  }
  const run = { phone_id: 'phone_01', queue_item_id: 'item_1', attempt: 1, boot_id: 'dead' }
  await farm.store.write('remember_setup', (tables) => {
    tables.phoneSetups.remember(row)
    tables.leases.take({ ...run, at: '2026-03-22T08:00:00.000Z' })
  })
  await farm.run(LEFT)
  farm.care.start()

  await farm.clock.advance(60_000)
  const whileHeld = (await setupOf(farm))[0]
  await farm.store.write('rescue', ({ leases }) => leases.release({ ...run, at: '2026-03-22T08:31:00.000Z' }))
  await farm.until(() => farm.store.read.phoneSetups.all().length === 0, 'the setup put back')

  assert.equal(whileHeld, '0')
  assert.equal((await setupOf(farm))[0], '1.0')
})

test('a death between putting back and storing that costs only another look', async (t) => {
  const farm = await startCare(t)
  const { write } = farm.store
  const deaths: string[] = []
  farm.store.write = (name, change) => {
    if (name !== 'setup_restored' || deaths.length > 0) return write(name, change)
    deaths.push(name)
    return Promise.reject(new Error('the daemon has died'))
  }

  await farm.work(async () => void (await farm.run(LEFT)))
  const left = farm.store.read.phoneSetups.all().length
  farm.care.start()
  await farm.until(() => farm.store.read.phoneSetups.all().length === 0, 'the setup put back')

  assert.deepEqual(deaths, ['setup_restored'])
  assert.equal(left, 1)
  assert.deepEqual(await setupOf(farm), ['1.0', '7', 'null'])
})

test('a phone that was never remembered is not changed: what cannot be stored is not begun', async (t) => {
  const farm = await startCare(t)
  const { write } = farm.store
  farm.store.write = (name, change) =>
    name === 'remember_setup' ? Promise.reject(new Error('the daemon has died')) : write(name, change)
  farm.virtual.phone.power.sleep()

  await farm.work()

  assert.ok(farm.commands.length > 0)
  assert.ok(!farm.commands.some((command) => /settings put|ime set|WAKEUP/.test(command)))
})

test('a second run keeps what was so before the first one that was not put back', async (t) => {
  const farm = await startCare(t)
  await farm.work(async () => {
    await farm.run(LEFT)
    throw new RunError('session', 'the session is gone')
  })

  await farm.work()

  assert.deepEqual(await setupOf(farm), ['1.0', '7', 'null'])
  assert.deepEqual(farm.store.read.phoneSetups.all(), [])
})

test('a keyboard that a session has left is taken back', async (t) => {
  const farm = await startCare(t)
  const { inputMethods } = farm.virtual.phone
  const first = inputMethods.current()

  await farm.work(() => Promise.resolve(inputMethods.set(UNICODE_IME)))

  assert.equal(first, LATIN)
  assert.equal(inputMethods.current(), LATIN)
})

test('a dark phone is woken for its run, and dark again half a minute after the last one', async (t) => {
  const farm = await startCare(t)
  const { power } = farm.virtual.phone
  power.sleep()
  const seen: string[] = []

  await farm.work(() =>
    Promise.resolve(void seen.push(`on ${power.isScreenOn()}, locked ${power.isLocked()}`)),
  )
  const after = power.isScreenOn()
  await farm.clock.advance(29_000)
  const almost = power.isScreenOn()
  await farm.until(() => !power.isScreenOn(), 'the dark screen')

  assert.deepEqual(seen, ['on true, locked false'])
  assert.deepEqual([after, almost], [true, true])
})

test('a person who holds the phone keeps the screen on', async (t) => {
  const farm = await startCare(t)
  await farm.work()
  await farm.store.write('take_phone', ({ leases }) =>
    leases.takeFor(
      { kind: 'person', phone_id: 'phone_01', holder: 'ana', until: null },
      '2026-03-22T08:30:10.000Z',
    ),
  )

  await farm.clock.advance(60_000)

  assert.equal(farm.virtual.phone.power.isScreenOn(), true)
})

test('screens are left alone where that is set', async (t) => {
  const farm = await startCare(t, { screenOffMs: null })
  await farm.work()
  await farm.clock.advance(120_000)

  assert.equal(farm.virtual.phone.power.isScreenOn(), true)
})

test('a phone that does not answer does not keep its run from being tried', async (t) => {
  const farm = await startCare(t)
  farm.state.answers = false
  const tried: string[] = []

  await farm.work(() => Promise.resolve(void tried.push('run')))

  assert.deepEqual(tried, ['run'])
})
