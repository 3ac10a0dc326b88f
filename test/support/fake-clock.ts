import type { Cancel, Clock } from '../../src/domain/clock.ts'

/** A clock that stands still until `advance` moves it; timers fire in order of their time, then of their making. */
export interface FakeClock extends Clock {
  /** Moves time on by `ms`, running every timer that falls due on the way and letting promises settle after each. */
  advance: (ms: number) => Promise<void>
  /** Sets the wall clock by `ms`, forward or back, as a person or NTP does; monotonic time and timers go on as before. */
  jumpWall: (ms: number) => void
  /** How many timers and sleeps are open. */
  pending: () => number
}

interface Timer {
  dueMs: number
  order: number
  run: () => void
}

/** Several commits after each other, each of which takes two turns (store/group-commit.ts). */
const SETTLE_TURNS = 16

/** Lets every promise chain that needs no timer and no I/O come to rest. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < SETTLE_TURNS; turn++) await new Promise((resolve) => setImmediate(resolve))
}

export function createFakeClock(startIso = '2026-03-22T08:30:00.000Z'): FakeClock {
  const startMs = new Date(startIso).getTime()
  let elapsedMs = 0
  let jumpedMs = 0
  let made = 0
  const timers = new Set<Timer>()

  function after(ms: number, run: () => void): Cancel {
    const timer: Timer = { dueMs: elapsedMs + Math.max(ms, 0), order: made++, run }
    timers.add(timer)
    return () => void timers.delete(timer)
  }

  function nextDue(untilMs: number): Timer | undefined {
    const due = [...timers].filter((timer) => timer.dueMs <= untilMs)
    return due.toSorted((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0]
  }

  return {
    now: () => new Date(startMs + elapsedMs + jumpedMs),
    monotonicMs: () => elapsedMs,
    after,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const onAbort = () => {
          cancel()
          reject(signal.reason)
        }
        const cancel = after(ms, () => {
          signal.removeEventListener('abort', onAbort)
          resolve()
        })
        signal.addEventListener('abort', onAbort, { once: true })
      }),
    async advance(ms) {
      const untilMs = elapsedMs + ms
      await settle()
      for (let timer = nextDue(untilMs); timer; timer = nextDue(untilMs)) {
        timers.delete(timer)
        elapsedMs = Math.max(elapsedMs, timer.dueMs)
        timer.run()
        await settle()
      }
      elapsedMs = untilMs
    },
    jumpWall: (ms) => void (jumpedMs += ms),
    pending: () => timers.size,
  }
}
