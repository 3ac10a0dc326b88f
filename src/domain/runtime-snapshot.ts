import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { createCheck } from './check.ts'
import { normalizeInstant } from './instant.ts'
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

type Synced = Pick<RuntimeSnapshot, 'strategy_version' | 'strategy_synced_at'>

/** True when what is stored is newer than what comes in (source: seeds/runtime-snapshots, "Stale Update Rules"). */
export function isStale(incoming: Synced, current: Synced): boolean {
  if (current.strategy_version !== incoming.strategy_version)
    return current.strategy_version > incoming.strategy_version
  return current.strategy_synced_at > incoming.strategy_synced_at
}
