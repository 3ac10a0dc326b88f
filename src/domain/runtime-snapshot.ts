import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { createCheck } from './check.ts'
import { normalizeInstant } from './instant.ts'
import type { JudgeSnapshot } from './judge.ts'
import { FreeForm, Id } from './text.ts'

const labelOrNull = () => Type.Union([Id, Type.Null()], { default: null })

/** The body of POST /runtime-snapshots/upsert (source: seeds/runtime-snapshots). */
export const RuntimeSnapshot = Type.Object(
  {
    account_id: Id,
    ugc_account_id: Id,
    snapshot_id: Id,
    strategy_version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    content_hash: Id,
    strategy_synced_at: Type.Refine(
      Type.String(),
      (value) => normalizeInstant(value) !== null,
      () => 'must be an ISO-8601 timestamp with an offset or Z',
    ),
    stage: labelOrNull(),
    active_action: labelOrNull(),
    active_skills: Type.Array(Id, { default: [] }),
    personality: FreeForm,
  },
  { additionalProperties: false },
)
export type RuntimeSnapshot = Static<typeof RuntimeSnapshot>

const check = createCheck(RuntimeSnapshot)

/** Fills defaults and brings the timestamp to UTC with milliseconds. @throws FarmError 'invalid_request' */
export function parseRuntimeSnapshot(body: unknown): RuntimeSnapshot {
  const snapshot = check(body)
  return { ...snapshot, strategy_synced_at: normalizeInstant(snapshot.strategy_synced_at) ?? '' }
}

const stored = Compile(RuntimeSnapshot)

/** Reads a stored snapshot. @throws when the row does not fit this build's schema */
export const parseStoredSnapshot = (json: string): RuntimeSnapshot => stored.Parse(JSON.parse(json))

/** A snapshot that was replaced, without what it said. */
export interface SnapshotHistoryEntry {
  snapshot_id: string
  strategy_version: number
  strategy_synced_at: string
  stored_at: string
  /** Null for what earlier releases stored without one. */
  content_hash: string | null
  /** What it changed against its own predecessor, in lines for people; null when that is not known. */
  changes: string[] | null
}

/** Answer of GET /accounts/{account_id}/runtime-snapshot: the current one as it was synced, and how it came about. */
export interface SnapshotView extends RuntimeSnapshot {
  stored_at: string
  /** Against the one before it; null for an account's first one. */
  changes: string[] | null
  /** Those that it and its predecessors have replaced, at most 20, newest first. */
  history: SnapshotHistoryEntry[]
}

const lines = Compile(Type.Union([Type.Array(Type.String()), Type.Null()]))

/** Reads stored changes. @throws when the row does not fit this build's schema */
export const parseChanges = (json: string | null): string[] | null =>
  json === null ? null : lines.Parse(JSON.parse(json))

type Synced = Pick<RuntimeSnapshot, 'strategy_version' | 'strategy_synced_at'>

/** True when what is stored is newer than what comes in (source: seeds/runtime-snapshots, "Stale Update Rules"). */
export function isStale(incoming: Synced, current: Synced): boolean {
  if (current.strategy_version !== incoming.strategy_version)
    return current.strategy_version > incoming.strategy_version
  return current.strategy_synced_at > incoming.strategy_synced_at
}

/** Interests that a judge is given at most: more do not tell one video from another. */
const INTERESTS_MAX = 200

/** Characters of an interest; a longer one is no interest but a text. */
const INTEREST_MAX = 200

/** Characters of JSON of a personality that reach a judge, and with it a model's prompt and the stored context of an attempt. */
const PERSONALITY_MAX = 32_768

/** A snapshot as far as judges use it, and which keys of its personality are too much for them. */
export interface ForJudges {
  snapshot: JudgeSnapshot
  /** Keys that judges are not given; the snapshot keeps them. */
  tooBig: string[]
}

/** `active_skills` are never handed on: nothing acts on them. */
export function forJudges({
  snapshot_id,
  strategy_version,
  stage,
  active_action,
  personality: whole,
}: RuntimeSnapshot): ForJudges {
  const { personality, tooBig } = bounded(whole)
  const snapshot = {
    snapshot_id,
    strategy_version,
    stage,
    active_action,
    interests: interestsOf(whole),
    personality,
  }
  return { snapshot, tooBig }
}

/** `personality` is free-form: only an `interests` that is a list of words is understood. */
function interestsOf({ interests }: Record<string, unknown>): string[] {
  if (!Array.isArray(interests)) return []
  return interests
    .filter((interest) => typeof interest === 'string')
    .filter((interest) => interest.length <= INTEREST_MAX && interest.trim() !== '')
    .slice(0, INTERESTS_MAX)
}

/** The keys that fit, in the caller's order; one that does not is passed over whole, since half a text may say the opposite. */
function bounded(personality: Record<string, unknown>): {
  personality: Record<string, unknown>
  tooBig: string[]
} {
  let left = PERSONALITY_MAX
  const kept: [string, unknown][] = []
  const tooBig: string[] = []
  for (const [key, value] of Object.entries(personality)) {
    const size = JSON.stringify(key).length + JSON.stringify(value).length + 2
    if (size > left) {
      tooBig.push(key)
      continue
    }
    left -= size
    kept.push([key, value])
  }
  // Not by assignment: a caller's "__proto__" must stay a field.
  return { personality: tooBig.length === 0 ? personality : Object.fromEntries(kept), tooBig }
}
