import { startDeadline, unlessAborted, type Deadline } from './deadline.ts'
import { pause } from './pause.ts'
import { PhonefarmError, refusalOf } from './phonefarm-error.ts'

export interface TransportOptions {
  /** Where the API is: `https://farm.example.com`, with a path when a tunnel has put one before it. */
  baseUrl: string
  /** Sent as `Authorization: Bearer`. */
  key: string
  /** For one try; 30,000 by default. What the server is asked to wait is added. */
  timeoutMs?: number
  /** Tries of one request in all; 4 by default. */
  tries?: number
  /** The platform's own by default. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>
}

export interface Sent {
  method: string
  /** With its query, from the slash on. */
  path: string
  body?: unknown
  headers?: Record<string, string>
  /** Whether it may be sent again when nobody knows whether it arrived. */
  repeatable: boolean
  /** How long the server may take before it answers. */
  waitMs?: number
  signal?: AbortSignal | undefined
  /** The answer is given on before all of it has come: the deadline is for its beginning, the signal for all of it. */
  streams?: boolean
}

/** Sends requests and tries again what is worth it. */
export interface Transport {
  /**
   * @param read what is wanted of an answer of 2xx or 304; one that breaks off while it is read is as lost as one that never came
   * @throws PhonefarmError; the signal's reason when it aborts
   */
  send: <T>(sent: Sent, read: (response: Response) => T | Promise<T>) => Promise<T>
}

/** The longest pause before another try that is taken without asking the caller. */
const LONGEST_PAUSE_MS = 60_000

export function createTransport(options: TransportOptions): Transport {
  const { key, timeoutMs = 30_000, tries = 4 } = options
  const base = options.baseUrl.replace(/\/+$/, '')
  // Called without an object: browsers refuse it otherwise.
  const doFetch = options.fetch ?? ((url, init) => fetch(url, init))

  function ask({ method, path, body, headers }: Sent, { signal }: Deadline): Promise<Response> {
    return doFetch(base + path, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal,
      // A key must not follow to another place.
      redirect: 'error',
    })
  }

  async function attempt<T>(sent: Sent, read: (response: Response) => T | Promise<T>): Promise<T> {
    let status: number | null = null
    const deadline = startDeadline(timeoutMs + (sent.waitMs ?? 0), sent.signal)
    try {
      const response = await ask(sent, deadline)
      if (!response.ok && response.status !== 304) throw await refusalOf(response)
      status = response.status
      return await unlessAborted(read(response), deadline.signal)
    } catch (cause) {
      if (cause instanceof PhonefarmError) throw cause
      sent.signal?.throwIfAborted()
      const what = `${sent.method} ${sent.path}`
      // A page of somebody in between, with a status of success.
      if (cause instanceof SyntaxError)
        throw new PhonefarmError(`${what} was not answered in JSON`, {
          status,
          code: 'unexpected_answer',
          cause,
        })
      throw new PhonefarmError(`${what} got no answer`, { status: null, code: 'no_answer', cause })
    } finally {
      if (sent.streams === true) deadline.lift()
      else deadline.end()
    }
  }

  return {
    async send(sent, read) {
      for (let tried = 1; ; tried++) {
        try {
          return await attempt(sent, read)
        } catch (error) {
          const pauseMs = error instanceof PhonefarmError ? pauseAfter(error, sent, tried) : null
          if (pauseMs === null || tried >= tries) throw error
          await pause(pauseMs, sent.signal)
        }
      }
    },
  }
}

/** Null: another try would not help, or might do something twice. */
function pauseAfter(
  { status, code, retryAfterSeconds }: PhonefarmError,
  { repeatable }: Sent,
  tried: number,
): number | null {
  const growing = 500 * 2 ** (tried - 1)
  // Refused before anything was done; who in between says so may have passed it on.
  if ((status === 429 || status === 503) && (code !== 'unexpected_answer' || repeatable)) {
    const pauseMs = (retryAfterSeconds ?? 0) * 1000 || growing
    return pauseMs <= LONGEST_PAUSE_MS ? pauseMs : null
  }
  const isLost = status === null || status === 502 || status === 504
  return isLost && repeatable ? growing : null
}
