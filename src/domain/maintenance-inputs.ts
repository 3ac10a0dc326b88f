import Type, { type Static } from 'typebox'
import { Metadata } from './warmup-inputs.ts'

/** `params` of the `edit_profile` step. At least one of the three profile fields is checked after the schema. */
export const EditProfileParams = Type.Object(
  {
    display_name: Type.Optional(Type.String({ minLength: 1, maxLength: 30 })),
    username: Type.Optional(Type.String({ pattern: '^[a-z0-9._]{2,24}$' })),
    bio: Type.Optional(Type.String({ maxLength: 80 })),
    mutation_kind: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    randomized: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type EditProfileParams = Static<typeof EditProfileParams>

const MaintenanceStep = Type.Object(
  { action: Type.Literal('edit_profile'), params: EditProfileParams },
  { additionalProperties: false },
)

/** `inputs` of a `maintenance` process (source: seeds/maintenance-requests). */
export const MaintenanceInputs = Type.Object(
  {
    steps: Type.Array(MaintenanceStep, { minItems: 1, maxItems: 20 }),
    metadata: Type.Optional(Metadata),
  },
  { additionalProperties: false },
)
export type MaintenanceInputs = Static<typeof MaintenanceInputs>
