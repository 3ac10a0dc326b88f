import Type, { type Static } from 'typebox'

const NullableText = Type.Union([Type.String(), Type.Null()])

/** What the demo reads of a process record; the whole contract is in domain/process-view.ts. */
export const ShownProcess = Type.Object({
  process_id: Type.String(),
  process_type: Type.String(),
  status: Type.String(),
  target: Type.Object({ account_id: NullableText, phone_id: NullableText }),
  result: Type.Object({
    items: Type.Optional(
      Type.Array(
        Type.Object({
          queue_item_id: Type.String(),
          account_id: Type.String(),
          phone_id: Type.String(),
          status: Type.String(),
          videos_seen: Type.Optional(Type.Integer()),
          videos_watched: Type.Optional(Type.Integer()),
          videos_skipped: Type.Optional(Type.Integer()),
          snapshot_id: Type.Optional(NullableText),
          fields: Type.Optional(
            Type.Record(
              Type.String(),
              Type.Object({
                before: Type.String(),
                after: Type.String(),
                changed: Type.Boolean(),
                verified: Type.Boolean(),
              }),
            ),
          ),
        }),
      ),
    ),
  }),
  error: Type.Union([Type.Object({ message: Type.String(), category: Type.String() }), Type.Null()]),
  timestamps: Type.Record(Type.String(), NullableText),
  partial_progress: Type.Object({
    items: Type.Optional(
      Type.Array(
        Type.Object({
          phone_id: Type.String(),
          account_id: Type.String(),
          status: Type.String(),
          done: Type.Optional(Type.Integer()),
          of: Type.Optional(Type.Integer()),
        }),
      ),
    ),
  }),
})
export type ShownProcess = Static<typeof ShownProcess>

export const Accepted = Type.Object({ status: Type.Literal('accepted'), process_id: Type.String() })

export const CancelAnswer = Type.Object({ status: Type.String() })

export const SnapshotAnswer = Type.Object({ status: Type.Literal('upserted') })

export const Timeline = Type.Object({
  events: Type.Array(
    Type.Object({ at: Type.String(), event: Type.String(), phone_id: NullableText, detail: NullableText }),
  ),
})
export type Timeline = Static<typeof Timeline>

/** `GET /phones/{serial}` of the virtual phones' control API. */
export const PhoneStory = Type.Object({
  serial: Type.String(),
  screen: Type.String(),
  signed_in: NullableText,
  accounts: Type.Array(
    Type.Object({ username: Type.String(), display_name: Type.String(), bio: Type.String() }),
  ),
  sessions: Type.Array(
    Type.Object({ session_id: Type.String(), opened_at: Type.String(), closed_at: NullableText }),
  ),
  watched: Type.Array(
    Type.Object({
      video_id: Type.String(),
      author: Type.String(),
      caption: Type.String(),
      source: Type.String(),
      keyword: NullableText,
      account: NullableText,
      started_at: Type.String(),
      seconds: Type.Number(),
    }),
  ),
  edits: Type.Array(
    Type.Object({
      account: Type.String(),
      field: Type.String(),
      before: Type.String(),
      after: Type.String(),
    }),
  ),
  commands: Type.Array(
    Type.Object({ at: Type.String(), session_id: NullableText, method: Type.String(), path: Type.String() }),
  ),
})
export type PhoneStory = Static<typeof PhoneStory>
