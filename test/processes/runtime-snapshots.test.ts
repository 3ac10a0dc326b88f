import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusalOf } from '../support/refusal.ts'
import { runtimeSnapshot } from '../support/requests.ts'
import { account, openOffice } from '../support/store.ts'

/** As it is read when nothing came before or after it. */
const FIRST = {
  ...runtimeSnapshot(),
  stored_at: '2026-03-22T08:30:00.000Z',
  changes: null,
  history: [],
}

test('a first snapshot is stored and echoed with its time in UTC', async (t) => {
  const { processes } = await openOffice(t)
  const body = runtimeSnapshot({ strategy_synced_at: '2026-03-22T10:30:00+02:00' })
  assert.deepEqual(await processes.upsertRuntimeSnapshot(body), {
    status: 'upserted',
    account_id: 'account_01',
    snapshot_id: 'snapshot-2026-03-22-001',
    strategy_version: 7,
    strategy_synced_at: '2026-03-22T08:30:00.000Z',
  })
  assert.deepEqual(processes.readRuntimeSnapshot('account_01'), FIRST)
})

test('a stale snapshot is ignored and answered with the ids that came in', async (t) => {
  const { processes } = await openOffice(t)
  await processes.upsertRuntimeSnapshot(runtimeSnapshot())
  const stale = runtimeSnapshot({ snapshot_id: 'older', strategy_version: 6 })
  assert.deepEqual(await processes.upsertRuntimeSnapshot(stale), {
    status: 'ignored_stale',
    account_id: 'account_01',
    snapshot_id: 'older',
    strategy_version: 6,
  })
  assert.deepEqual(processes.readRuntimeSnapshot('account_01'), FIRST)
})

const AFTER_SEVEN: [name: string, fields: Record<string, unknown>, status: string][] = [
  ['an exact repeat', {}, 'upserted'],
  ['the same version a millisecond later', { strategy_synced_at: '2026-03-22T08:30:00.001Z' }, 'upserted'],
  [
    'the same version a millisecond earlier',
    { strategy_synced_at: '2026-03-22T08:29:59.999Z' },
    'ignored_stale',
  ],
  [
    'the same instant in another zone with other content',
    { strategy_synced_at: '2026-03-22T17:30:00+09:00', content_hash: 'sha256:def' },
    'upserted',
  ],
  [
    'a newer version from long ago',
    { strategy_version: 8, strategy_synced_at: '2020-01-01T00:00:00Z' },
    'upserted',
  ],
  [
    'an older version of today',
    { strategy_version: 6, strategy_synced_at: '2026-12-31T00:00:00Z' },
    'ignored_stale',
  ],
]

for (const [name, fields, status] of AFTER_SEVEN) {
  test(`after version 7, ${name} is ${status}`, async (t) => {
    const { processes } = await openOffice(t)
    await processes.upsertRuntimeSnapshot(runtimeSnapshot())
    assert.equal((await processes.upsertRuntimeSnapshot(runtimeSnapshot(fields))).status, status)
  })
}

test('the last twenty that were replaced are kept, newest first', async (t) => {
  const { processes, store } = await openOffice(t)
  for (let strategy_version = 1; strategy_version <= 25; strategy_version++) {
    await processes.upsertRuntimeSnapshot(runtimeSnapshot({ strategy_version }))
    await processes.upsertRuntimeSnapshot(runtimeSnapshot({ strategy_version }))
  }
  assert.deepEqual(
    store.read.runtimeSnapshots.history('account_01').map(({ strategy_version }) => strategy_version),
    Array.from({ length: 20 }, (_, index) => 24 - index),
  )
})

test('an unknown or inactive account is not found', async (t) => {
  const { processes } = await openOffice(t)
  await processes.putAccount('account_02', { ...account('phone_02', 'x'), status: 'inactive' })
  for (const account_id of ['nobody', 'account_02']) {
    assert.deepEqual(
      await refusalOf(() => processes.upsertRuntimeSnapshot(runtimeSnapshot({ account_id }))),
      { error: 'account_not_found', paths: ['/account_id'] },
    )
  }
})

test('the schema is checked before the account', async (t) => {
  const { processes } = await openOffice(t)
  const body = runtimeSnapshot({ account_id: 'nobody', strategy_version: 0 })
  assert.deepEqual(await refusalOf(() => processes.upsertRuntimeSnapshot(body)), {
    error: 'invalid_request',
    paths: ['/strategy_version'],
  })
})
