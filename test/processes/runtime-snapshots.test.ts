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

test('the current snapshot is read with what it changed and with those before it, newest first', async (t) => {
  const { processes, clock } = await openOffice(t)
  await processes.upsertRuntimeSnapshot(runtimeSnapshot({ snapshot_id: 's7', stage: 'warmup' }))
  await clock.advance(60_000)
  const eight = { snapshot_id: 's8', strategy_version: 8, content_hash: 'sha256:8', stage: 'growth' }
  await processes.upsertRuntimeSnapshot(runtimeSnapshot(eight))
  await clock.advance(60_000)
  const nine = {
    ...eight,
    snapshot_id: 's9',
    strategy_version: 9,
    personality: { interests: ['meal prep', 'tea'] },
  }
  await processes.upsertRuntimeSnapshot(runtimeSnapshot(nine))

  const { stored_at, changes, history, ...current } = processes.readRuntimeSnapshot('account_01')

  assert.deepEqual(current, runtimeSnapshot(nine))
  assert.equal(stored_at, '2026-03-22T08:32:00.000Z')
  assert.deepEqual(changes, [
    'personality.comment_style: - "casual, validating"',
    'personality.interests: + tea, - healthy recipes',
  ])
  assert.deepEqual(history, [
    {
      snapshot_id: 's8',
      strategy_version: 8,
      strategy_synced_at: '2026-03-22T08:30:00.000Z',
      stored_at: '2026-03-22T08:31:00.000Z',
      content_hash: 'sha256:8',
      changes: ['stage: "warmup" → "growth"'],
    },
    {
      snapshot_id: 's7',
      strategy_version: 7,
      strategy_synced_at: '2026-03-22T08:30:00.000Z',
      stored_at: '2026-03-22T08:30:00.000Z',
      content_hash: 'sha256:abc123',
      changes: null,
    },
  ])
})

test('an exact repeat is stored anew and changes nothing, also not what the first one had changed', async (t) => {
  const { processes, clock } = await openOffice(t)
  await processes.upsertRuntimeSnapshot(runtimeSnapshot({ stage: null }))
  await processes.upsertRuntimeSnapshot(runtimeSnapshot({ strategy_version: 8 }))
  await clock.advance(1000)
  await processes.upsertRuntimeSnapshot(runtimeSnapshot({ strategy_version: 8 }))

  const { stored_at, changes, history } = processes.readRuntimeSnapshot('account_01')

  assert.equal(stored_at, '2026-03-22T08:30:01.000Z')
  assert.deepEqual(changes, ['stage: null → "warmup"'])
  assert.equal(history.length, 1)
})

test('twenty-one snapshots of 900,000 characters are read as one of them and some lines', async (t) => {
  const { processes } = await openOffice(t)
  for (let strategy_version = 1; strategy_version <= 21; strategy_version++) {
    const personality = { [`key_${strategy_version}`]: 'x'.repeat(900_000) }
    await processes.upsertRuntimeSnapshot(runtimeSnapshot({ strategy_version, personality }))
  }

  const { personality, changes, history } = processes.readRuntimeSnapshot('account_01')

  assert.deepEqual(Object.keys(personality), ['key_21'])
  assert.equal(changes?.length, 2)
  assert.ok(JSON.stringify(history).length < 20_000)
})
