import Type, { type Static, type TSchema } from 'typebox'
import { PHONE_STATES } from './phone-state.ts'
import { Capability, Milestone } from './process.ts'

const Text = Type.String()
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** What events are about: a moment of a process, how far one of its items has come, the state of a phone. */
export const EVENT_KINDS = ['process', 'progress', 'phone'] as const

/** One event as callers are told it. Every field is always there; null where it does not apply. */
export const LiveEvent = Type.Object(
  {
    event_id: Type.String({ description: 'Opaque; what `Last-Event-ID` and `after` take.' }),
    kind: Type.Enum(EVENT_KINDS),
    event: Type.String({
      description:
        "Of `process`: what stands in the process's timeline (its milestones among them). Of `progress`: `progress`. Of `phone`: the state.",
    }),
    at: Type.String({ format: 'date-time' }),
    process_id: nullable(Text),
    process_type: nullable(Capability),
    request_id: nullable(Text),
    system: nullable(Type.String({ description: '`requested_by.system` of the process.' })),
    status: nullable(
      Type.Enum(['queued', 'executing', 'retrying', 'completed', 'failed_terminal', 'cancelled'], {
        description: 'Of the process, at that moment.',
      }),
    ),
    milestone: nullable(Milestone),
    queue_item_id: nullable(Text),
    account_id: nullable(Type.String({ description: 'Of the queue item.' })),
    attempt: nullable(Type.Integer({ minimum: 0 })),
    progress: nullable(
      Type.Object(
        {
          done: Type.Integer({ minimum: 0, description: 'Videos seen, or profile fields verified.' }),
          of: Type.Integer({ minimum: 0, description: 'Those that were asked for.' }),
        },
        { additionalProperties: false },
      ),
    ),
    phone_id: nullable(Text),
    state: nullable(Type.Enum(PHONE_STATES, { description: 'Of the phone, from that moment on.' })),
    reason: nullable(
      Type.String({
        description:
          "Why the phone is in that state; null to a key for its own processes only, because it may tell of others' work.",
      }),
    ),
    detail: nullable(Type.String({ description: 'A sentence for people.' })),
  },
  { additionalProperties: false },
)
export type LiveEvent = Static<typeof LiveEvent>

/** Why events were missed: they are kept no longer, or the database was restored from a backup. */
export const EVENT_RESETS = ['expired', 'restored'] as const
export type EventReset = (typeof EVENT_RESETS)[number]
