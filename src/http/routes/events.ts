import { Readable } from 'node:stream'
import Type from 'typebox'
import { invalid } from '../../domain/check.ts'
import { EVENT_KINDS } from '../../domain/live-event.ts'
import type { Following, Telling } from '../../processes/event-streams.ts'
import type { Processes } from '../../processes/processes.ts'
import { EventPage, EventsMissed, Event } from '../event-schemas.ts'
import type { Answer, Route, RouteRequest } from '../route.ts'
import { anyOf, PAGE_QUERY } from './query-schemas.ts'

const STREAM = 'text/event-stream'

/** What an EventSource waits before it comes back. */
const RETRY_MS = 3000

/** GET /events */
export function eventsRoute(processes: Processes): Route {
  return {
    method: 'GET',
    path: '/events',
    summary: 'Follow what happens, or read what has happened',
    description:
      'Moments of processes, the progress of their items and the states of phones, as server-sent events: `id`, `event` (the kind) and `data` ' +
      '(JSON, an `Event`). Whoever comes back with the last id that he has seen misses nothing and hears nothing twice. When that cannot be, ' +
      'because events are kept for 3 days and 200,000 of them or because a backup was restored, the stream begins with `event: reset`: ' +
      'read what you care for anew. A comment every 15 s shows that it lives; it ends when the daemon drains or the key does. ' +
      'With `Accept: application/json` a page of the events that are kept, oldest first.',
    requestHeaders: {
      'Last-Event-ID':
        'The `id` of the last event that you have seen; goes before `after`. Of the stream only.',
    },
    scope: 'read',
    about: 'processes',
    body: null,
    query: {
      kind: anyOf(Type.Enum(EVENT_KINDS)),
      event: anyOf(Type.String()),
      process_id: anyOf(Type.String()),
      phone_id: anyOf(Type.String()),
      account_id: anyOf(Type.String()),
      system: anyOf(Type.String()),
      after: Type.String({
        description: 'Id of an event, `latest` (the stream unless you say otherwise) or `oldest` (the page).',
      }),
      cursor: Type.String({ description: 'The same as `after`: takes `next_cursor`.' }),
      limit: { ...PAGE_QUERY.limit, description: 'Of the page only.' },
    },
    answers: {
      200: {
        description: 'Events without end, or a page of them.',
        schema: EventPage,
        stream: { event: Event, reset: EventsMissed },
      },
    },
    errors: ['rate_limited', 'unavailable'],
    answer: (request) =>
      request.accepts(STREAM, 'application/json') === STREAM
        ? follow(processes, request)
        : page(processes, request),
  }
}

function page(processes: Processes, { query, caller }: RouteRequest): Answer {
  return { status: 200, json: processes.listEvents(query, caller), headers: { Vary: 'Accept' } }
}

function follow(processes: Processes, { query, caller, header }: RouteRequest): Answer {
  if ('limit' in query) throw invalid([{ path: '/limit', message: 'is for Accept: application/json only' }])
  return {
    status: 200,
    stream: streamOf(processes.followEvents(query, header('last-event-id'), caller)),
    contentType: STREAM,
    headers: {
      // Else proxies collect or compress what should be passed on at once.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      Vary: 'Accept',
    },
  }
}

/** The next events are asked for only when the connection has taken the ones before. */
function streamOf(following: Following): Readable {
  let asking = false

  async function pushNext(stream: Readable): Promise<void> {
    asking = true
    const telling = await following.next()
    asking = false
    stream.push(telling === null ? null : textOf(telling))
  }

  const stream = new Readable({
    highWaterMark: 1,
    read() {
      pushNext(this).catch((error: unknown) => this.destroy(asError(error)))
    },
    destroy(error, done) {
      following.close()
      done(error)
    },
  })
  // Who takes nothing any more asks for nothing either, so he would never see that it is over.
  following.over.addEventListener('abort', () => void (asking || stream.destroy()), { once: true })
  stream.push(beginning(following))
  return stream
}

/** With an id already: who is cut off before the first event comes back to where he began. */
function beginning({ reset, from }: Following): string {
  const missed =
    reset === null
      ? ''
      : `id: ${from}\nevent: reset\ndata: ${JSON.stringify({ reason: reset, event_id: from })}\n\n`
  return `retry: ${RETRY_MS}\nid: ${from}\n\n${missed}`
}

/** No JSON has a line break; ids and kinds are ours. The comment's id tells those who filter how far they are. */
function textOf({ events, upTo }: Telling): string {
  if (events.length === 0) return `:\nid: ${upTo}\n\n`
  return events
    .map((event) => `id: ${event.event_id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('')
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
