import { startDeadline, type Clock } from '../domain/clock.ts'
import { codesOf } from '../domain/error-causes.ts'
import type { Reply } from './answer.ts'
import type { Poster } from './post.ts'
import { toldPauseMs } from './retry-after.ts'
import type { Sign } from './sign.ts'
import { tryFailure, type TryFailure } from './try-failure.ts'

export interface TryDeps {
  poster: Poster
  clock: Clock
  /** The host's own wall time: receivers hold a signature's timestamp against their clock. */
  hostNow: () => Date
  sign: Sign
  /** Everything of one try: name, connection, request, answer (source: contract, "Callbacks"). */
  deadlineMs: number
}

/** What is sent. */
export interface Outgoing {
  delivery_id: string
  url: string
  body: string
}

/** How one try ended. */
export interface Ended {
  /** When it began. */
  at: Date
  ms: number
  /** Of the answer; null when there was none. */
  status: number | null
  /** Null: delivered. */
  failure: TryFailure | null
  /** The address must not be called: nothing was sent. */
  isRefused: boolean
  /** How long the receiver asks us to wait; null when it does not. */
  toldMs: number | null
}

/** The address is no more: no other try of this message (source: Standard Webhooks 1.0.0, "410 Gone"). */
export const GONE = 410

/** Code of connector.ts's `AddressRefused`. */
const REFUSED = 'ADDRESS_REFUSED'

/** Those whose `Retry-After` is a wish about the next try (source: RFC 9110, 15.6.4, and RFC 6585, 4). */
const ASKS_TO_WAIT: readonly number[] = [429, 503]

/** Longest origin of a redirect that is shown. */
const ORIGIN_MAX = 200

/** Sends one message once. @returns how it ended; null when `stopping` aborted in the middle */
export async function tryMessage(
  { poster, clock, hostNow, sign, deadlineMs }: TryDeps,
  { delivery_id, url, body }: Outgoing,
  stopping: AbortSignal,
): Promise<Ended | null> {
  const late = `no answer within ${deadlineMs / 1000} s`
  const deadline = startDeadline(clock, deadlineMs, stopping, () => new Error(late))
  const at = clock.now()
  const beganMs = clock.monotonicMs()
  const took = () => ({ at, ms: Math.round(clock.monotonicMs() - beganMs) })
  const headers = {
    'Content-Type': 'application/json',
    'User-Agent': 'phonefarm-callback/1.0',
    ...sign({ delivery_id, at: hostNow(), body }),
  }
  try {
    const reply = await poster.post({ url, headers, body }, deadline.signal)
    const toldMs = toldMsOf(reply, hostNow())
    return { ...took(), status: reply.status, failure: failureOf(reply), isRefused: false, toldMs }
  } catch (error) {
    if (stopping.aborted) return null
    const failure = deadline.signal.aborted ? { told: late, detail: late } : tryFailure(error)
    const isRefused = codesOf(error).includes(REFUSED)
    return { ...took(), status: null, failure, isRefused, toldMs: null }
  } finally {
    deadline.end()
  }
}

function failureOf({ status, location }: Reply): TryFailure | null {
  if (status >= 200 && status < 300) return null
  const words = `answered ${status}${remarkOn(status, location)}`
  return { told: words, detail: words }
}

function remarkOn(status: number, location: string | undefined): string {
  if (status === GONE) return ' (gone)'
  if (status < 300 || status >= 400 || location === undefined || !URL.canParse(location)) return ''
  const { origin } = new URL(location)
  return origin.length > ORIGIN_MAX ? '' : ` (to ${origin}, not followed)`
}

function toldMsOf({ status, retryAfter }: Reply, now: Date): number | null {
  return ASKS_TO_WAIT.includes(status) ? toldPauseMs(retryAfter, now) : null
}
