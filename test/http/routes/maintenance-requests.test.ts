import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changed, maintenance } from '../support/requests.ts'
import { type Refusal, testRefusals } from '../support/refusals.ts'
import { startedApi } from '../support/started-api.ts'

const M = maintenance()
const PARAMS = '/inputs/steps/0/params'
const steps = (count: number) => Array.from({ length: count }, () => M.inputs.steps[0])

const REFUSED: readonly Refusal[] = [
  ['no account', changed(M, '/account_id'), 422, 'invalid_request', ['/account_id']],
  ['a capability', { ...M, capability: 'maintenance' }, 422, 'invalid_request', ['/capability']],
  [
    'a private callback',
    changed(M, '/callback/url', 'http://192.168.1.1/'),
    422,
    'callback_url_not_allowed',
    ['/callback/url'],
  ],
  ['no steps', changed(M, '/inputs/steps'), 422, 'invalid_request', ['/inputs/steps']],
  ['an empty list of steps', changed(M, '/inputs/steps', []), 422, 'invalid_request', ['/inputs/steps']],
  ['21 steps', changed(M, '/inputs/steps', steps(21)), 422, 'invalid_request', ['/inputs/steps']],
  [
    'another action',
    changed(M, '/inputs/steps/0/action', 'post_video'),
    422,
    'invalid_request',
    ['/inputs/steps/0/action'],
  ],
  ['a step without parameters', changed(M, PARAMS), 422, 'invalid_request', [PARAMS]],
  ['no profile field', changed(M, PARAMS, { randomized: true }), 422, 'invalid_request', [PARAMS]],
  [
    'an unknown profile field',
    changed(M, `${PARAMS}/avatar`, 'x'),
    422,
    'invalid_request',
    [`${PARAMS}/avatar`],
  ],
  [
    'an empty display name',
    changed(M, `${PARAMS}/display_name`, ''),
    422,
    'invalid_request',
    [`${PARAMS}/display_name`],
  ],
  [
    '31 characters of display name',
    changed(M, `${PARAMS}/display_name`, 'x'.repeat(31)),
    422,
    'invalid_request',
    [`${PARAMS}/display_name`],
  ],
  [
    '81 code points of bio',
    changed(M, `${PARAMS}/bio`, '🍲'.repeat(81)),
    422,
    'invalid_request',
    [`${PARAMS}/bio`],
  ],
  [
    'a username in capitals',
    changed(M, `${PARAMS}/username`, 'Meals'),
    422,
    'invalid_request',
    [`${PARAMS}/username`],
  ],
  [
    'a username of one letter',
    changed(M, `${PARAMS}/username`, 'm'),
    422,
    'invalid_request',
    [`${PARAMS}/username`],
  ],
  [
    'randomized as a word',
    changed(M, `${PARAMS}/randomized`, 'no'),
    422,
    'invalid_request',
    [`${PARAMS}/randomized`],
  ],
  ['an unknown account', { ...M, account_id: 'nobody' }, 404, 'account_not_found', ['/account_id']],
  ['an inactive account', { ...M, account_id: 'account_01_alt' }, 404, 'account_not_found', ['/account_id']],
]

testRefusals('POST', '/maintenance/requests', REFUSED)

test('a maintenance request is accepted, one queue item a step', async (t) => {
  const { ask } = await startedApi(t)

  const told = await ask('/maintenance/requests', {
    method: 'POST',
    body: changed(M, '/inputs/steps', steps(3)),
  })
  const process = await ask(`/processes/${String(told.json['process_id'])}`)

  assert.deepEqual([told.status, told.json['process_type']], [202, 'maintenance'])
  assert.deepEqual(process.json['target'], { account_id: 'account_01', phone_id: 'phone_01' })
  assert.equal((process.json['partial_progress'] as { total: number }).total, 3)
})

test('80 code points of bio are no more than 80 characters', async (t) => {
  const { ask } = await startedApi(t)

  const told = await ask('/maintenance/requests', {
    method: 'POST',
    body: changed(M, `${PARAMS}/bio`, '🍲'.repeat(80)),
  })

  assert.equal(told.status, 202)
})

test('the same request over the capability route is a duplicate', async (t) => {
  const { ask } = await startedApi(t)
  const { account_id, ...rest } = M
  const viaCapability = {
    ...rest,
    capability: 'maintenance',
    mode: 'manual',
    target: { routing: 'queue', account_id },
  }

  const first = await ask('/maintenance/requests', { method: 'POST', body: M })
  const second = await ask('/capability-requests/enqueue', { method: 'POST', body: viaCapability })

  assert.equal(second.status, 200)
  assert.equal(second.json['process_id'], first.json['process_id'])
  assert.equal('request_mismatch' in second.json, false)
})
