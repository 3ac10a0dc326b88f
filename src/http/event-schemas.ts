import Type from 'typebox'
import { EVENT_RESETS, LiveEvent } from '../domain/live-event.ts'

/** One event; what stands behind `data:` in the stream as well. */
export const Event = LiveEvent

/** What stands behind `data:` of an `event: reset`. */
export const EventsMissed = Type.Object(
  {
    reason: Type.Enum(EVENT_RESETS, {
      description:
        '`expired`: events after your id are kept no longer. `restored`: the database is an earlier one again.',
    }),
    event_id: Type.String({ description: 'Where the stream goes on.' }),
  },
  { additionalProperties: false },
)

export const EventPage = Type.Object(
  {
    events: Type.Array(Event),
    next_cursor: Type.Union([Type.String(), Type.Null()], {
      description: 'While more events are there already.',
    }),
    last_event_id: Type.String({
      description: 'Everything up to it has been looked at: your `after` of the next time.',
    }),
    reset: Type.Union([Type.Enum(EVENT_RESETS), Type.Null()], {
      description: 'Why you have missed events: read what you care for anew. Null when you have not.',
    }),
  },
  { additionalProperties: false },
)
