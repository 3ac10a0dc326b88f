import Type from 'typebox'
import {
  checkGrant,
  KEY_STATES,
  parseKeyRequest,
  parseKeyRotation,
  RESERVED_NAMES,
  type KeyView,
  type LiveKey,
  type MadeKey,
  type NewKey,
} from '../domain/api-key.ts'
import type { Caller } from '../domain/caller.ts'
import type { Clock } from '../domain/clock.ts'
import type { ErrorDetail } from '../domain/error-details.ts'
import { FarmError } from '../domain/errors.ts'
import type { ApiKeyEntry } from '../store/api-keys.ts'
import { NEWEST } from '../store/phones.ts'
import type { Store, Tables } from '../store/store.ts'
import { grantOf, keyViewOf, liveKeyOf, rowOf } from './key-record.ts'
import { createPageQuery, pageOf, type Query } from './page-query.ts'

/** Keys that are made, exchanged and taken back. */
export interface Keys {
  /** @throws FarmError 'invalid_request', 'forbidden' (more than `caller` has itself), 'conflict' (`name_taken`, `too_many_keys`) */
  createKey: (caller: Caller, body: unknown) => Promise<MadeKey>
  /**
   * A new key of the same caller, good for the same and for as long as the old one was made for; the old one retires after the overlap.
   * One that has ended already is replaced as well, so that its caller gets back to what it owns.
   * @throws FarmError 'key_not_found', 'invalid_request', 'forbidden', 'conflict' (`rotation_under_way`, `key_replaced`, `name_taken`, `too_many_keys`)
   */
  rotateKey: (caller: Caller, keyId: string, body: unknown) => Promise<MadeKey>
  /** For good, from the next request on; one that was revoked already stays as it is. @throws FarmError 'key_not_found' */
  revokeKey: (keyId: string) => Promise<KeyView>
  /** Newest first. @throws FarmError 'invalid_request' */
  listKeys: (query: Query) => { keys: KeyView[]; next_cursor: string | null }
}

/** What the door asks. */
export interface StoredKeys {
  /** Every key that is accepted now. */
  liveKeys: () => LiveKey[]
  /** Null when it is not accepted. */
  liveKey: (keyId: string) => LiveKey | null
  /** Notes that it was used on the day, YYYY-MM-DD. */
  keyUsed: (keyId: string, day: string) => Promise<void>
}

/** A key that nobody has seen yet. */
export interface FreshKey {
  key_id: string
  key: string
  /** SHA-256 of the key, hexadecimal. */
  hash: string
}

export interface KeysDeps {
  store: Store
  clock: Clock
  makeKey: () => FreshKey
  /** Told after the commit of every change to what a key is accepted for. */
  onChange: (keyId: string) => void
}

/** Accepted at the same time. */
const MOST_LIVE = 1000

const pageQuery = createPageQuery({
  filters: { state: KEY_STATES },
  cursor: Type.Object({ created_at: Type.String(), id: Type.String() }),
})

export function createKeys({ store, clock, makeKey, onChange }: KeysDeps): Keys & StoredKeys {
  const { read } = store
  return {
    async createKey(caller, body) {
      const now = clock.now()
      const wanted = parseKeyRequest(body, now)
      checkGrant(caller, wanted)
      const fresh = makeKey()
      const made = await store.write('put_key', (tables) => add(tables, fresh, fresh.key_id, wanted, now))
      onChange(made.key_id)
      return made
    },
    async rotateKey(caller, keyId, body) {
      const { overlap_minutes } = parseKeyRotation(body)
      const now = clock.now()
      const fresh = makeKey()
      const retires_at = new Date(now.getTime() + overlap_minutes * 60_000).toISOString()
      const made = await store.write('rotate_key', (tables) => {
        const old = findKey(tables, keyId, now)
        checkGrant(caller, grantOf(old))
        refuseSecondRotation(tables, old, now)
        if (old.state === 'live' || old.state === 'retiring') tables.apiKeys.retire(keyId, retires_at)
        return add(tables, fresh, old.owner, { ...grantOf(old), expires_at: asLong(old, now) }, now)
      })
      onChange(keyId)
      onChange(made.key_id)
      return made
    },
    async revokeKey(keyId) {
      const revoked = await store.write('revoke_key', (tables) => {
        const now = clock.now()
        findKey(tables, keyId, now)
        tables.apiKeys.revoke(keyId, now)
        return keyViewOf(findKey(tables, keyId, now))
      })
      onChange(keyId)
      return revoked
    },
    listKeys(query) {
      const { limit, after, wanted } = pageQuery(query)
      const found = read.apiKeys.list({
        start: after ?? NEWEST,
        limit: limit + 1,
        states: wanted('state'),
        now: clock.now(),
      })
      const { rows, next_cursor } = pageOf(found, limit, ({ created_at, key_id: id }) => ({ created_at, id }))
      return { keys: rows.map(keyViewOf), next_cursor }
    },
    liveKeys: () => read.apiKeys.live(clock.now()).map(liveKeyOf),
    liveKey(keyId) {
      const entry = read.apiKeys.find(keyId, clock.now())
      return entry?.state === 'live' || entry?.state === 'retiring' ? liveKeyOf(entry) : null
    },
    keyUsed: (keyId, day) => store.write('key_used', ({ apiKeys }) => apiKeys.used(keyId, day)),
  }
}

function add(tables: Tables, fresh: FreshKey, owner: string, wanted: NewKey, now: Date): MadeKey {
  const others = tables.apiKeys.liveNamed(wanted.name, now).filter((key) => key.owner !== owner)
  if (others.length > 0 || RESERVED_NAMES.includes(wanted.name.toLowerCase()))
    throw conflict('name_taken', `another caller's key has the name ${wanted.name}`)
  if (tables.apiKeys.countLive(now) >= MOST_LIVE)
    throw conflict('too_many_keys', `there are ${MOST_LIVE} keys already: revoke those that nobody uses`)
  tables.apiKeys.add(rowOf({ ...wanted, ...fresh, owner, created_at: now.toISOString() }))
  return { ...keyViewOf(findKey(tables, fresh.key_id, now)), key: fresh.key }
}

/** A third key would leave nobody knowing which one is in use. */
function refuseSecondRotation(tables: Tables, old: ApiKeyEntry, now: Date): void {
  const [first, second] = tables.apiKeys.liveOf(old.owner, now)
  if (second !== undefined)
    throw conflict('rotation_under_way', `keys ${first?.key_id} and ${second.key_id} of ${old.name} are live`)
  if (first !== undefined && first.key_id !== old.key_id)
    throw conflict('key_replaced', `key ${old.key_id} was replaced by ${first.key_id}: rotate that one`)
}

/** Later years have more than four digits, and then text order is no time order any more: such a key would have expired before it began. */
const LAST_INSTANT_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** The new key lives as long as the old one was made to. */
function asLong({ created_at, expires_at }: ApiKeyEntry, now: Date): string | null {
  if (expires_at === null) return null
  const untilMs = now.getTime() + Date.parse(expires_at) - Date.parse(created_at)
  return new Date(Math.min(untilMs, LAST_INSTANT_MS)).toISOString()
}

function findKey(tables: Tables, keyId: string, now: Date): ApiKeyEntry {
  const entry = tables.apiKeys.find(keyId, now)
  if (!entry) throw new FarmError('key_not_found', `key ${keyId} not found`)
  return entry
}

function conflict(detail: ErrorDetail<'conflict'>, message: string): FarmError {
  return new FarmError('conflict', message, { detail })
}
