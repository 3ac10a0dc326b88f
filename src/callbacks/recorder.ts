import type { Cancel } from '../domain/clock.ts'
import {
  recordDelivered,
  recordFailure,
  type EndedTry,
  type RecordDeps,
  type Recorded,
} from './record-ending.ts'

/** Puts the endings of tries on the disk. */
export interface Recorder {
  /** Resolves when it is there with all that follows from it. @throws what the store throws: nothing is stored then */
  record: (tried: EndedTry) => Promise<Recorded>
  /** Stores what waits, without waiting for more. */
  flush: () => void
}

interface Waiting {
  tried: EndedTry
  resolve: (recorded: Recorded) => void
  reject: (error: unknown) => void
}

/** A delivery costs as much as the disk's flush when every few have one of their own. */
const TOGETHER = 32

/** So long at most a delivery waits for others; so much longer the next message of its process may wait. */
const HOLD_MS = 20

/**
 * Deliveries wait for each other for a moment, failures for nothing: what becomes of the receiver hangs on them.
 * @param stopping from when on nothing waits any more
 */
export function createRecorder(deps: RecordDeps, stopping: AbortSignal): Recorder {
  let waiting: Waiting[] = []
  let cancelTimer: Cancel = () => undefined

  function flush(): void {
    cancelTimer()
    const together = waiting
    waiting = []
    // Never rejects.
    if (together.length > 0) void storeTogether(together)
  }

  async function storeTogether(together: readonly Waiting[]): Promise<void> {
    try {
      const recorded = await recordDelivered(
        deps,
        together.map(({ tried }) => tried),
      )
      for (const [index, one] of recorded.entries()) together[index]?.resolve(one)
    } catch (error) {
      // One that cannot be stored must not keep the others from it.
      if (together.length > 1) await Promise.all(together.map((one) => storeTogether([one])))
      else for (const { reject } of together) reject(error)
    }
  }

  return {
    async record(tried) {
      if (tried.ended.failure !== null) return await recordFailure(deps, tried)
      return await new Promise((resolve, reject) => {
        waiting.push({ tried, resolve, reject })
        if (waiting.length >= TOGETHER || stopping.aborted) flush()
        else if (waiting.length === 1) cancelTimer = deps.clock.after(HOLD_MS, flush)
      })
    },
    flush,
  }
}
