import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LadderRung } from '../../../src/domain/recovery-plan.ts'
import { createdId } from '../../support/store.ts'
import { keywordWarmupRequest } from '../../support/requests.ts'
import { openSickFarm } from './sick-farm.ts'

const RUNGS: readonly LadderRung[] = [
  'reopen_session',
  'restart_server',
  'reinstall_server',
  'adb_reconnect',
  'reforward',
  'usb_reset',
  'reboot',
]
for (const [index, rung] of RUNGS.entries()) {
  test(`a session fault that ${rung} cures climbs up to it and no further`, async (t) => {
    const farm = await openSickFarm(t)
    Object.assign(farm.phone('phone_01'), { readable: false, curedBy: rung })

    farm.recovery.report('phone_01', 'session_fault', 'socket hang up')
    await farm.settle()

    const failed = RUNGS.slice(0, index).map((lower) => `${lower} did_not_help`)
    assert.deepEqual(farm.rungs('phone_01'), [...failed, `${rung} helped`])
    assert.deepEqual(farm.well, ['phone_01'])
    assert.equal(farm.stateOf('phone_01'), null)
    assert.equal(farm.store.read.leases.ofPhone('phone_01'), null)
  })
}

test('a phone that is being recovered says so, and what is tried', async (t) => {
  const farm = await openSickFarm(t)
  Object.assign(farm.phone('phone_01'), { answers: false })

  farm.recovery.report('phone_01', 'not_answering', 'it is listed but does not answer')
  await farm.clock.advance(5000)

  assert.deepEqual(farm.board.of('phone_01').get('recovery'), {
    state: 'recovering',
    reason: 'it is listed but does not answer',
    next: 'adb connects it anew, then it is looked at',
  })
  assert.equal(farm.store.read.leases.ofPhone('phone_01')?.holder, 'recovery')
})

test('a phone that nothing helps is put into quarantine with what was tried', async (t) => {
  const farm = await openSickFarm(t)
  Object.assign(farm.phone('phone_01'), { answers: false })

  farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await farm.settle()

  assert.equal(farm.stateOf('phone_01'), 'quarantined')
  assert.deepEqual(farm.rungs('phone_01'), [
    'adb_reconnect did_not_help',
    'usb_reset did_not_help',
    'reboot did_not_help',
    'quarantine open',
  ])
  const { reason = '', next = '' } = farm.board.of('phone_01').get('recovery') ?? {}
  assert.equal(
    reason,
    'it does not answer; nothing helped: adb_reconnect, usb_reset, reboot: it does not answer',
  )
  assert.match(next, /a person readmits it/)
  assert.deepEqual(farm.well, [])
})

test('a quarantined phone that shows itself well three times goes on by itself', async (t) => {
  const farm = await openSickFarm(t)
  Object.assign(farm.phone('phone_01'), { answers: false })
  farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await farm.settle()

  farm.phone('phone_01').answers = true
  await farm.settle(30 * 60_000)

  assert.equal(farm.stateOf('phone_01'), null)
  assert.equal(farm.rungs('phone_01').at(-1), 'quarantine proved_well')
  assert.deepEqual(farm.well, ['phone_01'])
})

test('a person ends a quarantine, and experience begins anew', async (t) => {
  const farm = await openSickFarm(t)
  Object.assign(farm.phone('phone_01'), { readable: false })
  farm.recovery.report('phone_01', 'session_fault', 'socket hang up')
  await farm.settle()

  assert.equal(await farm.recovery.readmit('phone_01'), true)
  assert.equal(await farm.recovery.readmit('phone_01'), false)
  const before = farm.rungs('phone_01').length
  Object.assign(farm.phone('phone_01'), { curedBy: 'reboot' })
  farm.recovery.report('phone_01', 'session_fault', 'socket hang up')
  await farm.settle()

  assert.deepEqual(farm.well, ['phone_01', 'phone_01'])
  assert.equal(farm.rungs('phone_01')[before], 'reopen_session did_not_help')
  assert.equal(farm.rungs('phone_01').at(-1), 'reboot helped')
})

test('a phone that comes into quarantine for the third time in a day waits for a person', async (t) => {
  const farm = await openSickFarm(t)
  for (let time = 1; time <= 3; time += 1) {
    farm.phone('phone_01').answers = false
    farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
    await farm.settle()
    assert.equal(farm.stateOf('phone_01'), 'quarantined')
    farm.phone('phone_01').answers = true
    await farm.settle(90 * 60_000)
  }

  assert.equal(farm.board.of('phone_01').get('recovery')?.next, 'a person looks at it and readmits it')
})

test('a phone with a run is recovered only after that run has ended', async (t) => {
  const farm = await openSickFarm(t)
  const { processes, store, clock } = farm
  await createdId(processes.acceptCapabilityRequest(keywordWarmupRequest()))
  const item = await farm.claim('phone_01')
  await store.write('put_phone', (tables) =>
    tables.leases.take({ ...item, boot_id: 'boot-1', at: clock.now().toISOString() }),
  )
  Object.assign(farm.phone('phone_01'), { readable: false, curedBy: 'restart_server' })

  farm.recovery.report('phone_01', 'session_fault', 'socket hang up')
  await farm.settle(60_000)
  assert.deepEqual(farm.done, [])
  const error = { message: 'socket hang up', category: 'session' } as const
  const not_before = new Date(clock.now().getTime() + 3_600_000).toISOString()
  await farm.end(item, { to: 'RETRYABLE', error, failed: 'infrastructure', not_before })
  await store.write('put_phone', (tables) =>
    tables.leases.release({ ...item, boot_id: 'boot-1', at: clock.now().toISOString() }),
  )
  await farm.settle(60_000)

  assert.equal(farm.rungs('phone_01').at(-1), 'restart_server helped')
  const row = store.read.queueItems.ofProcess(item.process_id)[0]
  assert.equal(row?.ready, 1, 'its item goes on at once')
  assert.equal(row?.not_before, null)
})

test('a phone that a person has taken is theirs', async (t) => {
  const farm = await openSickFarm(t)
  await farm.processes.takePhone('phone_01', { holder: 'anna' })
  farm.phone('phone_01').answers = false

  farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await farm.settle()

  assert.deepEqual(farm.done, [])
  assert.equal(farm.stateOf('phone_01'), null)
})

test('a phone that is being rescued is recovered under the hold of the rescue', async (t) => {
  const farm = await openSickFarm(t)
  const hold = { kind: 'maintenance', phone_id: 'phone_01', holder: 'rescue', boot_id: 'boot-1' } as const
  await farm.store.write('put_phone', (tables) => tables.leases.takeFor(hold, farm.clock.now().toISOString()))
  farm.rescued.add('phone_01')
  Object.assign(farm.phone('phone_01'), { answers: false, curedBy: 'adb_reconnect' })

  farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await farm.settle()

  assert.deepEqual(farm.well, ['phone_01'])
  assert.equal(farm.store.read.leases.ofPhone('phone_01')?.holder, 'rescue')
})

const LEFT_ALONE = [
  ['nothing on the phone is wrong', 'phone_01', 'none'],
  ['it is not registered', 'phone_99', undefined],
] as const
for (const [why, phoneId, hint] of LEFT_ALONE) {
  test(`a phone is left alone when ${why}`, async (t) => {
    const farm = await openSickFarm(t)

    farm.recovery.report(phoneId, 'session_fault', 'no port is free', hint)
    await farm.settle()

    assert.deepEqual(farm.done, [])
  })
}

test('a paused phone is left alone', async (t) => {
  const farm = await openSickFarm(t)
  farm.board.set('phone_01', 'person', { state: 'paused', reason: 'a person', next: 'a person' })

  farm.recovery.report('phone_01', 'session_fault', 'socket hang up')
  await farm.settle()

  assert.deepEqual(farm.done, [])
})

test('a phone that is unplugged is not climbed on and not given up', async (t) => {
  const farm = await openSickFarm(t)
  Object.assign(farm.phone('phone_01'), { state: 'absent', answers: false })

  farm.recovery.report('phone_01', 'device_fault', 'device not found')
  await farm.settle()

  assert.deepEqual(farm.done, ['usb_reset serial-01'])
  assert.equal(farm.stateOf('phone_01'), null)
})

test('a phone that comes back in the middle of its ladder is not restarted', async (t) => {
  const farm = await openSickFarm(t)
  const phone = farm.phone('phone_01')
  Object.assign(phone, { state: 'absent', answers: false })

  farm.recovery.report('phone_01', 'device_fault', 'device not found')
  await farm.clock.advance(10_000)
  Object.assign(phone, { state: 'device', answers: true })
  await farm.settle()

  assert.ok(!farm.done.includes('reboot serial-01'), farm.done.join())
})

test('a symptom that is gone before anything was tried costs nothing', async (t) => {
  const farm = await openSickFarm(t)

  farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await farm.settle()

  assert.deepEqual(farm.done, [])
  assert.deepEqual(farm.well, ['phone_01'])
})

test('two reconnects of one phone are half a minute apart', async (t) => {
  const farm = await openSickFarm(t)
  const phone = farm.phone('phone_01')
  Object.assign(phone, { answers: false, curedBy: 'adb_reconnect' })
  farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await farm.settle(5000)
  phone.answers = false

  farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await farm.settle(20_000)
  assert.equal(farm.done.length, 1)
  await farm.settle(20_000)

  assert.deepEqual(farm.done, ['adb_reconnect serial-01', 'adb_reconnect serial-01'])
})

test('all phones at once are one incident, with one action before any ladder', async (t) => {
  const farm = await openSickFarm(t, { phones: 6 })
  const names = [1, 2, 3, 4, 5, 6].map((number) => `phone_0${number}`)
  for (const name of names) {
    farm.phone(name).answers = false
    farm.recovery.report(name, 'not_answering', 'adb: no answer')
  }
  await farm.clock.advance(4000)
  for (const name of names) farm.phone(name).answers = true
  await farm.settle()

  assert.deepEqual(farm.done, ['ensure_adb'])
  assert.equal(farm.well.length, 6)
  const { incidents } = farm.processes.listIncidents({})
  assert.equal(incidents.length, 1)
  assert.equal(incidents[0]?.scope, 'host')
  assert.deepEqual(incidents[0].phone_ids, names)
  assert.equal(incidents[0].outcome, 'recovered')
})

test('a hub of which every phone is ill gets its power anew once', async (t) => {
  const hubs = { 'serial-01': '1-1', 'serial-02': '1-1', 'serial-03': '1-2', 'serial-04': '1-2' }
  const farm = await openSickFarm(t, { phones: 4, hubs })
  for (const name of ['phone_01', 'phone_02']) {
    Object.assign(farm.phone(name), { answers: false, curedBy: 'usb_reset' })
    farm.recovery.report(name, 'not_answering', 'it does not answer')
  }
  await farm.settle()

  assert.deepEqual(farm.done, ['reset_hub 1-1', 'usb_reset serial-01', 'usb_reset serial-02'])
  assert.deepEqual(farm.well.toSorted(), ['phone_01', 'phone_02'])
  assert.equal(farm.processes.listIncidents({}).incidents[0]?.subject, '1-1')
})

test('the power of a hub stays on while something works on one of its phones', async (t) => {
  const hubs = { 'serial-01': '1-1', 'serial-02': '1-1', 'serial-03': '1-1' }
  const farm = await openSickFarm(t, { phones: 3, hubs })
  for (const name of ['phone_01', 'phone_02']) {
    Object.assign(farm.phone(name), { answers: false, curedBy: 'adb_reconnect' })
    farm.recovery.report(name, 'not_answering', 'it does not answer')
  }
  await farm.settle()

  assert.ok(!farm.done.includes('reset_hub 1-1'))
  assert.deepEqual(farm.well.toSorted(), ['phone_01', 'phone_02'])
})

test('what a dead boot was at is told as interrupted, and its quarantines stand', async (t) => {
  const first = await openSickFarm(t, { phones: 2 })
  first.phone('phone_01').answers = false
  first.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await first.settle()
  first.phone('phone_02').answers = false
  first.recovery.report('phone_02', 'not_answering', 'it does not answer')
  await first.clock.advance(3000)

  const second = await openSickFarm(t, { bootId: 'boot-2', office: first })

  assert.equal(second.stateOf('phone_01'), 'quarantined')
  assert.equal(second.rungs('phone_02').at(-1), 'adb_reconnect interrupted')
})

test('the daemon stops without waiting for a ladder', async (t) => {
  const farm = await openSickFarm(t)
  farm.phone('phone_01').answers = false
  farm.recovery.report('phone_01', 'not_answering', 'it does not answer')
  await farm.clock.advance(5000)

  await farm.recovery.stop()

  assert.equal(farm.store.read.leases.ofPhone('phone_01'), null)
})
