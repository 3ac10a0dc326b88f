import Type, { type Static } from 'typebox'
import type { KeyState } from '../domain/api-key.ts'
import type { Database } from './database.ts'
import type { PageStart } from './phones.ts'
import { Flag, nullable } from './row.ts'

const TextOrNull = nullable(Type.String())

/** A row of `api_keys`; `scopes` and `rate` are JSON. */
export const ApiKeyRow = Type.Object({
  key_id: Type.String(),
  owner: Type.String(),
  name: Type.String(),
  hash: Type.String(),
  scopes: Type.String(),
  system: TextOrNull,
  own_only: Flag,
  rate: TextOrNull,
  created_at: Type.String(),
  expires_at: TextOrNull,
  retires_at: TextOrNull,
  revoked_at: TextOrNull,
  last_used_on: TextOrNull,
})
export type ApiKeyRow = Static<typeof ApiKeyRow>

export type NewApiKeyRow = Omit<ApiKeyRow, 'retires_at' | 'revoked_at' | 'last_used_on'>

/** A row with what it means at the time that was asked for. */
export interface ApiKeyEntry extends ApiKeyRow {
  state: KeyState
}

/** Keys that are not accepted any more are remembered up to this many: rotating for ever must not fill the disk. */
const MOST_ENDED = 10_000

const ENTRIES = `
  SELECT *, CASE
    WHEN revoked_at IS NOT NULL THEN 'revoked'
    WHEN expires_at <= @now OR retires_at <= @now THEN 'expired'
    WHEN retires_at IS NOT NULL THEN 'retiring'
    ELSE 'live' END AS state
  FROM api_keys`

const ACCEPTED = "state IN ('live', 'retiring')"

const ADD = `
  INSERT INTO api_keys (key_id, owner, name, hash, scopes, system, own_only, rate, created_at, expires_at)
  VALUES (@key_id, @owner, @name, @hash, @scopes, @system, @own_only, @rate, @created_at, @expires_at)`

const FORGET_ENDED = `
  DELETE FROM api_keys WHERE key_id IN (
    SELECT key_id FROM (${ENTRIES}) WHERE NOT ${ACCEPTED}
    ORDER BY created_at DESC, key_id DESC LIMIT -1 OFFSET ${MOST_ENDED})`

const FIND = `SELECT * FROM (${ENTRIES}) WHERE key_id = @key_id`

const LIVE = `SELECT * FROM (${ENTRIES}) WHERE ${ACCEPTED}`

// Index api_keys_of_owner.
const LIVE_OF_OWNER = `SELECT * FROM (${ENTRIES}) WHERE owner = @owner AND ${ACCEPTED} ORDER BY created_at, key_id`

const LIVE_NAMED = `SELECT * FROM (${ENTRIES}) WHERE name = @name AND ${ACCEPTED}`

const COUNT_LIVE = `SELECT count(*) AS count FROM (${ENTRIES}) WHERE ${ACCEPTED}`

const LIST = `
  SELECT * FROM (${ENTRIES}) WHERE (created_at, key_id) < (@created_at, @id)
    AND (@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
  ORDER BY created_at DESC, key_id DESC LIMIT @limit`

const RETIRE = 'UPDATE api_keys SET retires_at = min(@at, coalesce(retires_at, @at)) WHERE key_id = @key_id'

const REVOKE = 'UPDATE api_keys SET revoked_at = @at WHERE key_id = @key_id AND revoked_at IS NULL'

const USED = `
  UPDATE api_keys SET last_used_on = @day WHERE key_id = @key_id AND (last_used_on IS NULL OR last_used_on < @day)`

type At = { now: string }

/** Keys of callers. What is accepted is a matter of the time, so that is asked with. Every change wants a transaction around it. */
export interface ApiKeys {
  /** Of the keys that have ended long ago, the oldest are forgotten with it. */
  add: (row: NewApiKeyRow) => void
  find: (keyId: string, now: Date) => ApiKeyEntry | undefined
  /** All that are accepted. */
  live: (now: Date) => ApiKeyEntry[]
  countLive: (now: Date) => number
  /** Those of one caller that are accepted, oldest first: two while a key is rotated. */
  liveOf: (owner: string, now: Date) => ApiKeyEntry[]
  liveNamed: (name: string, now: Date) => ApiKeyEntry[]
  /** Newest first, from just after `start`; `states`: of any of these, or (empty) all. */
  list: (of: { start: PageStart; limit: number; states: readonly string[]; now: Date }) => ApiKeyEntry[]
  /** From `at` on the key is not accepted any more; a time that is set already is not put off. */
  retire: (keyId: string, at: string) => void
  /** @returns false when it was revoked already */
  revoke: (keyId: string, now: Date) => boolean
  /** Notes the day; an earlier one than what is stored changes nothing. */
  used: (keyId: string, day: string) => void
}

export function apiKeysTable(db: Database): ApiKeys {
  const add = db.prepare<NewApiKeyRow>(ADD)
  const forgetEnded = db.prepare<At>(FORGET_ENDED)
  const find = db.prepare<At & { key_id: string }, ApiKeyEntry>(FIND)
  const live = db.prepare<At, ApiKeyEntry>(LIVE)
  const countLive = db.prepare<At, { count: number }>(COUNT_LIVE)
  const liveOf = db.prepare<At & { owner: string }, ApiKeyEntry>(LIVE_OF_OWNER)
  const liveNamed = db.prepare<At & { name: string }, ApiKeyEntry>(LIVE_NAMED)
  const list = db.prepare<At & PageStart & { limit: number; states: string | null }, ApiKeyEntry>(LIST)
  const retire = db.prepare<{ key_id: string; at: string }>(RETIRE)
  const revoke = db.prepare<{ key_id: string; at: string }>(REVOKE)
  const used = db.prepare<{ key_id: string; day: string }>(USED)
  const at = (now: Date): At => ({ now: now.toISOString() })

  return {
    add(row) {
      add.run(row)
      forgetEnded.run({ now: row.created_at })
    },
    find: (keyId, now) => find.get({ key_id: keyId, ...at(now) }),
    live: (now) => live.all(at(now)),
    countLive: (now) => countLive.get(at(now))?.count ?? 0,
    liveOf: (owner, now) => liveOf.all({ owner, ...at(now) }),
    liveNamed: (name, now) => liveNamed.all({ name, ...at(now) }),
    list: ({ start, limit, states, now }) =>
      list.all({ ...start, limit, states: states.length === 0 ? null : JSON.stringify(states), ...at(now) }),
    retire: (keyId, moment) => void retire.run({ key_id: keyId, at: moment }),
    revoke: (keyId, now) => revoke.run({ key_id: keyId, at: now.toISOString() }).changes === 1,
    used: (keyId, day) => void used.run({ key_id: keyId, day }),
  }
}
