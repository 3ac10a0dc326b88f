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
}

/** Sends requests and tries again what is worth it. */
export interface Transport {
  /** @returns an answer of 2xx or 304. @throws PhonefarmError; the signal's reason when it aborts */
  send: (sent: Sent) => Promise<Response>
}

/** The longest pause before another try that is taken without asking the caller. */
const LONGEST_PAUSE_MS = 60_000

export function createTransport(options: TransportOptions): Transport {
  const { key, timeoutMs = 30_000, tries = 4 } = options
  const base = options.baseUrl.replace(/\/+$/, '')
  // Called without an object: browsers refuse it otherwise.
  const doFetch = options.fetch ?? ((url, init) => fetch(url, init))

  async function once({ method, path, body, headers, waitMs = 0, signal }: Sent): Promise<Response> {
    const deadline = AbortSignal.timeout(timeoutMs + waitMs)
    try {
      return await doFetch(base + path, {
        method,
        headers: {
          Authorization: `Bearer ${key}`,
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
        // A key must not follow to another place.
        redirect: 'error',
      })
    } catch (cause) {
      signal?.throwIfAborted()
      throw new PhonefarmError(`${method} ${path} got no answer`, { status: null, code: 'no_answer', cause })
    }
  }

  async function attempt(sent: Sent): Promise<Response> {
    const response = await once(sent)
    if (response.ok || response.status === 304) return response
    throw await refusalOf(response)
  }

  return {
    async send(sent) {
      for (let tried = 1; ; tried++) {
        try {
          return await attempt(sent)
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
  { status, retryAfterSeconds }: PhonefarmError,
  { repeatable }: Sent,
  tried: number,
): number | null {
  const growing = 500 * 2 ** (tried - 1)
  // Refused before anything was done.
  if (status === 429 || status === 503) {
    const pauseMs = (retryAfterSeconds ?? 0) * 1000 || growing
    return pauseMs <= LONGEST_PAUSE_MS ? pauseMs : null
  }
  const isLost = status === null || status === 502 || status === 504
  return isLost && repeatable ? growing : null
}
