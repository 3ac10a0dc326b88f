import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testRefusals } from '../support/refusals.ts'
import { startedApi } from '../support/started-api.ts'

testRefusals('POST', '/phones/phone_01/take', [
  ['no holder', {}, 422, 'invalid_request', ['/holder']],
  ['an empty holder', { holder: '' }, 422, 'invalid_request', ['/holder']],
  ['no minutes', { holder: 'Ann', minutes: 0 }, 422, 'invalid_request', ['/minutes']],
  ['more than a week', { holder: 'Ann', minutes: 10_081 }, 422, 'invalid_request', ['/minutes']],
  ['an unknown field', { holder: 'Ann', force: true }, 422, 'invalid_request', ['/force']],
])
testRefusals('POST', '/phones/phone_01/release', [['no holder', {}, 422, 'invalid_request', ['/holder']]])
for (const verb of ['take', 'release'])
  testRefusals('POST', `/phones/phone_09/${verb}`, [
    ['an unknown phone', { holder: 'Ann' }, 404, 'phone_not_found', []],
  ])
testRefusals('GET', '/phones/phone_09/leases', [['an unknown phone', undefined, 404, 'phone_not_found', []]])
testRefusals('GET', '/phones/phone_01/leases?cursor=x', [
  ['a cursor of another list', undefined, 422, 'invalid_request', ['/cursor']],
])

test('a phone is taken, found held, released and its history read', async (t) => {
  const { ask } = await startedApi(t)
  const body = { holder: 'Ann', minutes: 30 }

  const taken = await ask('/phones/phone_01/take', { method: 'POST', body })
  const refused = await ask('/phones/phone_01/take', { method: 'POST', body: { holder: 'Bob' } })
  const released = await ask('/phones/phone_01/release', { method: 'POST', body: { holder: 'Ann' } })
  const leases = await ask('/phones/phone_01/leases?limit=10')

  assert.deepEqual([taken.status, refused.status, released.status, leases.status], [200, 409, 200, 200])
  assert.equal(refused.json['error'], 'conflict:phone_held')
  assert.equal(released.json['lease'], null)
  assert.match(leases.text, /"kind":"person","holder":"Ann"/)
})
