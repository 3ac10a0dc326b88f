import Type, { type TSchema } from 'typebox'
import { KEY_STATES } from '../domain/api-key.ts'
import { SCOPES } from '../domain/caller.ts'

/** What answers about keys look like, for `/openapi.json`. */

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = Type.String()
const Time = Type.String({ format: 'date-time' })

const KEY = {
  key_id: Type.String({ description: 'The public part of the key: `pfk_<key_id>_<secret>`.' }),
  owner: Type.String({
    description:
      'The first key of those that were made from each other by rotation: they own the same processes.',
  }),
  name: Text,
  scopes: Type.Array(Type.Enum([...SCOPES])),
  system: nullable(Text),
  own_only: Type.Boolean(),
  rate: nullable(
    Type.Object({ per_second: Type.Number(), burst: Type.Integer() }, { additionalProperties: false }),
  ),
  state: Type.Enum([...KEY_STATES], {
    description: '`live` and `retiring` (until `retires_at`) keys are accepted, the others are not.',
  }),
  created_at: Time,
  expires_at: nullable(Time),
  retires_at: nullable(Time),
  revoked_at: nullable(Time),
  last_used_on: nullable(Type.String({ format: 'date', description: 'UTC; null: never.' })),
}

export const ApiKey = Type.Object(KEY, { additionalProperties: false })

export const MadeApiKey = Type.Object(
  { ...KEY, key: Type.String({ description: 'The key itself, which is told this once.' }) },
  { additionalProperties: false },
)

export const ApiKeyPage = Type.Object(
  { keys: Type.Array(ApiKey), next_cursor: nullable(Text) },
  { additionalProperties: false },
)
