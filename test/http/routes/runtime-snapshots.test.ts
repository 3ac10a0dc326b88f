import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changed, snapshot } from '../support/requests.ts'
import { type Refusal, testRefusals } from '../support/refusals.ts'
import { startedApi } from '../support/started-api.ts'

const S = snapshot()
const UPSERT = '/runtime-snapshots/upsert'

const REFUSED: readonly Refusal[] = [
  [
    'nothing',
    {},
    422,
    'invalid_request',
    [
      '/account_id',
      '/ugc_account_id',
      '/snapshot_id',
      '/strategy_version',
      '/content_hash',
      '/strategy_synced_at',
      '/personality',
    ],
  ],
  ['version 0', { ...S, strategy_version: 0 }, 422, 'invalid_request', ['/strategy_version']],
  ['half a version', { ...S, strategy_version: 1.5 }, 422, 'invalid_request', ['/strategy_version']],
  ['a version as text', { ...S, strategy_version: '7' }, 422, 'invalid_request', ['/strategy_version']],
  [
    'a date without a time',
    { ...S, strategy_synced_at: '2026-03-22' },
    422,
    'invalid_request',
    ['/strategy_synced_at'],
  ],
  [
    'the 30th of February',
    { ...S, strategy_synced_at: '2026-02-30T08:30:00Z' },
    422,
    'invalid_request',
    ['/strategy_synced_at'],
  ],
  [
    'a time without an offset',
    { ...S, strategy_synced_at: '2026-03-22T08:30:00' },
    422,
    'invalid_request',
    ['/strategy_synced_at'],
  ],
  ['a personality that is a list', { ...S, personality: [] }, 422, 'invalid_request', ['/personality']],
  [
    'a skill that is a number',
    { ...S, active_skills: ['a', 1] },
    422,
    'invalid_request',
    ['/active_skills/1'],
  ],
  ['an unknown field', { ...S, stages: 'x' }, 422, 'invalid_request', ['/stages']],
  ['an unknown account', { ...S, account_id: 'nobody' }, 404, 'account_not_found', ['/account_id']],
  ['an inactive account', { ...S, account_id: 'account_01_alt' }, 404, 'account_not_found', ['/account_id']],
]

testRefusals('POST', UPSERT, REFUSED)

test('a snapshot is stored and an older one ignored, both with 200', async (t) => {
  const { ask } = await startedApi(t)

  const first = await ask(UPSERT, {
    method: 'POST',
    body: { ...S, strategy_synced_at: '2026-03-22T10:30:00+02:00' },
  })
  const older = await ask(UPSERT, {
    method: 'POST',
    body: { ...S, snapshot_id: 'older', strategy_version: 6 },
  })
  const stored = await ask('/accounts/account_01/runtime-snapshot')

  const echo = { account_id: 'account_01', snapshot_id: 'snapshot-1', strategy_version: 7 }
  assert.deepEqual(
    [first.status, first.json],
    [200, { status: 'upserted', ...echo, strategy_synced_at: '2026-03-22T08:30:00.000Z' }],
  )
  assert.deepEqual(
    [older.status, older.json],
    [200, { status: 'ignored_stale', ...echo, snapshot_id: 'older', strategy_version: 6 }],
  )
  const { stored_at: _storedAt, changes, history, ...synced } = stored.json
  assert.deepEqual([synced, changes, history], [S, null, []])
})

test('an account without a snapshot has none to read', async (t) => {
  const { ask } = await startedApi(t)

  for (const path of ['/accounts/account_01/runtime-snapshot', '/accounts/nobody/runtime-snapshot']) {
    const told = await ask(path)
    assert.deepEqual([told.status, told.json['error']], [404, 'account_not_found'])
  }
})

test('a field that was changed keeps every other as it was sent', async (t) => {
  const { ask } = await startedApi(t)

  await ask(UPSERT, { method: 'POST', body: changed(S, '/stage', null) })

  const {
    stored_at: _storedAt,
    changes: _changes,
    history: _history,
    ...synced
  } = (await ask('/accounts/account_01/runtime-snapshot')).json
  assert.deepEqual(synced, { ...S, stage: null })
})
