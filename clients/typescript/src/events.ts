import type { Event, EventsMissed, Operations } from './api.ts'
import { startDeadline } from './deadline.ts'
import { pause } from './pause.ts'
import { PhonefarmError } from './phonefarm-error.ts'
import { writtenQuery } from './query.ts'
import { readMessages } from './server-sent.ts'
import type { Transport } from './transport.ts'

export type EventFilters = Omit<
  NonNullable<Operations['readEvents']['input']['query']>,
  'limit' | 'cursor' | 'after'
>

export interface FollowOptions {
  /** Id of the last event that you have seen: what came after it is told first. Without it, what happens from now on. */
  after?: string
  signal?: AbortSignal
}

/** An event, or the word that some were missed and what you care for is to be read anew. */
export type Told = { type: 'event'; event: Event } | { type: 'reset'; reset: EventsMissed }

/** Until the farm says otherwise. */
const RETRY_MS = 3000

/** A farm that has not begun to answer by then is asked anew. */
const OPEN_MS = 30_000

/** Comments come every 15 s: a connection that is silent for so long is gone. */
const SILENT_MS = 45_000

/** Follows the stream of events over as many connections as it takes. */
export async function* followEvents(
  transport: Transport,
  filters: EventFilters = {},
  { after, signal }: FollowOptions = {},
): AsyncGenerator<Told, void, undefined> {
  let last = after
  let retryMs = RETRY_MS
  for (;;) {
    // Ends the connection when the caller stops listening.
    const over = new AbortController()
    const opening = startDeadline(OPEN_MS, signal)
    opening.signal.addEventListener('abort', () => over.abort(), { once: true })
    try {
      const response = await open(transport, filters, last, over.signal)
      opening.lift()
      for await (const message of readMessages(response, SILENT_MS, over.signal)) {
        retryMs = message.retryMs ?? retryMs
        last = message.id ?? last
        const told = toldBy(message)
        if (told !== null) yield told
      }
    } catch (error) {
      signal?.throwIfAborted()
      // Refused for good: another connection would be refused as well.
      if (
        error instanceof PhonefarmError &&
        error.status !== null &&
        error.status < 500 &&
        error.status !== 429
      )
        throw error
    } finally {
      opening.end()
      over.abort()
    }
    await pause(retryMs, signal)
  }
}

function open(
  transport: Transport,
  filters: EventFilters,
  last: string | undefined,
  signal: AbortSignal,
): Promise<Response> {
  const stream = {
    method: 'GET',
    path: `/events${writtenQuery(filters)}`,
    headers: { Accept: 'text/event-stream', ...(last !== undefined && { 'Last-Event-ID': last }) },
    repeatable: true,
    // A stream has no end: what ends it is silence.
    streams: true,
    signal,
  }
  return transport.send(stream, (response) => response)
}

function toldBy({ event, data }: { event: string; data: string }): Told | null {
  if (data === '') return null
  // The types are made from the document that the farm answers by.
  if (event === 'reset') return { type: 'reset', reset: JSON.parse(data) }
  return { type: 'event', event: JSON.parse(data) }
}
