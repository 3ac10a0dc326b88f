import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { fullCaller, type Caller } from '../../src/domain/caller.ts'
import { createKeys } from '../../src/processes/keys.ts'
import { openStore } from '../../src/store/store.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { refusalOf } from '../support/refusal.ts'

const OPERATOR = fullCaller('operator')
const TRACKER = { name: 'ugc-tracker', scopes: ['submit', 'read'], system: 'ugc', own_only: true }
const MINUTE_MS = 60_000

/** Keys k1, k2 … whose text is `text-of-k1` and whose hash is `hash-of-k1`. */
function given(t: TestContext) {
  const store = openStore({ file: ':memory:' })
  t.after(() => store.close())
  const clock = createFakeClock()
  const changes: string[] = []
  let made = 0
  const makeKey = () => {
    const key_id = `k${++made}`
    return { key_id, key: `text-of-${key_id}`, hash: `hash-of-${key_id}` }
  }
  const keys = createKeys({ store, clock, makeKey, onChange: (keyId) => changes.push(keyId) })
  const statesOf = () => keys.listKeys({}).keys.map(({ key_id, state }) => `${key_id} ${state}`)
  return { store, clock, changes, keys, statesOf }
}

test('a new key is told once, with what it is good for, and owns itself', async (t) => {
  const { keys, changes } = given(t)

  const made = await keys.createKey(OPERATOR, { ...TRACKER, expires_in_days: 1 })

  assert.deepEqual(made, {
    key_id: 'k1',
    owner: 'k1',
    name: 'ugc-tracker',
    scopes: ['submit', 'read'],
    system: 'ugc',
    own_only: true,
    rate: { per_second: 10, burst: 50 },
    state: 'live',
    created_at: '2026-03-22T08:30:00.000Z',
    expires_at: '2026-03-23T08:30:00.000Z',
    retires_at: null,
    revoked_at: null,
    last_used_on: null,
    key: 'text-of-k1',
  })
  const { key: _key, ...shown } = made
  assert.deepEqual(keys.listKeys({}), { keys: [shown], next_cursor: null })
  assert.deepEqual(changes, ['k1'])
})

test('the door is given the caller that a key stands for, and its hash', async (t) => {
  const { keys } = given(t)
  await keys.createKey(OPERATOR, { ...TRACKER, rate: null })

  const live = {
    key_id: 'k1',
    hash: 'hash-of-k1',
    until: null,
    last_used_on: null,
    caller: {
      name: 'ugc-tracker',
      key_id: 'k1',
      scopes: ['submit', 'read'],
      owner: 'k1',
      system: 'ugc',
      own_only: true,
      rate: null,
    },
  }
  assert.deepEqual([keys.liveKeys(), keys.liveKey('k1'), keys.liveKey('k2')], [[live], live, null])
})

test('a rotated key lives on beside the new one until the overlap is over', async (t) => {
  const { keys, clock, statesOf, changes } = given(t)
  await keys.createKey(OPERATOR, TRACKER)
  await clock.advance(MINUTE_MS)

  const made = await keys.rotateKey(OPERATOR, 'k1', { overlap_minutes: 60 })

  assert.deepEqual([made.key_id, made.owner, made.key, made.name], ['k2', 'k1', 'text-of-k2', 'ugc-tracker'])
  assert.deepEqual(statesOf(), ['k2 live', 'k1 retiring'])
  assert.equal(keys.liveKey('k1')?.until, '2026-03-22T09:31:00.000Z')
  assert.deepEqual(keys.liveKey('k2')?.caller, { ...keys.liveKey('k1')?.caller, key_id: 'k2' })
  assert.deepEqual(changes, ['k1', 'k1', 'k2'])
  await clock.advance(60 * MINUTE_MS)
  assert.deepEqual(statesOf(), ['k2 live', 'k1 expired'])
  assert.equal(keys.liveKey('k1'), null)
})

test('without an overlap the old key ends at once', async (t) => {
  const { keys, statesOf } = given(t)
  await keys.createKey(OPERATOR, TRACKER)

  await keys.rotateKey(OPERATOR, 'k1', { overlap_minutes: 0 })

  assert.deepEqual(statesOf(), ['k2 live', 'k1 expired'])
})

test('a third key of one caller is refused while two are live', async (t) => {
  const { keys, clock, statesOf } = given(t)
  await keys.createKey(OPERATOR, TRACKER)
  await keys.rotateKey(OPERATOR, 'k1', {})

  for (const keyId of ['k1', 'k2']) {
    const refusal = await refusalOf(() => keys.rotateKey(OPERATOR, keyId, {}))
    assert.deepEqual(refusal, { error: 'conflict:rotation_under_way', paths: [] })
  }
  assert.deepEqual(statesOf(), ['k2 live', 'k1 retiring'])
  await clock.advance(1440 * MINUTE_MS)
  assert.equal((await keys.rotateKey(OPERATOR, 'k2', {})).owner, 'k1')
})

test('a new key lives for as long as the old one was made to, also when that one was retiring', async (t) => {
  const { keys, clock } = given(t)
  await keys.createKey(OPERATOR, { ...TRACKER, expires_in_days: 30 })
  await clock.advance(10 * 1440 * MINUTE_MS)

  const second = await keys.rotateKey(OPERATOR, 'k1', {})
  await keys.revokeKey('k2')
  const third = await keys.rotateKey(OPERATOR, 'k1', { overlap_minutes: 10 })

  assert.deepEqual(
    [second.expires_at, third.expires_at],
    ['2026-05-01T08:30:00.000Z', '2026-05-01T08:30:00.000Z'],
  )
  assert.equal(keys.liveKey('k1')?.until, '2026-04-01T08:40:00.000Z')
})

test('a key that was taken back or has expired can be replaced by one of the same owner', async (t) => {
  const { keys, clock, statesOf } = given(t)
  await keys.createKey(OPERATOR, { ...TRACKER, expires_in_days: 1 })
  await keys.revokeKey('k1')

  const second = await keys.rotateKey(OPERATOR, 'k1', {})
  await clock.advance(2 * 1440 * MINUTE_MS)
  const third = await keys.rotateKey(OPERATOR, 'k2', {})

  assert.deepEqual([second.owner, third.owner], ['k1', 'k1'])
  assert.deepEqual(statesOf(), ['k3 live', 'k2 expired', 'k1 revoked'])
})

test('a key that was made to live until the end of the calendar is exchanged for one that lives, not for one that has expired', async (t) => {
  const { keys, clock } = given(t)
  await keys.createKey(OPERATOR, { ...TRACKER, expires_at: '9999-12-31T23:59:59Z' })
  await clock.advance(1440 * MINUTE_MS)

  const made = await keys.rotateKey(OPERATOR, 'k1', { overlap_minutes: 0 })

  assert.deepEqual([made.expires_at, made.state], ['9999-12-31T23:59:59.999Z', 'live'])
})

test('who was replaced is not rotated again: the refusal names the key that is live', async (t) => {
  const { keys } = given(t)
  await keys.createKey(OPERATOR, TRACKER)
  await keys.rotateKey(OPERATOR, 'k1', { overlap_minutes: 0 })

  await assert.rejects(keys.rotateKey(OPERATOR, 'k1', {}), {
    detail: 'key_replaced',
    message: /replaced by k2/,
  })
})

test('a revoked key is revoked for good, and revoking it again changes nothing', async (t) => {
  const { keys, clock, changes } = given(t)
  await keys.createKey(OPERATOR, TRACKER)

  const revoked = await keys.revokeKey('k1')
  await clock.advance(MINUTE_MS)
  const again = await keys.revokeKey('k1')

  assert.deepEqual([revoked.state, revoked.revoked_at], ['revoked', '2026-03-22T08:30:00.000Z'])
  assert.deepEqual(again, revoked)
  assert.deepEqual([keys.liveKeys(), keys.liveKey('k1')], [[], null])
  assert.deepEqual(changes, ['k1', 'k1', 'k1'])
})

test('what is no key is not found', async (t) => {
  const { keys } = given(t)

  assert.deepEqual(await refusalOf(() => keys.revokeKey('k9')), { error: 'key_not_found', paths: [] })
  assert.deepEqual(await refusalOf(() => keys.rotateKey(OPERATOR, 'k9', {})), {
    error: 'key_not_found',
    paths: [],
  })
})

test("a name is one caller's as long as he has a live key", async (t) => {
  const { keys } = given(t)
  await keys.createKey(OPERATOR, TRACKER)

  const refusal = await refusalOf(() => keys.createKey(OPERATOR, TRACKER))
  await keys.revokeKey('k1')
  await keys.createKey(OPERATOR, TRACKER)
  const back = await refusalOf(() => keys.rotateKey(OPERATOR, 'k1', {}))

  assert.deepEqual([refusal.error, back.error], ['conflict:name_taken', 'conflict:name_taken'])
})

for (const name of ['main', 'Main', 'operator', 'NOBODY', 'nobody']) {
  test(`no key is called ${name}, as the log calls somebody else`, async (t) => {
    const { keys } = given(t)

    const refusal = await refusalOf(() => keys.createKey(OPERATOR, { ...TRACKER, name }))

    assert.equal(refusal.error, 'conflict:name_taken')
  })
}

test('a thousand keys are live at most', async (t) => {
  const { keys, statesOf } = given(t)
  const all = Array.from({ length: 1000 }, (_, number) =>
    keys.createKey(OPERATOR, { ...TRACKER, name: `caller-${number}` }),
  )
  await Promise.all(all)

  const refusal = await refusalOf(() => keys.createKey(OPERATOR, TRACKER))
  await keys.revokeKey('k7')
  await keys.createKey(OPERATOR, TRACKER)

  assert.equal(refusal.error, 'conflict:too_many_keys')
  assert.equal(keys.liveKeys().length, 1000)
  assert.equal(statesOf().length, 50)
})

const LESSER: Caller = { ...OPERATOR, name: 'lesser', scopes: ['admin', 'read'], key_id: 'k0', owner: 'k0' }

test('who may not do a thing makes no key that may, neither anew nor by rotation', async (t) => {
  const { keys, statesOf } = given(t)
  await keys.createKey(OPERATOR, TRACKER)

  const made = await refusalOf(() => keys.createKey(LESSER, { ...TRACKER, name: 'mine' }))
  const rotated = await refusalOf(() => keys.rotateKey(LESSER, 'k1', {}))

  assert.deepEqual([made.error, rotated.error], ['forbidden', 'forbidden'])
  assert.deepEqual(statesOf(), ['k1 live'])
  assert.equal((await keys.revokeKey('k1')).state, 'revoked')
})

test('the list is filtered by state and read in pages', async (t) => {
  const { keys, clock } = given(t)
  for (const name of ['a', 'b', 'c']) {
    await keys.createKey(OPERATOR, { ...TRACKER, name })
    await clock.advance(1000)
  }
  await keys.revokeKey('k2')
  const namesOf = (query: Parameters<typeof keys.listKeys>[0]) =>
    keys.listKeys(query).keys.map(({ name }) => name)

  const first = keys.listKeys({ limit: ['2'] })

  assert.deepEqual(
    first.keys.map(({ name }) => name),
    ['c', 'b'],
  )
  assert.deepEqual(namesOf({ limit: ['2'], cursor: [first.next_cursor ?? ''] }), ['a'])
  assert.deepEqual(namesOf({ state: ['live'] }), ['c', 'a'])
  assert.deepEqual(namesOf({ state: ['revoked', 'expired'] }), ['b'])
  assert.deepEqual(await refusalOf(() => keys.listKeys({ state: ['dead'] })), {
    error: 'invalid_request',
    paths: ['/state'],
  })
})

test('keys are there after a restart', async (t) => {
  const { keys, store, clock } = given(t)
  await keys.createKey(OPERATOR, TRACKER)
  await keys.keyUsed('k1', '2026-03-22')

  const next = createKeys({ store, clock, makeKey: () => assert.fail(), onChange: () => undefined })

  assert.deepEqual(
    next.liveKeys().map(({ key_id, last_used_on }) => [key_id, last_used_on]),
    [['k1', '2026-03-22']],
  )
})
