import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { RUN_OUTCOMES } from '../domain/verification.ts'
import type { CapabilityRunRow } from '../store/capability-runs.ts'
import type { VerificationRow } from '../store/verifications.ts'

/** A counted run as callers see it. */
export const VerificationRun = Type.Object(
  {
    process_id: Type.String(),
    queue_item_id: Type.String(),
    at: Type.String({ format: 'date-time' }),
    outcome: Type.Enum([...RUN_OUTCOMES]),
  },
  { additionalProperties: false },
)
export type VerificationRun = Static<typeof VerificationRun>

const runs = Compile(Type.Array(VerificationRun))
const detail = Compile(Type.Object({ message: Type.Union([Type.String(), Type.Null()]) }))

export function runViewOf({ process_id, queue_item_id, at, outcome }: CapabilityRunRow): VerificationRun {
  return { process_id, queue_item_id, at, outcome }
}

/** The runs that a verification rests on, oldest first. */
export function runsOf(row: Pick<VerificationRow, 'runs'>): VerificationRun[] {
  return runs.Parse(JSON.parse(row.runs))
}

/** What drifted or failed in a counted run; null when nothing did. */
export function messageOf(row: Pick<CapabilityRunRow, 'detail'>): string | null {
  return detail.Parse(JSON.parse(row.detail)).message
}
