import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apiKeysTable, type ApiKeys, type NewApiKeyRow } from '../../src/store/api-keys.ts'
import { openDatabase } from '../../src/store/database.ts'
import { NEWEST } from '../../src/store/phones.ts'

const NOW = new Date('2026-03-22T08:30:00.000Z')
const EARLIER = '2026-03-21T00:00:00.000Z'

const opened = (): ApiKeys => apiKeysTable(openDatabase(':memory:'))

function key(key_id: string, overrides: Partial<NewApiKeyRow> = {}): NewApiKeyRow {
  return {
    key_id,
    owner: key_id,
    name: `caller-${key_id}`,
    hash: `hash-of-${key_id}`,
    scopes: '["read"]',
    system: null,
    own_only: 0,
    rate: null,
    created_at: EARLIER,
    expires_at: null,
    ...overrides,
  }
}

/** What the key of a row is: what was done to it, and the state that it is in now. */
const STATES: readonly (readonly [string, (keys: ApiKeys) => void, string])[] = [
  ['never expires', (keys) => keys.add(key('k')), 'live'],
  ['expires in a moment', (keys) => keys.add(key('k', { expires_at: '2026-03-22T08:30:00.001Z' })), 'live'],
  ['expires now', (keys) => keys.add(key('k', { expires_at: NOW.toISOString() })), 'expired'],
  [
    'retires later',
    (keys) => {
      keys.add(key('k'))
      keys.retire('k', '2026-03-22T09:00:00.000Z')
    },
    'retiring',
  ],
  [
    'has retired',
    (keys) => {
      keys.add(key('k', { expires_at: '2027-01-01T00:00:00.000Z' }))
      keys.retire('k', NOW.toISOString())
    },
    'expired',
  ],
  [
    'retires later and has expired',
    (keys) => {
      keys.add(key('k', { expires_at: '2026-03-22T08:00:00.000Z' }))
      keys.retire('k', '2026-03-22T09:00:00.000Z')
    },
    'expired',
  ],
  [
    'was revoked and has expired',
    (keys) => {
      keys.add(key('k', { expires_at: '2026-03-22T08:00:00.000Z' }))
      keys.revoke('k', NOW)
    },
    'revoked',
  ],
]

for (const [what, given, state] of STATES) {
  test(`a key that ${what} is ${state}`, () => {
    const keys = opened()
    given(keys)

    assert.equal(keys.find('k', NOW)?.state, state)
    assert.equal(keys.countLive(NOW), state === 'live' || state === 'retiring' ? 1 : 0)
    assert.equal(keys.live(NOW).length, keys.countLive(NOW))
  })
}

test('a retirement that is set is not put off', () => {
  const keys = opened()
  keys.add(key('k'))
  keys.retire('k', '2026-03-22T09:00:00.000Z')

  keys.retire('k', '2026-03-22T10:00:00.000Z')
  const first = keys.find('k', NOW)?.retires_at
  keys.retire('k', '2026-03-22T08:45:00.000Z')

  assert.deepEqual(
    [first, keys.find('k', NOW)?.retires_at],
    ['2026-03-22T09:00:00.000Z', '2026-03-22T08:45:00.000Z'],
  )
})

test('a key is revoked once', () => {
  const keys = opened()
  keys.add(key('k'))

  assert.deepEqual(
    [keys.revoke('k', NOW), keys.revoke('k', new Date(0)), keys.revoke('none', NOW)],
    [true, false, false],
  )
  assert.equal(keys.find('k', NOW)?.revoked_at, '2026-03-22T08:30:00.000Z')
})

test('the day of the last use only grows', () => {
  const keys = opened()
  keys.add(key('k'))

  for (const day of ['2026-03-22', '2026-03-21', '2026-03-23']) keys.used('k', day)
  const late = keys.find('k', NOW)?.last_used_on
  keys.used('k', '2026-03-22')

  assert.deepEqual([late, keys.find('k', NOW)?.last_used_on], ['2026-03-23', '2026-03-23'])
})

test('the list is newest first, page by page, and of the states that are asked for', () => {
  const keys = opened()
  keys.add(key('a', { created_at: '2026-03-20T00:00:00.000Z' }))
  keys.add(key('b', { created_at: '2026-03-21T00:00:00.000Z' }))
  keys.add(key('c', { created_at: '2026-03-21T00:00:00.000Z' }))
  keys.revoke('c', NOW)
  const idsOf = (of: Partial<Parameters<ApiKeys['list']>[0]>) =>
    keys.list({ start: NEWEST, limit: 10, states: [], now: NOW, ...of }).map(({ key_id }) => key_id)

  assert.deepEqual(idsOf({}), ['c', 'b', 'a'])
  assert.deepEqual(idsOf({ limit: 2 }), ['c', 'b'])
  assert.deepEqual(idsOf({ start: { created_at: '2026-03-21T00:00:00.000Z', id: 'b' } }), ['a'])
  assert.deepEqual(idsOf({ states: ['live', 'expired'] }), ['b', 'a'])
})

test('keys of one caller and of one name are those that are accepted', () => {
  const keys = opened()
  keys.add(key('a', { name: 'tracker' }))
  keys.add(key('b', { owner: 'a', name: 'tracker' }))
  keys.add(key('c', { owner: 'a', name: 'tracker' }))
  keys.add(key('d'))
  keys.revoke('a', NOW)

  assert.deepEqual(
    keys.liveOf('a', NOW).map(({ key_id }) => key_id),
    ['b', 'c'],
  )
  assert.deepEqual(keys.liveNamed('tracker', NOW).length, 2)
})

test('of the keys that have ended the oldest are forgotten, a live one never', () => {
  const db = openDatabase(':memory:')
  const keys = apiKeysTable(db)
  keys.add(key('live', { created_at: '2026-01-01T00:00:00.000Z' }))
  db.exec(`
    WITH RECURSIVE number (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < 9999)
    INSERT INTO api_keys (key_id, owner, name, hash, scopes, own_only, created_at, expires_at)
    SELECT 'e' || n, 'e' || n, 'caller', 'hash-of-e' || n, '[]', 0, format('2026-01-02T%05dZ', n), '2026-01-03' FROM number`)

  keys.add(key('last', { expires_at: '2026-01-04T00:00:00.000Z' }))

  assert.deepEqual(
    ['e0', 'e1', 'last', 'live'].map((keyId) => keys.find(keyId, NOW)?.state),
    [undefined, 'expired', 'expired', 'live'],
  )
})
