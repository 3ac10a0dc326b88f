import { invalid } from '../domain/check.ts'
import { eventIdText, parseEventId } from '../domain/event-id.ts'
import type { EventReset } from '../domain/live-event.ts'
import { EVENT_KINDS } from '../domain/live-event.ts'
import type { Tables } from '../store/store.ts'
import { createPageQuery, type Query } from './page-query.ts'
import Type from 'typebox'

/** What a caller wants to be told of: an empty list lets everything through, several values mean any of them. */
export interface EventFilter {
  kind: readonly string[]
  event: readonly string[]
  process_id: readonly string[]
  phone_id: readonly string[]
  account_id: readonly string[]
  system: readonly string[]
}

export interface EventQuery {
  filter: EventFilter
  limit: number
  /** An id, `oldest` or `latest`; undefined when the caller does not say. */
  after: string | undefined
}

/** Where the telling begins. */
export interface EventStart {
  /** Everything up to this number has been told, or will not be. */
  position: number
  /** Why what lies between the caller's id and `position` cannot be told; null when nothing does. */
  reset: EventReset | null
}

const pageQuery = createPageQuery({
  filters: {
    kind: EVENT_KINDS,
    event: null,
    process_id: null,
    phone_id: null,
    account_id: null,
    system: null,
  },
  cursor: Type.Never(),
})

/** @throws FarmError 'invalid_request' */
export function parseEventQuery({ after = [], cursor = [], ...query }: Query): EventQuery {
  const { limit, wanted } = pageQuery(query)
  // The word of every other list for the same thing.
  const given = [...after, ...cursor]
  if (given.length > 1)
    throw invalid([{ path: after.length > 0 ? '/after' : '/cursor', message: 'must be given once' }])
  return {
    limit,
    after: given[0],
    filter: {
      kind: wanted('kind'),
      event: wanted('event'),
      process_id: wanted('process_id'),
      phone_id: wanted('phone_id'),
      account_id: wanted('account_id'),
      system: wanted('system'),
    },
  }
}

/**
 * Where to begin after an id. An id that is no longer kept, or of the database before it was restored, is a reset: the caller goes on from the
 * newest event and has to read what it cares for anew.
 * @param path of the parameter, for the refusal
 * @throws FarmError 'invalid_request' for what is no id of ours or was never given
 */
export function startAfter({ events }: Pick<Tables, 'events'>, after: string, path: string): EventStart {
  const last = events.lastId()
  const oldest = events.oldestId() ?? last + 1
  if (after === 'latest') return { position: last, reset: null }
  if (after === 'oldest') return { position: oldest - 1, reset: null }
  const id = parseEventId(after)
  if (id === null) throw invalid([{ path, message: 'must be the id of an event, oldest or latest' }])
  if (id.epoch !== events.epoch()) return { position: last, reset: 'restored' }
  if (id.number > last)
    throw invalid([
      { path, message: `must not be after the latest event, ${eventIdText({ ...id, number: last })}` },
    ])
  if (id.number < oldest - 1) return { position: last, reset: 'expired' }
  return { position: id.number, reset: null }
}
