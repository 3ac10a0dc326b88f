import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NEWEST_INCIDENT } from '../../../src/store/incidents.ts'
import { openOffice } from '../../support/store.ts'
import { openSickFarm } from './sick-farm.ts'

test('the daemon stops within seconds while a phone does not let go of its session, which stays held for the next boot', async (t) => {
  const farm = await openSickFarm(t)
  farm.phone('phone_01').stuck = true
  farm.recovery.report('phone_01', 'session_fault', 'socket hang up')
  await farm.clock.advance(5000)

  let isStopped = false
  void farm.recovery.stop().then(() => (isStopped = true))
  await farm.clock.advance(8000)

  assert.equal(isStopped, true)
  assert.equal(farm.store.read.leases.ofPhone('phone_01')?.holder, 'recovery')
})

test('a phone that falls silent while a session is being opened is brought to the rungs that can help', async (t) => {
  const farm = await openSickFarm(t)
  Object.assign(farm.phone('phone_01'), { stuck: true, readable: false, curedBy: 'restart_server' })

  farm.recovery.report('phone_01', 'session_fault', 'socket hang up')
  await farm.settle(150_000)
  farm.phone('phone_01').stuck = false
  await farm.settle()

  assert.deepEqual(farm.rungs('phone_01'), ['reopen_session did_not_help', 'restart_server helped'])
})

test('a phone that a person has taken is not even shown as being recovered', async (t) => {
  const farm = await openSickFarm(t)
  await farm.processes.takePhone('phone_01', { holder: 'anna' })
  const states: (string | null)[] = []
  farm.board.onChange(() => states.push(farm.stateOf('phone_01')))

  farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await farm.settle(5000)

  assert.deepEqual(states, [])
})

test('phones whose runs have still to end hold up no other ladder', async (t) => {
  const farm = await openSickFarm(t, { phones: 5 })
  const { store, clock } = farm
  for (const phone_id of ['phone_01', 'phone_02', 'phone_03', 'phone_04']) {
    await store.write('put_phone', ({ leases }) =>
      leases.take({
        phone_id,
        queue_item_id: phone_id,
        attempt: 1,
        boot_id: 'boot-1',
        at: clock.now().toISOString(),
      }),
    )
    farm.recovery.report(phone_id, 'session_fault', 'socket hang up')
    await clock.advance(20_000)
  }
  Object.assign(farm.phone('phone_05'), { answers: false, curedBy: 'adb_reconnect' })

  farm.recovery.report('phone_05', 'not_answering', 'it does not answer')
  await farm.settle(60_000)

  assert.deepEqual(farm.well, ['phone_05'])
})

test('the power of a hub stays on while a person has one of its phones', async (t) => {
  const hubs = { 'serial-01': '1-1', 'serial-02': '1-1' }
  const farm = await openSickFarm(t, { phones: 2, hubs })
  for (const name of ['phone_01', 'phone_02']) {
    Object.assign(farm.phone(name), { answers: false })
    farm.recovery.report(name, 'not_answering', 'it does not answer')
  }
  await farm.processes.takePhone('phone_02', { holder: 'anna' })
  await farm.settle(60_000)

  assert.ok(!farm.done.includes('reset_hub 1-1'), farm.done.join())
})

test('a quarantine goes on being looked at after a look that could not be made', async (t) => {
  const office = await openOffice(t, { phones: 1 })
  let failures = 0
  const write: typeof office.store.write = (name, change) => {
    if (name === 'begin_recovery' && failures-- > 0) return Promise.reject(new Error('the disk is full'))
    return office.store.write(name, change)
  }
  const farm = await openSickFarm(t, { office: { ...office, store: { ...office.store, write } } })
  farm.phone('phone_01').answers = false
  farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await farm.settle(5 * 60_000)
  assert.equal(farm.stateOf('phone_01'), 'quarantined')

  failures = 2
  farm.phone('phone_01').answers = true
  await farm.settle(60 * 60_000)

  assert.equal(farm.stateOf('phone_01'), null)
  assert.equal(farm.store.read.leases.ofPhone('phone_01'), null)
})

test('a phone is given back after its recovery although the disk was full for a moment', async (t) => {
  const office = await openOffice(t, { phones: 1 })
  let failures = 1
  const write: typeof office.store.write = (name, change) => {
    if (name === 'end_recovery' && failures-- > 0) return Promise.reject(new Error('the disk is full'))
    return office.store.write(name, change)
  }
  const farm = await openSickFarm(t, { office: { ...office, store: { ...office.store, write } } })
  Object.assign(farm.phone('phone_01'), { answers: false, curedBy: 'adb_reconnect' })

  farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await farm.settle(60_000)

  assert.equal(farm.store.read.leases.ofPhone('phone_01'), null)
  assert.deepEqual(farm.well, ['phone_01'])
})

test('another device behind a phone in quarantine begins anew, also for the next boot', async (t) => {
  const farm = await openSickFarm(t)
  farm.phone('phone_01').answers = false
  farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await farm.settle(5 * 60_000)
  assert.equal(farm.stateOf('phone_01'), 'quarantined')

  await farm.processes.putPhone('phone_01', { serial: 'another' })
  farm.recovery.forget('phone_01')
  await farm.clock.advance(0)

  assert.deepEqual(farm.store.read.recoveries.quarantined(), [])
})

test('a case that breaks off leaves no incident open', async (t) => {
  const office = await openOffice(t, { phones: 1 })
  const write: typeof office.store.write = (name, change) =>
    name === 'begin_rung' ? Promise.reject(new Error('a bug')) : office.store.write(name, change)
  const farm = await openSickFarm(t, { office: { ...office, store: { ...office.store, write } } })
  farm.phone('phone_01').answers = false

  farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await farm.settle(60_000)

  const [incident] = farm.store.read.incidents.list(NEWEST_INCIDENT, 1)
  assert.notEqual(incident?.ended_at, null)
  assert.equal(farm.store.read.leases.ofPhone('phone_01'), null)
})
