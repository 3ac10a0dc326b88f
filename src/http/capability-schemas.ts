import Type from 'typebox'
import { Capability } from '../domain/process.ts'
import { RUN_OUTCOMES } from '../domain/verification.ts'

const closed = { additionalProperties: false } as const
const Text = Type.String()
const Time = Type.String({ format: 'date-time' })
const MaybeText = Type.Union([Text, Type.Null()])

const Permission = Type.Object({ allowed: Type.Boolean(), reason: MaybeText })

/** A capability of an app in one version, as one driver pack drives it. */
const Verification = Type.Object(
  {
    app: Text,
    app_version: Type.Union([Text, Type.Null()], {
      description: 'Null while no phone has told the version of the app.',
    }),
    pack_hash: Type.Union([Text, Type.Null()], { description: 'Null when no driver pack drives the app.' }),
    status: Type.Enum(['unverified', 'verified', 'withdrawn']),
    since: Type.Union([Time, Type.Null()], { description: 'Null for what was never verified.' }),
    reason: Type.String({ description: 'A sentence for people: how it was earned, lost, or how far it is.' }),
    runs: Type.Array(
      Type.Object(
        { process_id: MaybeText, queue_item_id: MaybeText, at: Time, outcome: Type.Enum([...RUN_OUTCOMES]) },
        closed,
      ),
      { description: 'The runs that the status rests on, oldest first.' },
    ),
    needed: Type.Integer({
      minimum: 0,
      description: 'Runs in a row that are still needed to earn it; 0 when it is verified.',
    }),
  },
  closed,
)

/** Answer of GET /capabilities. */
export const Capabilities = Type.Object({
  capabilities: Type.Array(
    Type.Object({
      capability: Capability,
      modes: Type.Object({ manual: Permission, unattended: Permission }),
      routing: Type.Object({ direct: Permission, queue: Permission, group: Permission }),
      live_verified: Type.Boolean({
        description:
          'True when it is verified in every version of every app that active accounts of this farm live on; false without accounts.',
      }),
      verifications: Type.Array(Verification),
      inputs_schema: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
})
