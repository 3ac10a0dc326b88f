import { Agent, type Dispatcher } from 'undici'
import { startDeadline, type Clock } from '../domain/clock.ts'
import { createConnector, type ConnectorDeps } from './connector.ts'

/** What is sent in one try. */
export interface Message {
  url: string
  headers: Record<string, string>
  body: string
}

/** What of an answer is of use; the headers are the receiver's words, unchecked. */
export interface Reply {
  status: number
  /** Header `Retry-After`. */
  retryAfter?: string
  /** Header `Location`. */
  location?: string
}

/**
 * Sends one message; resolves with the answer, whatever its status. Redirects are answers like any other.
 * @throws what kept the answer away; the signal's reason when it aborts
 */
export type Post = (message: Message, signal: AbortSignal) => Promise<Reply>

export interface Poster {
  post: Post
  /** Closes every connection. */
  close: () => Promise<void>
}

export interface PosterDeps extends ConnectorDeps {
  /** Connections to one receiver. */
  perReceiver: number
  clock: Clock
  /** How long a connection waits for the next message; `IDLE_MS` unless given. */
  idleMs?: number
}

/** Nothing in an answer's body is of use; reading a little of it lets the connection be used again. */
const ANSWER_BYTES = 16 * 1024
/** Likewise for a body that drips: with the status all is said, and others wait for the turn. */
const ANSWER_MS = 1000

/**
 * Answers of 1xx before the real one. One of two dozen bytes costs as much work as a whole answer: a receiver that sends nothing else would have
 * the daemon do nothing else until the deadline.
 */
const MOST_INTERIM = 20

/** A receiver goes on saying that it will answer. */
export class NoFinalAnswer extends Error {
  override name = 'NoFinalAnswer'
  readonly code = 'NO_FINAL_ANSWER'
}

/**
 * Connections wait no longer than this for the next message, whatever `Keep-Alive: timeout=` says: a stranger with many names could have us
 * hold one of each for ten minutes.
 */
const IDLE_MS = 4000

/** Real posts: a pool of connections for each receiver, every connection checked (connector.ts). Proxies of the environment are not used. */
export function createPoster({ perReceiver, clock, idleMs = IDLE_MS, ...connecting }: PosterDeps): Poster {
  const agent = new Agent({
    connect: createConnector(connecting),
    connections: perReceiver,
    pipelining: 1,
    keepAliveTimeout: idleMs,
    keepAliveMaxTimeout: idleMs,
    maxHeaderSize: 16 * 1024,
    // The deadline of the whole try ends what these would not: a peer that drips.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    async post({ url, headers, body }, signal) {
      const { origin, pathname, search } = new URL(url)
      let interim = 0
      const answer = await agent.request({
        origin,
        path: pathname + search,
        method: 'POST',
        headers,
        body,
        signal,
        onInfo() {
          // Thrown from here it ends the request and its connection.
          if (++interim > MOST_INTERIM) throw new NoFinalAnswer(`more than ${MOST_INTERIM} answers of 1xx`)
        },
      })
      const soon = startDeadline(clock, ANSWER_MS, signal, () => new Error('the answer goes on'))
      try {
        await answer.body.dump({ limit: ANSWER_BYTES, signal: soon.signal })
      } catch {
        // The status has been given; a body that breaks off or never ends takes nothing back.
      } finally {
        soon.end()
      }
      return replyOf(answer)
    },
    close: () => agent.destroy(),
  }
}

function replyOf({ statusCode, headers }: Pick<Dispatcher.ResponseData, 'statusCode' | 'headers'>): Reply {
  const retryAfter = one(headers['retry-after'])
  const location = one(headers['location'])
  return {
    status: statusCode,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(location !== undefined && { location }),
  }
}

/** Whoever says it twice has said nothing. */
function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
