import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keywordWarmup } from '../support/requests.ts'
import { type Refusal, testRefusals } from '../support/refusals.ts'
import { startedApi } from '../support/started-api.ts'

const REFUSED: readonly Refusal[] = [
  ['no serial', {}, 422, 'invalid_request', ['/serial']],
  ['an empty serial', { serial: '' }, 422, 'invalid_request', ['/serial']],
  ['an option for adb as serial', { serial: '-s' }, 422, 'invalid_request', ['/serial']],
  ['a serial with a blank', { serial: 'a b' }, 422, 'invalid_request', ['/serial']],
  ['a name that is a number', { serial: 'x', name: 7 }, 422, 'invalid_request', ['/name']],
  ['an unknown field', { serial: 'x', model: 'Pixel' }, 422, 'invalid_request', ['/model']],
  ['the serial of another phone', { serial: 'vp-01' }, 409, 'conflict:serial_in_use', ['/serial']],
]

testRefusals('PUT', '/phones/phone_09', REFUSED)
testRefusals('PUT', '/phones/a%00b', [
  ['an id with NUL', { serial: 'x' }, 422, 'invalid_request', ['/phone_id']],
])
testRefusals('PUT', `/phones/${'x'.repeat(201)}`, [
  ['too long an id', { serial: 'x' }, 422, 'invalid_request', ['/phone_id']],
])
testRefusals('POST', '/phones/phone_09/pause', [['an unknown phone', undefined, 404, 'phone_not_found', []]])
testRefusals('POST', '/phones/phone_09/resume', [['an unknown phone', undefined, 404, 'phone_not_found', []]])
testRefusals('DELETE', '/phones/phone_09', [['an unknown phone', undefined, 404, 'phone_not_found', []]])
testRefusals('DELETE', '/phones/phone_01', [
  ['a phone with accounts', undefined, 409, 'conflict:phone_has_accounts', []],
])
testRefusals('GET', '/phones/phone_09', [['an unknown phone', undefined, 404, 'phone_not_found', []]])
testRefusals('GET', '/phones/phone_09/screenshot', [
  ['an unknown phone', undefined, 404, 'phone_not_found', []],
])

test('a phone is registered with 201, replaced with 200, read, listed and forgotten', async (t) => {
  const { ask } = await startedApi(t)

  const created = await ask('/phones/phone_09', {
    method: 'PUT',
    body: { serial: '127.0.0.1:6000', name: 'Desk' },
  })
  const replaced = await ask('/phones/phone_09', { method: 'PUT', body: { serial: '127.0.0.1:6000' } })
  const listed = await ask('/phones?limit=1')
  const deleted = await ask('/phones/phone_09', { method: 'DELETE' })

  const { since: _since, ...phone } = created.json
  assert.equal(created.status, 201)
  assert.deepEqual(phone, {
    phone_id: 'phone_09',
    serial: '127.0.0.1:6000',
    name: 'Desk',
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
    lease: null,
  })
  assert.deepEqual([replaced.status, replaced.json['name']], [200, null])
  assert.deepEqual(listed.json['phones'], [replaced.json])
  assert.deepEqual([deleted.status, deleted.text], [204, ''])
  assert.equal((await ask('/phones/phone_09')).status, 404)
})

test('a phone is paused and resumed, as often as one likes', async (t) => {
  const { ask } = await startedApi(t)

  for (const [verb, paused] of [
    ['pause', true],
    ['pause', true],
    ['resume', false],
    ['resume', false],
  ] as const) {
    const told = await ask(`/phones/phone_01/${verb}`, { method: 'POST' })
    assert.deepEqual([told.status, told.json['paused']], [200, paused])
  }
})

test('a phone with unfinished work is not forgotten', async (t) => {
  const { ask } = await startedApi(t)
  await ask('/capability-requests/enqueue', { method: 'POST', body: keywordWarmup() })

  const told = await ask('/phones/phone_01', { method: 'DELETE' })

  assert.deepEqual([told.status, told.json['error']], [409, 'conflict:unfinished_work'])
})
