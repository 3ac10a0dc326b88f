import { Agent } from 'undici'
import type { Clock } from '../domain/clock.ts'
import { takeAnswer, type Reply } from './answer.ts'
import { createConnector, type ConnectorDeps } from './connector.ts'

/** What is sent in one try. */
export interface Message {
  url: string
  headers: Record<string, string>
  body: string
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
      signal.throwIfAborted()
      const { origin, pathname, search } = new URL(url)
      const request = { origin, path: pathname + search, method: 'POST', headers, body } as const
      return await new Promise((resolve, reject) => {
        agent.dispatch(request, takeAnswer({ clock, signal, resolve, reject }))
      })
    },
    close: () => agent.destroy(),
  }
}
