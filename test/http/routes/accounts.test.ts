import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keywordWarmup } from '../support/requests.ts'
import { type Refusal, testRefusals } from '../support/refusals.ts'
import { startedApi } from '../support/started-api.ts'

const ACCOUNT = {
  phone_id: 'phone_03',
  app: 'clips',
  username: 'user_09',
  status: 'active',
  settings: {
    timezone: 'Europe/Berlin',
    quiet_hours: [{ from: '22:00', to: '07:00' }],
    daily_budget_minutes: 90,
  },
}

const NOTHING_DONE = {
  on_hold: null,
  waiting: [],
  next_allowed_at: null,
  last_verified: null,
  last_mismatch: null,
  totals: { runs: 0, completed: 0, failed: 0, minutes: 0, since: null },
}

const REFUSED: readonly Refusal[] = [
  ['nothing', {}, 422, 'invalid_request', ['/phone_id', '/app', '/username', '/status']],
  ['another status', { ...ACCOUNT, status: 'banned' }, 422, 'invalid_request', ['/status']],
  ['an unknown app', { ...ACCOUNT, app: 'other' }, 422, 'invalid_request', ['/app']],
  ['an unknown field', { ...ACCOUNT, bio: 'x' }, 422, 'invalid_request', ['/bio']],
  [
    'a place that is no time zone',
    { ...ACCOUNT, settings: { timezone: 'Mars/Olympus' } },
    422,
    'invalid_request',
    ['/settings/timezone'],
  ],
  ['an unknown phone', { ...ACCOUNT, phone_id: 'phone_99' }, 404, 'phone_not_found', ['/phone_id']],
]

testRefusals('PUT', '/accounts/account_09', REFUSED)
testRefusals('PUT', '/accounts/%00', [['an id of NUL', ACCOUNT, 422, 'invalid_request', ['/account_id']]])
testRefusals('GET', '/accounts/nobody', [['an unknown account', undefined, 404, 'account_not_found', []]])
testRefusals('DELETE', '/accounts/nobody', [['an unknown account', undefined, 404, 'account_not_found', []]])

test('an account is registered with 201, replaced with 200, read, listed and forgotten', async (t) => {
  const { ask } = await startedApi(t)
  const path = '/accounts/account_09'

  const created = await ask(path, { method: 'PUT', body: ACCOUNT })
  const replaced = await ask(path, { method: 'PUT', body: { ...ACCOUNT, status: 'inactive' } })
  const read = await ask(path)
  const listed = await ask('/accounts?limit=1')
  const deleted = await ask(path, { method: 'DELETE' })

  const { created_at: _createdAt, updated_at: _updatedAt, ...account } = created.json
  assert.deepEqual(
    [created.status, account],
    [201, { account_id: 'account_09', ...ACCOUNT, hand_over: null, ...NOTHING_DONE, days: [] }],
  )
  assert.deepEqual([replaced.status, replaced.json['status']], [200, 'inactive'])
  assert.deepEqual(read.json, replaced.json)
  const { days: _days, ...summary } = replaced.json
  assert.deepEqual(listed.json['accounts'], [summary])
  assert.equal(typeof listed.json['next_cursor'], 'string')
  assert.equal(deleted.status, 204)
  assert.equal((await ask(path)).status, 404)
})

test('an account with unfinished work is not forgotten', async (t) => {
  const { ask } = await startedApi(t)
  await ask('/capability-requests/enqueue', { method: 'POST', body: keywordWarmup() })

  const told = await ask('/accounts/account_01', { method: 'DELETE' })

  assert.deepEqual([told.status, told.json['error']], [409, 'conflict:unfinished_work'])
})
