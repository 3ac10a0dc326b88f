import Type, { type Static } from 'typebox'
import { FreeForm, Id, text } from './text.ts'

/** `params` of the `edit_profile` step. */
export const EditProfileParams = Type.Refine(
  Type.Object(
    {
      display_name: Type.Optional(text(1, 30)),
      username: Type.Optional(Type.String({ pattern: '^[a-z0-9._]{2,24}$' })),
      bio: Type.Optional(text(0, 80)),
      mutation_kind: Type.Optional(Id),
      randomized: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
  (params) => [params.display_name, params.bio, params.username].some((value) => value !== undefined),
  () => 'needs at least one of display_name, bio, username',
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
    metadata: Type.Optional(FreeForm),
  },
  { additionalProperties: false },
)
export type MaintenanceInputs = Static<typeof MaintenanceInputs>
