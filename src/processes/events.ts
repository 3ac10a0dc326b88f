import { OPERATOR, type Caller } from '../domain/caller.ts'
import type { Clock } from '../domain/clock.ts'
import { eventIdText } from '../domain/event-id.ts'
import type { EventReset, LiveEvent } from '../domain/live-event.ts'
import { gauge, type Metric } from '../domain/metrics.ts'
import type { Store } from '../store/store.ts'
import { createEventHub } from './event-hub.ts'
import { parseEventQuery, startAfter } from './event-query.ts'
import { createSieve, createSubjects } from './event-sieve.ts'
import { createEventStreams, type Following } from './event-streams.ts'
import type { Query } from './page-query.ts'
import { createProcessWaits, type ProcessWaits } from './process-waits.ts'

/** A page of events, oldest first. */
export interface EventPage {
  events: readonly LiveEvent[]
  /** Where to go on while more are there already; null at the end. */
  next_cursor: string | null
  /** Everything up to this id has been looked at: what to ask for `after` the next time, also when nothing was found. */
  last_event_id: string
  /** Why events after the given id were missed; null when none were. */
  reset: EventReset | null
}

export interface Events {
  /** Events that are kept, from the oldest unless the caller says otherwise. @throws FarmError 'invalid_request' */
  listEvents: (query: Query, caller?: Caller) => EventPage
  /**
   * Follows events from now on, or from after the id that the caller knows.
   * @param lastEventId of a caller who comes back; goes before the query's `after`
   * @throws FarmError 'invalid_request', 'rate_limited', 'unavailable'
   */
  followEvents: (query: Query, lastEventId: string | undefined, caller?: Caller) => Following
  waitForProcess: ProcessWaits['begin']
  /** Ends every stream and every wait, and refuses new streams, for good. */
  drainEvents: () => void
  readEventMetrics: () => Metric[]
}

/** Events that are looked at for one page, so that a filter that finds nothing costs little. */
const MOST_LOOKED_AT = 500

export function createEvents({ store, clock }: { store: Store; clock: Clock }): Events {
  const { read } = store
  const hub = createEventHub({ store, clock })
  const subjectsOf = createSubjects(read)
  const streams = createEventStreams({ read, hub, subjectsOf, clock })
  const waits = createProcessWaits({ hub, clock })

  return {
    listEvents(query, caller = OPERATOR) {
      const { filter, limit, after = 'oldest' } = parseEventQuery(query)
      const { position, reset } = startAfter(read, after, '/after')
      const epoch = read.events.epoch()
      const sieve = createSieve({ caller, filter, epoch, subjectsOf })
      const found = read.events.after(position, MOST_LOOKED_AT)
      const events: LiveEvent[] = []
      let upTo = position
      for (const event of found) {
        if (events.length === limit) break
        upTo = event.event_id
        const told = sieve(event)
        if (told !== null) events.push(told)
      }
      const last_event_id = eventIdText({ epoch, number: upTo })
      const next_cursor = upTo < read.events.lastId() ? last_event_id : null
      return { events, next_cursor, last_event_id, reset }
    },
    followEvents(query, lastEventId, caller = OPERATOR) {
      const { filter, after = 'latest' } = parseEventQuery(query)
      const start =
        lastEventId === undefined
          ? startAfter(read, after, '/after')
          : startAfter(read, lastEventId, '/Last-Event-ID')
      return streams.follow({ caller, filter, start })
    },
    waitForProcess: waits.begin,
    drainEvents() {
      streams.drain()
      waits.drain()
    },
    readEventMetrics: () => [
      gauge('phonefarm_event_streams', 'Callers who follow events.', streams.open()),
      gauge('phonefarm_process_waits', 'Callers who wait for a process to change.', waits.open()),
      { ...gauge('phonefarm_events_sent_total', 'Events told on streams.', streams.sent()), type: 'counter' },
    ],
  }
}
