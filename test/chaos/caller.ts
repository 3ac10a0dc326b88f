import type { Agent } from 'undici'
import { request } from 'undici'

/** An answer of the daemon; null when none came: it was not there, or died over it. */
export type Answered = { status: number; json: unknown } | null

export interface CallerDeps {
  url: string
  key: string
  /** Its connections; a new daemon gets new ones. */
  agent: Agent
}

/** Longer than a hard cancel may take (5 s); a daemon that is silent for longer has hung. */
const ANSWER_MS = 20_000

export type Ask = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => Promise<Answered>

/** Asks the daemon, who may die at any moment. */
export function createAsk({ url, key, agent }: CallerDeps): Ask {
  return async (method, path, body) => {
    try {
      const { statusCode, body: answer } = await request(new URL(path, url), {
        method,
        dispatcher: agent,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      return { status: statusCode, json: parse(await answer.text()) }
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') throw error
      return null // refused, reset or cut off in the middle: nobody knows whether it was done
    }
  }
}

/** JSON, or the text itself: /metrics is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
