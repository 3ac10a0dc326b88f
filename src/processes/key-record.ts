import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { KeyGrant, KeyView, LiveKey } from '../domain/api-key.ts'
import { SCOPES, type Caller } from '../domain/caller.ts'
import type { ApiKeyEntry, NewApiKeyRow } from '../store/api-keys.ts'

const Scopes = Compile(Type.Array(Type.Enum([...SCOPES])))
const Rate = Compile(Type.Object({ per_second: Type.Number(), burst: Type.Number() }))

/** The row of a new key. */
export function rowOf({
  key_id,
  owner,
  name,
  hash,
  scopes,
  system,
  own_only,
  rate,
  created_at,
  expires_at,
}: KeyGrant & Pick<NewApiKeyRow, 'key_id' | 'owner' | 'hash' | 'created_at' | 'expires_at'>): NewApiKeyRow {
  return {
    key_id,
    owner,
    name,
    hash,
    scopes: JSON.stringify(scopes),
    system,
    own_only: own_only ? 1 : 0,
    rate: rate === null ? null : JSON.stringify(rate),
    created_at,
    expires_at,
  }
}

/** What the key of a row is good for. */
export function grantOf({ name, scopes, system, own_only, rate }: ApiKeyEntry): KeyGrant {
  return {
    name,
    system,
    scopes: Scopes.Parse(JSON.parse(scopes)),
    own_only: own_only === 1,
    rate: rateOf(rate),
  }
}

function rateOf(json: string | null): Caller['rate'] {
  return json === null ? null : Rate.Parse(JSON.parse(json))
}

/** A row as the operator sees it. */
export function keyViewOf(entry: ApiKeyEntry): KeyView {
  const { key_id, owner, state, created_at, expires_at, retires_at, revoked_at, last_used_on } = entry
  const { name, scopes, system, own_only, rate } = grantOf(entry)
  return {
    key_id,
    owner,
    name,
    scopes,
    system,
    own_only,
    rate,
    state,
    created_at,
    expires_at,
    retires_at,
    revoked_at,
    last_used_on,
  }
}

/** A row as the door holds it. */
export function liveKeyOf(entry: ApiKeyEntry): LiveKey {
  const { key_id, owner, hash, expires_at, retires_at, last_used_on } = entry
  const [until = null] = [expires_at, retires_at].filter((time) => time !== null).toSorted()
  return { key_id, hash, until, last_used_on, caller: { ...grantOf(entry), key_id, owner } }
}
