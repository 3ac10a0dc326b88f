/** Ends a timer early; calling it late or twice does nothing. */
export type Cancel = () => void

/** The only door to the machine's clock and timers; everything else takes a Clock, so that tests can hand in their own. */
export interface Clock {
  /** Wall time, UTC. May jump when the host's clock is set: use it for what people read, never for deadlines. */
  now: () => Date
  /** Milliseconds from an arbitrary start that only ever grow; for deadlines, leases and durations. */
  monotonicMs: () => number
  /** Waits `ms` milliseconds. Rejects with the signal's reason when `signal` aborts first. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Calls `run` once after `ms` milliseconds unless cancelled. An open timer does not keep the process alive. */
  after: (ms: number, run: () => void) => Cancel
}

/** Node clamps longer timers to 1 ms (source: nodejs.org/api/timers), so a longer wait is made of several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

function after(ms: number, run: () => void): Cancel {
  const step = Math.min(Math.max(ms, 0), LONGEST_TIMER_MS)
  let cancelRest: Cancel = () => undefined
  const timer = setTimeout(() => {
    if (ms > step) cancelRest = after(ms - step, run)
    else run()
  }, step)
  timer.unref()
  return () => {
    clearTimeout(timer)
    cancelRest()
  }
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  after,
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const onAbort = () => {
        clearTimeout(timer)
        reject(signal.reason)
      }
      // Not `after`: somebody awaits this, so it must keep the process alive.
      const timer = setTimeout(
        () => {
          signal.removeEventListener('abort', onAbort)
          resolve()
        },
        Math.min(Math.max(ms, 0), LONGEST_TIMER_MS),
      )
      signal.addEventListener('abort', onAbort, { once: true })
    }),
}

/** A signal that aborts with the outer signal's reason, or with `reason()` once `ms` have passed. Call `end` when the work is over. */
export interface Deadline {
  readonly signal: AbortSignal
  end: () => void
}

export function startDeadline(clock: Clock, ms: number, outer: AbortSignal, reason: () => Error): Deadline {
  const controller = new AbortController()
  const onOuter = () => controller.abort(outer.reason)
  if (outer.aborted) controller.abort(outer.reason)
  else outer.addEventListener('abort', onOuter, { once: true })
  const cancel = clock.after(ms, () => controller.abort(reason()))
  return {
    signal: controller.signal,
    end: () => {
      cancel()
      outer.removeEventListener('abort', onOuter)
    },
  }
}
