import Type, { type TSchema } from 'typebox'
import { AccountSettings } from '../domain/account-settings.ts'
import { ACCOUNT_WAITING_CODES } from '../domain/account-waiting.ts'
import { RuntimeSnapshot } from '../domain/runtime-snapshot.ts'

/** What answers about accounts look like, for `/openapi.json`. */

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = Type.String()
const Time = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })
const Minutes = Type.Number({ minimum: 0 })

const page = (name: string, item: TSchema) =>
  Type.Object({ [name]: Type.Array(item), next_cursor: nullable(Text) }, { additionalProperties: false })

const HandOver = Type.Object(
  {
    hand_over_id: Text,
    phone_id: Text,
    process_id: nullable(Text),
    queue_item_id: nullable(Text),
    reason: Type.String({ description: 'What the app said.' }),
    needed: Type.String({ description: 'What a person must do.' }),
    opened_at: Time,
    closed_at: nullable(Time),
    closed_by: nullable(Text),
    note: nullable(Text),
  },
  { additionalProperties: false },
)

export const HandOverPage = page('hand_overs', HandOver)

const OnHold = Type.Object({ since: Time, reason: Text, needed: Text }, { additionalProperties: false })

const Waiting = Type.Object(
  {
    code: Type.Enum([...ACCOUNT_WAITING_CODES]),
    message: Text,
    since: nullable(Time),
    until: nullable(Time),
  },
  { additionalProperties: false },
)

const Verified = Type.Object(
  { username: Text, at: Time, process_id: nullable(Text) },
  { additionalProperties: false },
)

const Mismatch = Type.Object(
  { message: Text, at: Time, process_id: nullable(Text) },
  { additionalProperties: false },
)

const WORK = { runs: Count, completed: Count, failed: Count, minutes: Minutes }

const SUMMARY = {
  account_id: Text,
  phone_id: Text,
  app: Text,
  username: Text,
  status: Type.Enum(['active', 'inactive']),
  settings: AccountSettings,
  hand_over: nullable(HandOver),
  on_hold: nullable(OnHold),
  waiting: Type.Array(Waiting, { description: 'Why nothing would be started for it now.' }),
  next_allowed_at: nullable(
    Type.String({
      format: 'date-time',
      description: 'When that is over by itself; null when nothing is in the way, and when nobody knows.',
    }),
  ),
  last_verified: nullable(Verified),
  last_mismatch: nullable(Mismatch),
  totals: Type.Object({ ...WORK, since: nullable(Time) }, { additionalProperties: false }),
  created_at: Time,
  updated_at: Time,
}

/** Without its days, which would make a list long. */
export const AccountPage = page('accounts', Type.Object(SUMMARY, { additionalProperties: false }))

const Day = Type.Object(
  { day: Type.String({ format: 'date', description: "In the account's time zone." }), ...WORK },
  { additionalProperties: false },
)

export const Account = Type.Object(
  {
    ...SUMMARY,
    days: Type.Array(Day, {
      description: 'Of the last 31, those on which something was done, newest first.',
    }),
  },
  { additionalProperties: false },
)

const Changes = nullable(
  Type.Array(Text, {
    description: 'Against the one before it, in lines for people; null when that is not known.',
  }),
)

export const SnapshotAnswer = Type.Object(
  {
    ...RuntimeSnapshot.properties,
    stored_at: Time,
    changes: Changes,
    history: Type.Array(
      Type.Object(
        {
          snapshot_id: Text,
          strategy_version: Type.Integer({ minimum: 1 }),
          strategy_synced_at: Time,
          stored_at: Time,
          content_hash: nullable(Text),
          changes: Changes,
        },
        { additionalProperties: false },
      ),
      { description: 'Those that were replaced, newest first, at most 20.' },
    ),
  },
  { additionalProperties: false },
)
