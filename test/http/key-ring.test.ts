import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { LiveKey } from '../../src/domain/api-key.ts'
import { fullCaller } from '../../src/domain/caller.ts'
import { fullKey } from '../../src/http/api-keys.ts'
import { createKeyRing } from '../../src/http/key-ring.ts'
import { makeKey } from '../../src/http/key-text.ts'
import { createFakeClock } from '../support/fake-clock.ts'

const FULL = 'key-of-the-environment'
const ID = '3f9a1c0b7e52'
const NAMED = `pfk_${ID}_${'s'.repeat(43)}`
const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS

function liveKey(overrides: Partial<LiveKey> = {}): LiveKey {
  const caller = { ...fullCaller('ugc-tracker'), key_id: ID, owner: ID }
  const hash = createHash('sha256').update(NAMED).digest('hex')
  return { key_id: ID, hash, caller, until: null, last_used_on: null, ...overrides }
}

/** A ring with one full key and the named keys in `stored`, which a test may change. */
function given(first: LiveKey | null = liveKey()) {
  const clock = createFakeClock()
  const stored = new Map(first === null ? [] : [[first.key_id, first]])
  const used: string[] = []
  const ring = createKeyRing({
    full: [fullKey('main', FULL)],
    stored: {
      liveKeys: () => [...stored.values()],
      liveKey: (keyId) => stored.get(keyId) ?? null,
      keyUsed: (keyId, day) => used.push(`${keyId} ${day}`),
    },
    clock,
  })
  const nameOf = (authorization: string | undefined) => ring.find(authorization)?.name ?? null
  return { ring, clock, stored, used, nameOf }
}

test('the full key and the named ones are found, whatever the case of the scheme', () => {
  const { nameOf } = given()

  assert.deepEqual([`Bearer ${FULL}`, `Bearer ${NAMED}`, `bearer ${NAMED}`, `BEARER ${FULL}`].map(nameOf), [
    'main',
    'ugc-tracker',
    'ugc-tracker',
    'main',
  ])
})

const WRONG: readonly (readonly [string, string | undefined])[] = [
  ['nothing', undefined],
  ['an empty header', ''],
  ['the scheme alone', 'Bearer'],
  ['the scheme and a blank', 'Bearer '],
  ['another scheme', `Basic ${NAMED}`],
  ['no scheme', NAMED],
  ['two blanks', `Bearer  ${NAMED}`],
  ['a trailing blank', `Bearer ${NAMED} `],
  ['a list', `Bearer ${NAMED}, Bearer ${NAMED}`],
  ['another secret', `Bearer ${NAMED.slice(0, -1)}t`],
  ['a part of the secret', `Bearer ${NAMED.slice(0, -1)}`],
  ['a longer secret', `Bearer ${NAMED}s`],
  ['an unknown id', `Bearer ${NAMED.replace(ID, '000000000000')}`],
  ['an id in upper case', `Bearer ${NAMED.replace(ID, ID.toUpperCase())}`],
  ['the id alone', `Bearer pfk_${ID}_`],
  ['the hash', `Bearer ${liveKey().hash}`],
  ['8 KB', `Bearer ${'k'.repeat(8192)}`],
  ['what is not ASCII', `Bearer ${NAMED.slice(0, -1)}é`],
]

for (const [what, authorization] of WRONG) {
  test(`${what} is nobody's key`, () => {
    assert.equal(given().nameOf(authorization), null)
  })
}

test('no key at all opens nothing, the empty one neither', () => {
  const ring = createKeyRing({ full: [], clock: createFakeClock() })

  assert.deepEqual(['Bearer ', 'Bearer', `Bearer ${NAMED}`, undefined].map(ring.find), [
    null,
    null,
    null,
    null,
  ])
})

test('every full key is compared, whichever it is and whether it is any', () => {
  const compared: string[] = []
  const full = ['first', 'second'].map(
    (name) =>
      new Proxy(fullKey(name, `key-${name}`), {
        get(key, member) {
          if (member === 'hash') compared.push(name)
          return Reflect.get(key, member)
        },
      }),
  )
  const ring = createKeyRing({ full, clock: createFakeClock() })

  for (const text of ['key-first', 'key-second', 'wrong', NAMED]) ring.find(`Bearer ${text}`)

  assert.deepEqual(compared, Array.from({ length: 4 }, () => ['first', 'second']).flat())
})

test('a key that is made is found at once, one that is taken back at once no more', () => {
  const { ring, stored, nameOf } = given(null)
  const before = nameOf(`Bearer ${NAMED}`)

  stored.set(ID, liveKey())
  ring.refresh(ID)
  const made = nameOf(`Bearer ${NAMED}`)
  stored.delete(ID)
  ring.refresh(ID)

  assert.deepEqual([before, made, nameOf(`Bearer ${NAMED}`)], [null, 'ugc-tracker', null])
})

test('a key is good up to the moment at which it expires', async () => {
  const { clock, nameOf } = given(liveKey({ until: '2026-03-22T08:31:00.000Z' }))

  await clock.advance(MINUTE_MS - 1)
  const before = nameOf(`Bearer ${NAMED}`)
  await clock.advance(1)

  assert.deepEqual([before, nameOf(`Bearer ${NAMED}`)], ['ugc-tracker', null])
})

test('the use of a key is noted once a day, whatever is sent with it and however often', async () => {
  const { clock, used, nameOf } = given()

  for (let request = 0; request < 5; request++) nameOf(`Bearer ${NAMED}`)
  nameOf(`Bearer ${FULL}`)
  nameOf(`Bearer ${NAMED}x`)
  await clock.advance(DAY_MS)
  for (let request = 0; request < 5; request++) nameOf(`Bearer ${NAMED}`)

  assert.deepEqual(used, [`${ID} 2026-03-22`, `${ID} 2026-03-23`])
})

test('a use that was noted before the start is not noted again', () => {
  const { used, nameOf } = given(liveKey({ last_used_on: '2026-03-22' }))

  nameOf(`Bearer ${NAMED}`)

  assert.deepEqual(used, [])
})

test('a change of the key does not make its use be noted again', () => {
  const { ring, stored, used, nameOf } = given()
  nameOf(`Bearer ${NAMED}`)

  // What was noted may not be stored yet.
  stored.set(ID, liveKey({ until: '2026-03-23T08:30:00.000Z' }))
  ring.refresh(ID)
  nameOf(`Bearer ${NAMED}`)

  assert.deepEqual(used, [`${ID} 2026-03-22`])
})

test('what a caller has open is ended when his key is taken back, and not before', () => {
  const { ring, stored } = given()
  const ended: string[] = []
  ring.onEnd(liveKey().caller, () => ended.push('first'))
  ring.onEnd(liveKey().caller, () => ended.push('second'))
  const cancel = ring.onEnd(liveKey().caller, () => ended.push('closed by then'))
  cancel()
  ring.refresh(ID)
  const before = [...ended]

  stored.delete(ID)
  ring.refresh(ID)
  ring.refresh(ID)

  assert.deepEqual([before, ended], [[], ['first', 'second']])
})

test('what a caller has open is ended when his key expires, also when the time was set meanwhile', async () => {
  const { ring, clock, stored } = given()
  const ended: string[] = []
  ring.onEnd(liveKey().caller, () => ended.push('stream'))
  stored.set(ID, liveKey({ until: '2026-03-22T08:31:00.000Z' }))
  ring.refresh(ID)

  await clock.advance(MINUTE_MS - 1)
  const before = [...ended]
  await clock.advance(1)

  assert.deepEqual([before, ended, clock.pending()], [[], ['stream'], 0])
})

test('what is opened with a key that has ended meanwhile is ended at once', () => {
  const { ring, stored } = given()
  stored.delete(ID)
  ring.refresh(ID)
  let ended = 0

  ring.onEnd(liveKey().caller, () => ended++)

  assert.equal(ended, 1)
})

test('who closes what he had open leaves nothing behind', () => {
  const { ring, clock } = given(liveKey({ until: '2026-03-22T09:00:00.000Z' }))
  const cancels = [1, 2].map(() => ring.onEnd(liveKey().caller, () => assert.fail()))

  const open = clock.pending()
  for (const cancel of [...cancels, ...cancels]) cancel()

  assert.deepEqual([open, clock.pending()], [1, 0])
})

test('what the full key has open is never ended', () => {
  const { ring } = given()

  ring.onEnd(fullCaller('main'), () => assert.fail())()
})

test('a made key names its id, and its secret is 256 bits that only its hash tells', () => {
  const { key_id, key, hash } = makeKey()

  assert.match(key, new RegExp(`^pfk_${key_id}_[\\w-]{43}$`))
  assert.match(key_id, /^[0-9a-f]{12}$/)
  assert.equal(hash, createHash('sha256').update(key).digest('hex'))
  assert.notEqual(makeKey().key, key)
})
