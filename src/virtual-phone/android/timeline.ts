import type { Cancel, Clock } from '../../domain/clock.ts'

/**
 * What the phone does by itself as time passes (an animation ends, a list has loaded), worked out only when somebody looks: a phone
 * that nobody watches costs no timer.
 */
export interface Timeline {
  /** Monotonic milliseconds; while a due entry runs, the moment it was due. */
  nowMs: () => number
  /** Wall time at `nowMs`. */
  wallTime: () => Date
  /** Runs `run` once when `ms` have passed and somebody looks. */
  after: (ms: number, run: () => void) => Cancel
  /** Runs everything that has fallen due, oldest first, as if each had run in time. Every outside look or touch begins with this. */
  settle: () => void
}

interface Entry {
  dueMs: number
  order: number
  run: () => void
}

export function createTimeline(clock: Clock): Timeline {
  const entries = new Set<Entry>()
  let made = 0
  let replayedMs: number | null = null

  function firstDue(untilMs: number): Entry | undefined {
    let first: Entry | undefined
    for (const entry of entries) {
      if (entry.dueMs > untilMs) continue
      if (!first || entry.dueMs < first.dueMs || (entry.dueMs === first.dueMs && entry.order < first.order))
        first = entry
    }
    return first
  }

  const nowMs = () => replayedMs ?? clock.monotonicMs()

  return {
    nowMs,
    wallTime: () => new Date(clock.now().getTime() - (clock.monotonicMs() - nowMs())),
    after(ms, run) {
      const entry: Entry = { dueMs: nowMs() + Math.max(ms, 0), order: made++, run }
      entries.add(entry)
      return () => void entries.delete(entry)
    },
    settle() {
      // An entry that looks at the phone itself must not start the replay again.
      if (replayedMs !== null) return
      const untilMs = clock.monotonicMs()
      try {
        for (let entry = firstDue(untilMs); entry; entry = firstDue(untilMs)) {
          entries.delete(entry)
          replayedMs = entry.dueMs
          entry.run()
        }
      } finally {
        replayedMs = null
      }
    },
  }
}
