import type { Dispatcher } from 'undici'
import type { Cancel, Clock } from '../domain/clock.ts'

/** What of an answer is of use; the headers are the receiver's words, unchecked. */
export interface Reply {
  status: number
  /** Header `Retry-After`. */
  retryAfter?: string
  /** Header `Location`. */
  location?: string
}

export interface AnswerDeps {
  clock: Clock
  /** Ends the request; with its reason, unless the status has been given by then. */
  signal: AbortSignal
  resolve: (reply: Reply) => void
  reject: (error: Error) => void
}

/** Nothing in an answer's body is of use; reading a little of it lets the connection be used again. */
const ANSWER_BYTES = 16 * 1024
/** Likewise for a body that drips: with the status all is said, and others wait for the turn. */
const ANSWER_MS = 1000

/**
 * Answers of 1xx before the real one. One of two dozen bytes costs as much work as a whole answer: a receiver that sends nothing else would have
 * the daemon's processor to itself until the deadline.
 */
const MOST_INTERIM = 20

/** A receiver goes on saying that it will answer. */
export class NoFinalAnswer extends Error {
  override name = 'NoFinalAnswer'
  readonly code = 'NO_FINAL_ANSWER'
}

/**
 * Takes the status of an answer and lets the rest go. undici's own `request` makes a stream of every body and wants a signal of its own for
 * each part of the wait: together as much work as sending the message.
 */
export function takeAnswer({ clock, signal, resolve, reject }: AnswerDeps): Dispatcher.DispatchHandler {
  let reply: Reply | null = null
  let connection: Dispatcher.DispatchController | undefined
  let interim = 0
  let bytes = 0
  let cancelTimer: Cancel = () => undefined

  function end(error: Error | null): void {
    signal.removeEventListener('abort', onAbort)
    cancelTimer()
    // The status has been given; a body that breaks off or never ends takes nothing back.
    if (reply !== null) resolve(reply)
    else reject(error ?? new Error('the answer has no status'))
  }

  /** Closes the connection, whatever may still come. */
  function leave(reason: Error): void {
    connection?.abort(reason)
    end(reason)
  }

  const onAbort = () => leave(asError(signal.reason))
  signal.addEventListener('abort', onAbort, { once: true })

  return {
    onRequestStart(controller) {
      connection = controller
      if (signal.aborted) controller.abort(asError(signal.reason))
    },
    onResponseStart(_, status, headers) {
      if (status < 200) {
        if (++interim > MOST_INTERIM) leave(new NoFinalAnswer(`more than ${MOST_INTERIM} answers of 1xx`))
        return
      }
      reply = replyOf(status, headers)
      cancelTimer = clock.after(ANSWER_MS, () => leave(new Error('the answer goes on')))
    },
    onResponseData(_, chunk) {
      bytes += chunk.length
      if (bytes > ANSWER_BYTES) leave(new Error('the answer is long'))
    },
    onResponseEnd: () => end(null),
    onResponseError: (_, error) => end(error),
  }
}

function replyOf(status: number, headers: Record<string, string | string[] | undefined>): Reply {
  const retryAfter = one(headers['retry-after'])
  const location = one(headers['location'])
  return {
    status,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(location !== undefined && { location }),
  }
}

/** Whoever says it twice has said nothing. */
function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
