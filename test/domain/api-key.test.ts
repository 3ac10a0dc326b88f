import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkGrant, parseKeyRequest, parseKeyRotation } from '../../src/domain/api-key.ts'
import { fullCaller, type Caller } from '../../src/domain/caller.ts'
import { refusalOf } from '../support/refusal.ts'

const NOW = new Date('2026-03-22T08:30:00.000Z')
const WANTED = { name: 'ugc-tracker', scopes: ['submit'] }

test('a key is asked for with a name and scopes; the rest has defaults', () => {
  assert.deepEqual(parseKeyRequest(WANTED, NOW), {
    name: 'ugc-tracker',
    scopes: ['submit'],
    system: null,
    own_only: false,
    rate: { per_second: 10, burst: 50 },
    expires_at: null,
  })
})

test('scopes are kept in one order', () => {
  assert.deepEqual(parseKeyRequest({ ...WANTED, scopes: ['admin', 'read', 'submit'] }, NOW).scopes, [
    'submit',
    'read',
    'admin',
  ])
})

const EXPIRIES: readonly (readonly [object, string])[] = [
  [{ expires_at: '2026-04-01T12:00:00+02:00' }, '2026-04-01T10:00:00.000Z'],
  [{ expires_in_days: 1 }, '2026-03-23T08:30:00.000Z'],
]

for (const [given, expires_at] of EXPIRIES) {
  test(`a key with ${JSON.stringify(given)} expires at ${expires_at}`, () => {
    assert.equal(parseKeyRequest({ ...WANTED, ...given }, NOW).expires_at, expires_at)
  })
}

const REFUSED: readonly (readonly [object, readonly string[]])[] = [
  [{ name: '' }, ['/name']],
  [{ name: 'two words' }, ['/name']],
  [{ name: 'n'.repeat(65) }, ['/name']],
  [{ name: 'línea' }, ['/name']],
  [{ scopes: [] }, ['/scopes']],
  [{ scopes: ['read', 'read'] }, ['/scopes']],
  [{ scopes: ['root'] }, ['/scopes/0']],
  [{ system: '' }, ['/system']],
  [{ rate: { per_second: 5 } }, ['/rate/burst']],
  [{ rate: { per_second: 0, burst: 1 } }, ['/rate/per_second']],
  [{ rate: { per_second: 1, burst: 1.5 } }, ['/rate/burst']],
  [{ expires_at: 'tomorrow' }, ['/expires_at']],
  [{ expires_at: '2026-03-22T08:30:00Z' }, ['/expires_at']],
  [{ expires_at: '2027-01-01T00:00:00Z', expires_in_days: 1 }, ['/expires_at']],
  [{ expires_in_days: 0 }, ['/expires_in_days']],
  [{ expires_in_days: 3651 }, ['/expires_in_days']],
  [{ owner: 'somebody' }, ['/owner']],
]

for (const [given, paths] of REFUSED) {
  test(`a key with ${JSON.stringify(given).slice(0, 80)} is refused at ${paths.join()}`, async () => {
    const refusal = await refusalOf(() => parseKeyRequest({ ...WANTED, ...given }, NOW))

    assert.deepEqual(refusal, { error: 'invalid_request', paths })
  })
}

test('the old key is left a day unless something else is said', () => {
  assert.deepEqual(
    [parseKeyRotation({}), parseKeyRotation({ overlap_minutes: 0 })],
    [{ overlap_minutes: 1440 }, { overlap_minutes: 0 }],
  )
})

const GRANT = { name: 'new', scopes: ['submit', 'read'], system: 'ugc', own_only: true, rate: null } as const
const LESSER: readonly (readonly [string, Partial<Caller>, boolean])[] = [
  ['has all of it and more', {}, true],
  ['has just that', { scopes: ['submit', 'read'], system: 'ugc' }, true],
  ['lacks a scope', { scopes: ['read', 'admin'] }, false],
  ['speaks for another system', { system: 'tracker' }, false],
  ['may see its own only', { own_only: true }, false],
]

for (const [what, more, allowed] of LESSER) {
  test(`a caller who ${what} may${allowed ? '' : ' not'} hand out a key`, async () => {
    const caller = { ...fullCaller('caller'), ...more }

    if (allowed) assert.doesNotThrow(() => checkGrant(caller, GRANT))
    else assert.deepEqual(await refusalOf(() => checkGrant(caller, GRANT)), { error: 'forbidden', paths: [] })
  })
}

test('a caller who speaks for one system may not hand out a key that speaks for any', async () => {
  const caller = { ...fullCaller('caller'), system: 'ugc' }

  const refusal = await refusalOf(() => checkGrant(caller, { ...GRANT, system: null }))

  assert.equal(refusal.error, 'forbidden')
})
