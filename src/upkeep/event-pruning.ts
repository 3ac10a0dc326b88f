import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { Store } from '../store/store.ts'

export interface EventPruningDeps {
  store: Pick<Store, 'write'>
  clock: Clock
  log: Pick<Logger, 'warn'>
  limits?: EventLimits
}

/** How long events are kept for those who come back. */
export interface EventLimits {
  days: number
  rows: number
  /** Rows of one change, so that requests wait for it no longer than for any other. */
  slice: number
}

export interface EventPruning {
  start: () => void
  /** Removes what is too much now; resolves when that is done or `signal` aborts. */
  pruneOnce: (signal: AbortSignal) => Promise<void>
  stop: () => Promise<void>
}

/** Over a weekend; about 100 MB of disk at most. */
const LIMITS: EventLimits = { days: 3, rows: 200_000, slice: 500 }

const DAY_MS = 24 * 3_600_000
/** A busy farm makes some thousands in between. */
const PAUSE_MS = 10 * 60_000
/** Between two slices, so that most of the time is everybody else's. */
const SLICE_PAUSE_MS = 10

/** Removes events that are too old or too many, in slices, every few minutes: their number does not wait for a day's chore. */
export function createEventPruning({ store, clock, log, limits = LIMITS }: EventPruningDeps): EventPruning {
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()

  async function pruneOnce(signal: AbortSignal): Promise<void> {
    const { days, rows: keep, slice: limit } = limits
    const before = new Date(clock.now().getTime() - days * DAY_MS).toISOString()
    for (let removed = limit; removed === limit;) {
      removed = await store.write('prune', ({ events }) => events.prune({ before, keep, limit }))
      await clock.sleep(SLICE_PAUSE_MS, signal)
    }
  }

  async function run(): Promise<void> {
    for (;;) {
      try {
        await clock.sleep(PAUSE_MS, stopping.signal)
        await pruneOnce(stopping.signal)
      } catch (error) {
        if (stopping.signal.aborted) return
        log.warn({ err: error }, 'old events could not be removed')
      }
    }
  }

  return {
    start: () => void (running = run()), // never rejects
    pruneOnce,
    async stop() {
      stopping.abort(new Error('the daemon is stopping'))
      await running
    },
  }
}
