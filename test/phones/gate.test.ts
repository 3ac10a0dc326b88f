import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import { openPhones, unfit, FIT } from './phones-farm.ts'

test('a phone that has shown itself fit within the last half minute is claimed for without a look', async (t) => {
  const { phones, say, probed } = await openPhones(t)
  phones.start()
  await say('serial-1', 'device')
  assert.equal(phones.admit('phone_01'), null)
  assert.deepEqual(probed, ['serial-1'])
})

test('without a fresh look a phone is looked at before the claim, and the scheduler is told when that is over', async (t) => {
  const { phones, words, probed, woken, clock } = await openPhones(t)
  words.set('serial-1', 'device')
  assert.deepEqual(phones.admit('phone_01'), {
    code: 'phone_being_checked',
    message: 'phone phone_01 is being looked at',
  })
  await clock.advance(0)
  assert.deepEqual([probed, woken.at(-1)], [['serial-1'], 'phone_01'])
  assert.equal(phones.admit('phone_01'), null)
})

test('a phone that does not answer its probe holds up no other', async (t) => {
  const { phones, words, health, clock } = await openPhones(t, { serials: ['dead', 'alive'] })
  for (const serial of ['dead', 'alive']) words.set(serial, 'device')
  health.set('dead', 'hangs')
  phones.admit('phone_01')
  phones.admit('phone_02')
  await clock.advance(0)
  assert.deepEqual([phones.admit('phone_01')?.code, phones.admit('phone_02')], ['phone_being_checked', null])
})

test('an idle phone whose connection has died while adb still lists it shows within a minute, and is reported', async (t) => {
  const { phones, say, health, clock, standing, reports } = await openPhones(t)
  phones.start()
  await say('serial-1', 'device')
  health.set('serial-1', unfit('silent', 'phone serial-1 is listed but does not answer'))

  await clock.advance(30_000)

  assert.deepEqual(await standing('phone_01'), {
    state: 'offline',
    reason: 'phone serial-1 is listed but does not answer',
    next: 'it is asked again every few seconds',
  })
  assert.equal(reports[0], 'phone_01 not_answering')
})

test('a phone that answers again is ready again by itself', async (t) => {
  const { phones, say, health, clock, standing } = await openPhones(t)
  phones.start()
  health.set('serial-1', unfit('silent', 'phone serial-1 is listed but does not answer'))
  await say('serial-1', 'device')
  health.set('serial-1', FIT)

  await clock.advance(15_000)

  assert.deepEqual(await standing('phone_01'), { state: 'ready', reason: null, next: null })
})

test('a phone is booting until Android has come up, then locked until a person has unlocked it', async (t) => {
  const { phones, say, health, clock, standing, processes } = await openPhones(t)
  phones.start()
  health.set('serial-1', unfit('booting', 'phone serial-1 is still starting up'))
  await say('serial-1', 'device')
  assert.equal(phones.admit('phone_01')?.code, 'phone_booting')
  health.set('serial-1', unfit('locked', 'phone serial-1 has not been unlocked since it started'))
  await clock.advance(15_000)
  assert.equal(phones.admit('phone_01')?.code, 'phone_locked')
  health.set('serial-1', FIT)
  await clock.advance(15_000)

  assert.equal((await standing('phone_01')).state, 'ready')
  const { states } = processes.listPhoneStates('phone_01', {})
  assert.deepEqual(
    states.map(({ state }) => state),
    ['ready', 'locked', 'booting', 'offline'],
  )
})

test('a start of Android that takes more than ten minutes is reported', async (t) => {
  const { phones, say, health, clock, reports } = await openPhones(t)
  phones.start()
  health.set('serial-1', unfit('booting', 'phone serial-1 is still starting up'))
  await say('serial-1', 'device')
  await clock.advance(10 * 60_000)
  const before = [...reports]
  await clock.advance(15_000)
  assert.deepEqual([before, reports[0]], [[], 'phone_01 boot_hangs'])
})

test('after a fault of the session a phone has to show something on its screen', async (t) => {
  const { phones, say, clock, reports } = await openPhones(t)
  phones.start()
  await say('serial-1', 'device')
  const execute = phones.watchRuns(() => Promise.reject(new RunError('session', 'the server is gone')))
  await assert.rejects(execute({ item: { phone_id: 'phone_01' } }))
  await clock.advance(0)

  assert.equal(phones.admit('phone_01')?.code, 'phone_being_checked')
  await clock.advance(20_000)

  // The adb of this test gives neither a picture nor a window.
  assert.deepEqual(
    [phones.admit('phone_01')?.code, reports[0]],
    ['phone_offline', 'phone_01 screen_unreadable'],
  )
})

test('a fault of the app says nothing of the phone', async (t) => {
  const { phones, say } = await openPhones(t)
  phones.start()
  await say('serial-1', 'device')
  const execute = phones.watchRuns(() => Promise.reject(new RunError('app_changed', 'no such screen')))
  await assert.rejects(execute({ item: { phone_id: 'phone_01' } }))

  assert.equal(phones.admit('phone_01'), null)
})

test('a run that went well shows its phone fit', async (t) => {
  const { phones, words, probed } = await openPhones(t)
  words.set('serial-1', 'device')
  await phones.watchRuns(() => Promise.resolve('done'))({ item: { phone_id: 'phone_01' } })

  assert.deepEqual([phones.admit('phone_01'), probed], [null, []])
})

test('a phone that a run or the recovery works on is not probed on the side', async (t) => {
  const { phones, words, store, clock, probed } = await openPhones(t)
  await store.write('put_phone', ({ leases }) =>
    leases.takeFor(
      { kind: 'maintenance', phone_id: 'phone_01', holder: 'recovery', boot_id: 'b' },
      clock.now().toISOString(),
    ),
  )
  phones.start()
  words.set('serial-1', 'device')
  await clock.advance(60_000)
  assert.deepEqual(probed, [])
})

test('a look that began before a phone went away says nothing of it', async (t) => {
  const { phones, words, say, health, clock, standing } = await openPhones(t)
  phones.start()
  words.set('serial-1', 'device')
  health.set('serial-1', 'hangs')
  const looked = phones.gate.look('phone_01')
  await clock.advance(0)
  // The look that is under way comes to its end with what the phone was before.
  health.set(
    'serial-1',
    unfit('not_connected', 'phone serial-1 has the same hardware serial as another phone'),
  )
  await say('serial-1', 'clone')
  await clock.advance(24 * 3_600_000)
  await looked

  const { state, reason } = await standing('phone_01')
  assert.equal(state, 'offline')
  assert.match(reason ?? '', /the same hardware serial/)
})

test('a phone on USB that stays offline is reported, as nobody else connects it anew', async (t) => {
  const { phones, say, clock, reports } = await openPhones(t)
  phones.start()
  await say('serial-1', 'offline')
  await clock.advance(15_000)
  const early = [...reports]
  await clock.advance(10_000)

  assert.deepEqual([early, reports[0]], [[], 'phone_01 adb_offline'])
})

test('a phone on the network that is offline is left to the watcher, which connects it', async (t) => {
  const { phones, say, clock, reports } = await openPhones(t, { serials: ['10.0.0.7:5555'] })
  phones.start()
  await say('10.0.0.7:5555', 'offline')
  await clock.advance(60_000)

  assert.deepEqual(reports, [])
})
