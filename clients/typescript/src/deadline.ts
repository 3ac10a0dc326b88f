import { asError } from './pause.ts'

/** A signal that aborts after a time, or with another one. */
export interface Deadline {
  signal: AbortSignal
  /** The time is not over any more; the other signal still counts. */
  lift: () => void
  /** Neither counts any more. */
  end: () => void
}

/**
 * Not `AbortSignal.any`: what it makes of signals that it made itself is forgotten by Node 20 when memory is collected, and a caller who gives up
 * is not heard.
 */
export function startDeadline(ms: number, signal?: AbortSignal): Deadline {
  const over = new AbortController()
  const follow = () => over.abort(signal?.reason)
  const timer = setTimeout(() => over.abort(new DOMException('the time is over', 'TimeoutError')), ms)
  if (signal?.aborted) follow()
  else signal?.addEventListener('abort', follow, { once: true })
  const lift = () => clearTimeout(timer)
  return {
    signal: over.signal,
    lift,
    end() {
      lift()
      signal?.removeEventListener('abort', follow)
    },
  }
}

/**
 * What the work brings, unless the signal aborts before: then its reason. For work that was given the signal already: Node 20's fetch forgets
 * it as well, once nobody holds the answer whose body is being read.
 */
export async function unlessAborted<T>(work: T | Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(asError(signal.reason))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    if (stop) signal.removeEventListener('abort', stop)
  }
}
