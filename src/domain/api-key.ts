import Type, { type Static } from 'typebox'
import { SCOPES, type Caller, type Scope } from './caller.ts'
import { createCheck, invalid } from './check.ts'
import { FarmError, type Problem } from './errors.ts'
import { normalizeInstant } from './instant.ts'
import { Id } from './text.ts'

/** Of a key that nobody has said otherwise of: more than a caller that polls its work needs, less than what slows the others down. */
export const DEFAULT_RATE = { per_second: 10, burst: 50 } as const

/** Of the full key, of what works on the farm itself, and of who has no key: in the log they are nobody else's. */
export const FULL_KEY_NAME = 'main'
export const RESERVED_NAMES: readonly string[] = [FULL_KEY_NAME, 'operator', 'nobody']

const Rate = Type.Object(
  {
    per_second: Type.Number({ minimum: 0.1, maximum: 10_000 }),
    burst: Type.Integer({ minimum: 1, maximum: 100_000 }),
  },
  { additionalProperties: false },
)

const Instant = Type.Refine(
  Type.String(),
  (value) => normalizeInstant(value) !== null,
  () => 'must be an ISO-8601 timestamp with an offset or Z',
)

/** The body of POST /keys. */
export const KeyRequest = Type.Object(
  {
    name: Type.String({
      pattern: '^[A-Za-z0-9._-]{1,64}$',
      description: 'Names the caller in the log; no two callers have the same.',
    }),
    scopes: Type.Array(Type.Enum([...SCOPES]), { minItems: 1, uniqueItems: true }),
    system: Type.Union([Id, Type.Null()], {
      default: null,
      description: 'The only `requested_by.system` that it may name; null: any.',
    }),
    own_only: Type.Boolean({ default: false, description: 'Sees and cancels its own processes only.' }),
    rate: Type.Union([Rate, Type.Null()], {
      default: DEFAULT_RATE,
      description: 'Requests a second, and how many may come at once; null: as many as it likes.',
    }),
    expires_at: Type.Union([Instant, Type.Null()], { default: null }),
    expires_in_days: Type.Union([Type.Integer({ minimum: 1, maximum: 3650 }), Type.Null()], {
      default: null,
    }),
  },
  { additionalProperties: false },
)

/** What a key is good for; a key that comes of a rotation has the same. */
export interface KeyGrant {
  name: string
  scopes: readonly Scope[]
  system: string | null
  own_only: boolean
  rate: Caller['rate']
}

/** A key that is asked for. */
export interface NewKey extends KeyGrant {
  /** UTC; null: never. */
  expires_at: string | null
}

const checkRequest = createCheck(KeyRequest)

const DAY_MS = 24 * 3_600_000

/** Fills defaults and works the expiry out. @throws FarmError 'invalid_request' */
export function parseKeyRequest(body: unknown, now: Date): NewKey {
  const { scopes, expires_at, expires_in_days, ...grant } = checkRequest(body)
  const problem = (message: string): Problem[] => [{ path: '/expires_at', message }]
  if (expires_at !== null && expires_in_days !== null)
    throw invalid(problem('must be left out when expires_in_days is given'))
  const inDays =
    expires_in_days === null ? null : new Date(now.getTime() + expires_in_days * DAY_MS).toISOString()
  const until = expires_at === null ? inDays : normalizeInstant(expires_at)
  if (until !== null && until <= now.toISOString()) throw invalid(problem('must be in the future'))
  return { ...grant, scopes: SCOPES.filter((scope) => scopes.includes(scope)), expires_at: until }
}

/** A day, so that whoever holds the key can be told and can exchange it at leisure. */
const OVERLAP_MINUTES = 1440
const MOST_OVERLAP_MINUTES = 30 * 1440

/** The body of POST /keys/{key_id}/rotate. */
export const KeyRotation = Type.Object(
  {
    overlap_minutes: Type.Integer({
      minimum: 0,
      maximum: MOST_OVERLAP_MINUTES,
      default: OVERLAP_MINUTES,
      description: 'How long the old key is accepted beside the new one; 0: not at all.',
    }),
  },
  { additionalProperties: false },
)
export type KeyRotation = Static<typeof KeyRotation>

/** Fills defaults. @throws FarmError 'invalid_request' */
export const parseKeyRotation = createCheck(KeyRotation)

/** `retiring`: accepted until `retires_at`, because there is a new one in its place. */
export const KEY_STATES = ['live', 'retiring', 'expired', 'revoked'] as const
export type KeyState = (typeof KEY_STATES)[number]

/** A key as the operator sees it: neither the secret nor its hash. Times are ISO-8601 UTC. */
export interface KeyView extends KeyGrant {
  key_id: string
  /** Whose its processes are: the first key of those that were made from each other by rotation. */
  owner: string
  state: KeyState
  created_at: string
  expires_at: string | null
  /** Since a rotation: from when on only the new key is accepted. */
  retires_at: string | null
  revoked_at: string | null
  /** YYYY-MM-DD, UTC; null: never. */
  last_used_on: string | null
}

/** A new key with its secret, which is told this once. */
export interface MadeKey extends KeyView {
  key: string
}

/** What the door holds of a key that is accepted. */
export interface LiveKey {
  key_id: string
  /** SHA-256 of the whole key, hexadecimal. */
  hash: string
  caller: Caller
  /** When it stops being accepted by itself; null: never. */
  until: string | null
  last_used_on: string | null
}

/**
 * A key hands out nothing that it has not got itself, or everybody who may make keys could do everything.
 * @throws FarmError 'forbidden'
 */
export function checkGrant(caller: Caller, { scopes, system }: KeyGrant): void {
  const more = scopes.filter((scope) => !caller.scopes.includes(scope))
  if (more.length > 0) throw refused(caller, `a key that may ${more.join(', ')}: it may not itself`)
  if (caller.system !== null && caller.system !== system)
    throw refused(caller, `a key for other systems than ${caller.system}`)
  if (caller.own_only) throw refused(caller, 'keys: it may see its own processes only')
}

function refused({ name }: Caller, what: string): FarmError {
  return new FarmError('forbidden', `key ${name} may not make ${what}`)
}
