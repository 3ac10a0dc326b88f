import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { ChangeName } from '../store/changes.ts'
import type { Store, Tables } from '../store/store.ts'

export interface PersistDeps {
  store: Store
  clock: Clock
  log: Logger
  /** Called after commits that may have written a callback. */
  onCommit: () => void
}

/** First and longest pause between two tries. */
const PAUSE_MS = { first: 1000, longest: 30_000 }

/**
 * Stores a change that must not be lost; a full disk is waited out.
 * @returns null when `until` aborted before it could be stored
 */
export async function persist<T>(
  { store, clock, log, onCommit }: PersistDeps,
  name: ChangeName,
  change: (tables: Tables) => T,
  until: AbortSignal,
): Promise<T | null> {
  for (let pauseMs = PAUSE_MS.first; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MS.longest)) {
    try {
      const answer = await store.write(name, change)
      onCommit()
      return answer
    } catch (error) {
      log.error({ change: name, err: error }, 'state of a run could not be stored')
    }
    try {
      await clock.sleep(pauseMs, until)
    } catch {
      // The sleep rejects only when `until` aborts.
      return null
    }
  }
}
