import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PhoneSighting } from '../../src/processes/phones.ts'
import { refusalOf } from '../support/refusal.ts'
import { keywordWarmupRequest } from '../support/requests.ts'
import { account, openOffice } from '../support/store.ts'

test('a phone is created and then replaced', async (t) => {
  const { processes, clock } = await openOffice(t, { phones: 0 })
  const first = await processes.putPhone('phone_01', { serial: '127.0.0.1:5555' })
  const expected = {
    phone_id: 'phone_01',
    serial: '127.0.0.1:5555',
    name: null,
    state: 'offline',
    reason: null,
    next: null,
    model: null,
    android_version: null,
    apps: [],
    app_versions: {},
    paused: false,
    draining: false,
    hardware_serial: null,
    facts: null,
    recovery: null,
    since: '2026-03-22T08:30:00.000Z',
    lease: null,
  }
  assert.deepEqual(first, { created: true, phone: expected })
  await clock.advance(1000)
  const body = { serial: '127.0.0.1:5555', name: 'shelf 1', app_versions: { clips: '1.0' } }
  const phone = { ...expected, name: 'shelf 1', app_versions: { clips: '1.0' } }
  assert.deepEqual(await processes.putPhone('phone_01', body), { created: false, phone })
  assert.deepEqual(processes.readPhone('phone_01'), phone)
})

const REFUSED: [name: string, id: string, body: unknown, error: string, paths: string[]][] = [
  ['a phone without serial', 'phone_09', {}, 'invalid_request', ['/serial']],
  ['an empty serial', 'phone_09', { serial: '' }, 'invalid_request', ['/serial']],
  ['a serial with white space', 'phone_09', { serial: 'a b' }, 'invalid_request', ['/serial']],
  [
    'a serial that adb would take for an option',
    'phone_09',
    { serial: '-a' },
    'invalid_request',
    ['/serial'],
  ],
  ['an unknown field', 'phone_09', { serial: 'x', model: 'y' }, 'invalid_request', ['/model']],
  ['an id of 201 characters', 'x'.repeat(201), { serial: 'x' }, 'invalid_request', ['/phone_id']],
  ['a serial of another phone', 'phone_09', { serial: 'serial-01' }, 'conflict:serial_in_use', ['/serial']],
  [
    'a name of another phone',
    'phone_09',
    { serial: 'x', name: 'shelf 1' },
    'conflict:name_in_use',
    ['/name'],
  ],
]

for (const [name, id, body, error, paths] of REFUSED) {
  test(`${name}: refused with ${error}`, async (t) => {
    const { processes } = await openOffice(t, { phones: 1 })
    await processes.putPhone('phone_01', { serial: 'serial-01', name: 'shelf 1' })
    assert.deepEqual(await refusalOf(() => processes.putPhone(id, body)), { error, paths })
    assert.deepEqual(
      processes.listPhones({}).phones.map(({ phone_id }) => phone_id),
      ['phone_01'],
    )
  })
}

test('what the watcher sees is kept; since moves only with the state', async (t) => {
  const { processes, clock, wakes } = await openOffice(t, { phones: 1 })
  await clock.advance(1000)
  const apps = [{ package_name: 'com.phonefarm.clips', version: '1.0' }]
  const seen: PhoneSighting = {
    state: 'ready',
    reason: null,
    next: null,
    model: 'Virtual',
    android_version: '14',
    apps,
  }
  assert.equal(await processes.recordPhoneState('phone_01', seen), true)
  assert.equal(wakes(), 1)
  await clock.advance(1000)
  await processes.recordPhoneState('phone_01', { state: 'ready', reason: null, next: null })
  const { state, since, model, android_version, apps: shown } = processes.readPhone('phone_01')
  assert.deepEqual(
    { state, since, model, android_version, apps: shown },
    { state: 'ready', since: '2026-03-22T08:30:01.000Z', model: 'Virtual', android_version: '14', apps },
  )
  await processes.recordPhoneState('phone_01', { state: 'offline', reason: 'unplugged', next: null })
  const offline = processes.readPhone('phone_01')
  assert.deepEqual(
    [offline.state, offline.reason, offline.since],
    ['offline', 'unplugged', '2026-03-22T08:30:02.000Z'],
  )
})

test('a phone that is replaced by another device is unseen again', async (t) => {
  const { processes, clock } = await openOffice(t, { phones: 1 })
  await processes.recordPhoneState('phone_01', { state: 'ready', reason: null, next: null, model: 'Virtual' })
  await clock.advance(1000)
  const { phone } = await processes.putPhone('phone_01', { serial: 'another' })
  assert.deepEqual([phone.state, phone.model, phone.since], ['offline', null, '2026-03-22T08:30:01.000Z'])
})

test('a sighting of a phone that is not registered is told so', async (t) => {
  const { processes } = await openOffice(t, { phones: 0 })
  assert.equal(
    await processes.recordPhoneState('phone_01', { state: 'ready', reason: null, next: null }),
    false,
  )
})

test('a paused phone is claimed nothing for until it is resumed', async (t) => {
  const office = await openOffice(t)
  const { processes } = office
  await processes.acceptCapabilityRequest(keywordWarmupRequest())
  assert.equal((await processes.pausePhone('phone_01')).paused, true)
  await assert.rejects(office.claim('phone_01'), { message: 'nothing is ready for phone_01' })
  assert.equal((await processes.resumePhone('phone_01')).paused, false)
  assert.equal((await office.claim('phone_01')).phone_id, 'phone_01')
})

test('phones are listed newest first, page by page', async (t) => {
  const { processes, clock } = await openOffice(t, { phones: 0 })
  for (const id of ['a', 'c', 'b']) {
    await processes.putPhone(id, { serial: `serial-${id}` })
    if (id === 'a') await clock.advance(1)
  }
  const first = processes.listPhones({ limit: ['2'] })
  const second = processes.listPhones({ limit: ['2'], cursor: [first.next_cursor ?? ''] })
  assert.deepEqual(
    [first, second].map(({ phones }) => phones.map(({ phone_id }) => phone_id)),
    [['c', 'b'], ['a']],
  )
  assert.equal(second.next_cursor, null)
})

test('a phone with unfinished work or accounts stays', async (t) => {
  const office = await openOffice(t)
  const { processes } = office
  await processes.acceptCapabilityRequest(keywordWarmupRequest())
  const remove = () => processes.deletePhone('phone_01')
  assert.equal((await refusalOf(remove)).error, 'conflict:unfinished_work')
  await office.end(await office.claim('phone_01'), { to: 'DONE' })
  assert.equal((await refusalOf(remove)).error, 'conflict:phone_has_accounts')
  await processes.deleteAccount('account_01')
  await remove()
  assert.equal((await refusalOf(() => processes.readPhone('phone_01'))).error, 'phone_not_found')
  assert.equal((await refusalOf(remove)).error, 'phone_not_found')
})

for (const verb of ['readPhone', 'pausePhone', 'resumePhone', 'deletePhone'] as const) {
  test(`${verb} of an unknown phone is not found`, async (t) => {
    const { processes } = await openOffice(t, { phones: 0 })
    assert.equal((await refusalOf(() => processes[verb]('phone_01'))).error, 'phone_not_found')
  })
}

test('finished work outlives its phone and account', async (t) => {
  const office = await openOffice(t)
  const { processes } = office
  await processes.acceptCapabilityRequest(keywordWarmupRequest())
  await office.end(await office.claim('phone_01'), { to: 'DONE' })
  await processes.deleteAccount('account_01')
  await processes.deletePhone('phone_01')
  const [left] = processes.listProcesses({ phone_id: ['phone_01'] }).processes
  assert.equal(left?.status, 'completed')
  await processes.putPhone('phone_01', { serial: 'serial-01' })
  await processes.putAccount('account_01', account('phone_01', 'x'))
})
