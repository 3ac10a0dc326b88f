import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { LiveKey } from '../domain/api-key.ts'
import { fullCaller, type Caller } from '../domain/caller.ts'
import type { Clock } from '../domain/clock.ts'
import type { ApiKey } from './api-keys.ts'
import { keyIdIn, sha256 } from './key-text.ts'
import { createKeyWatch, type KeyWatch } from './key-watch.ts'

/** Every key that is accepted, in memory. */
export interface KeyRing extends KeyWatch {
  /**
   * Whose key it is; null for every other text. Does the same work whatever is wrong: what was sent is hashed, and the hash is compared with
   * those of all full keys and of one named key, which for an unknown id is nobody's. The scheme's name may be in any case (source: RFC 9110,
   * 11.1).
   */
  find: (authorization: string | undefined) => Caller | null
  /** Whether the key that the caller came with is still accepted; a full key always is. */
  isAccepted: (caller: Caller) => boolean
  /** To be called after every change of a stored key: the next request sees it. */
  refresh: (keyId: string) => void
}

export interface KeyRingDeps {
  /** Keys that are not stored: the environment's or that of `<data>/api-key`. */
  full: readonly ApiKey[]
  /** The stored keys that are accepted; none when not given. */
  stored?: {
    liveKeys: () => readonly LiveKey[]
    /** Null when it is not accepted. */
    liveKey: (keyId: string) => LiveKey | null
    /** Told once a key and day, YYYY-MM-DD; must not throw. */
    keyUsed: (keyId: string, day: string) => void
  }
  clock: Clock
}

/** A stored key, ready to be compared. */
interface RingKey {
  caller: Caller
  hash: Buffer
  /** Milliseconds since 1970. */
  untilMs: number
  /** Day since 1970 of the last use that is noted. */
  usedOn: number
}

const DAY_MS = 24 * 3_600_000

const BEARER = /^Bearer (.+)$/i

/** Stands in for a key that is not there; nobody has what this is the hash of. */
const NO_KEY: RingKey = {
  caller: { ...fullCaller('nobody'), scopes: [] },
  hash: randomBytes(32),
  untilMs: 0,
  usedOn: 0,
}

export function createKeyRing({ full, stored, clock }: KeyRingDeps): KeyRing {
  const named = new Map<string, RingKey>()
  const watch = createKeyWatch({ clock, untilOf: (keyId) => named.get(keyId)?.untilMs ?? 0 })
  for (const key of stored?.liveKeys() ?? []) named.set(key.key_id, ringKeyOf(key))

  function find(authorization: string | undefined): Caller | null {
    const presented = BEARER.exec(authorization ?? '')?.[1] ?? ''
    const presentedHash = sha256(presented)
    let found: Caller | null = null
    for (const key of full) if (timingSafeEqual(key.hash, presentedHash)) found = key.caller
    const keyId = keyIdIn(presented)
    const key = named.get(keyId) ?? NO_KEY
    return timingSafeEqual(key.hash, presentedHash) ? acceptedNow(keyId, key) : found
  }

  function acceptedNow(keyId: string, key: RingKey): Caller | null {
    const nowMs = clock.now().getTime()
    if (nowMs >= key.untilMs) return null
    const today = Math.floor(nowMs / DAY_MS)
    // Set before it is stored: a day's second request writes nothing, however long the first one's note takes.
    if (today > key.usedOn) {
      key.usedOn = today
      stored?.keyUsed(keyId, new Date(nowMs).toISOString().slice(0, 10))
    }
    return key.caller
  }

  return {
    find,
    isAccepted: ({ key_id: keyId }) =>
      keyId === null || clock.now().getTime() < (named.get(keyId)?.untilMs ?? 0),
    refresh(keyId) {
      const nowMs = clock.now().getTime()
      for (const [other, { untilMs }] of named) if (untilMs <= nowMs) named.delete(other)
      const key = stored?.liveKey(keyId) ?? null
      // The note of its use may be on its way to the store.
      const usedOn = named.get(keyId)?.usedOn ?? 0
      if (key === null) named.delete(keyId)
      else named.set(keyId, { ...ringKeyOf(key), usedOn })
      watch.refresh(keyId)
    },
    onEnd: watch.onEnd,
  }
}

function ringKeyOf({ caller, hash, until, last_used_on }: LiveKey): RingKey {
  return {
    caller,
    hash: Buffer.from(hash, 'hex'),
    untilMs: until === null ? Infinity : Date.parse(until),
    usedOn: last_used_on === null ? 0 : Math.floor(Date.parse(last_used_on) / DAY_MS),
  }
}
