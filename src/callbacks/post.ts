import { Agent, type Dispatcher } from 'undici'
import type { AllowList } from '../domain/callback-url.ts'
import { createConnector, type Resolve } from './connector.ts'

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

export interface PosterDeps {
  allow: AllowList
  resolve?: Resolve
  /** Connections to one receiver. */
  perReceiver: number
}

/** Nothing in an answer's body is of use; reading a little of it lets the connection be used again. */
const ANSWER_BYTES = 16 * 1024

/** Real posts: a pool of connections for each receiver, every connection checked (connector.ts). */
export function createPoster({ allow, resolve, perReceiver }: PosterDeps): Poster {
  const agent = new Agent({
    connect: createConnector({ allow, ...(resolve && { resolve }) }),
    connections: perReceiver,
    pipelining: 1,
    maxHeaderSize: 16 * 1024,
    // The deadline of the whole try ends what these would not: a peer that drips.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    async post({ url, headers, body }, signal) {
      const { origin, pathname, search } = new URL(url)
      const answer = await agent.request({
        origin,
        path: pathname + search,
        method: 'POST',
        headers,
        body,
        signal,
      })
      try {
        await answer.body.dump({ limit: ANSWER_BYTES, signal })
      } catch {
        // The status has been given; a body that breaks off or never ends takes nothing back.
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
