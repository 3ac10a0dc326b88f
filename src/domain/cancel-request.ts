import Type, { type Static } from 'typebox'
import { RequestedBy } from './capability-request.ts'
import { createCheck } from './check.ts'
import { text } from './text.ts'

/** How hard a cancel is, from the mildest. */
export const CancelStrategy = Type.Enum(['soft', 'soft_then_force', 'hard'], { default: 'soft_then_force' })
export type CancelStrategy = Static<typeof CancelStrategy>

/** The body of POST /processes/{process_id}/cancel; stored with the process as it stands. */
export const CancelRequest = Type.Object(
  {
    reason: text(1, 1000),
    requested_by: RequestedBy,
    strategy: CancelStrategy,
    force_after_seconds: Type.Integer({ minimum: 0, default: 10 }),
  },
  { additionalProperties: false },
)
export type CancelRequest = Static<typeof CancelRequest>

/** Fills defaults. @throws FarmError 'invalid_request' */
export const parseCancelRequest = createCheck(CancelRequest)

const STRENGTH = { soft: 0, soft_then_force: 1, hard: 2 } as const satisfies Record<CancelStrategy, number>

/** True when `next` asks for more than `current`: a second cancel may only strengthen the first. */
export function isStronger(next: CancelStrategy, current: CancelStrategy): boolean {
  return STRENGTH[next] > STRENGTH[current]
}

/** The last moment that four-digit years can write; times are compared as text. */
const LAST_MOMENT_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** When a cancel turns hard: null for one that never does. */
export function forceAt({ strategy, force_after_seconds }: CancelRequest, now: Date): string | null {
  if (strategy !== 'soft_then_force') return null
  return new Date(Math.min(now.getTime() + force_after_seconds * 1000, LAST_MOMENT_MS)).toISOString()
}
