import type { Cancel, Clock } from '../../../src/domain/clock.ts'

/** A clock for one flow of work: every sleep moves time on by itself, so that minutes of watching pass in no time. */
export interface AutoClock extends Clock {
  /** Moves time on: what the phone takes for an answer. */
  spend: (ms: number) => void
}

export function createAutoClock(startIso = '2026-03-22T08:30:00.000Z'): AutoClock {
  const startMs = new Date(startIso).getTime()
  const timers = new Set<{ dueMs: number; run: () => void }>()
  let elapsedMs = 0

  function spend(ms: number): void {
    elapsedMs += Math.max(0, ms)
    for (const timer of [...timers].filter(({ dueMs }) => dueMs <= elapsedMs)) {
      if (timers.delete(timer)) timer.run()
    }
  }

  function after(ms: number, run: () => void): Cancel {
    const timer = { dueMs: elapsedMs + ms, run }
    timers.add(timer)
    return () => void timers.delete(timer)
  }

  return {
    now: () => new Date(startMs + elapsedMs),
    monotonicMs: () => elapsedMs,
    after,
    spend,
    async sleep(ms, signal) {
      signal.throwIfAborted()
      spend(ms)
      await Promise.resolve()
      signal.throwIfAborted()
    },
  }
}
