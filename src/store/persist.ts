import type { Clock } from '../domain/clock.ts'
import { FarmError } from '../domain/errors.ts'
import type { ChangeName } from './changes.ts'
import type { Store, Tables } from './store.ts'

export interface PersistDeps {
  store: Store
  clock: Clock
  log: { error: (facts: object, message: string) => void }
  /** Called after commits that may have written a callback. */
  onCommit?: () => void
}

/** First and longest pause between two tries. */
const PAUSE_MS = { first: 1000, longest: 30_000 }

/** A change that was refused so often for another reason than the disk's is refused by a bug: waiting does not help. */
const TRIES = 3

/**
 * Stores a change that must not be lost. A disk that is full, or a store that is being closed, is waited for as long as it takes.
 * @returns null when `until` aborted before it could be stored
 * @throws what the change itself throws again and again: then it can never be stored as it is
 */
export async function persist<T>(
  { store, clock, log, onCommit }: PersistDeps,
  name: ChangeName,
  change: (tables: Tables) => T,
  until: AbortSignal,
): Promise<T | null> {
  let refusals = 0
  for (let pauseMs = PAUSE_MS.first; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MS.longest)) {
    try {
      const answer = await store.write(name, change)
      onCommit?.()
      return answer
    } catch (error) {
      log.error({ change: name, err: error }, 'change could not be stored')
      if (!willPass(error) && ++refusals === TRIES) throw error
    }
    try {
      await clock.sleep(pauseMs, until)
    } catch {
      // The sleep rejects only when `until` aborts.
      return null
    }
  }
}

/** The store says by itself when it cannot be written to for the time being; anything else comes from the change. */
function willPass(error: unknown): boolean {
  return error instanceof FarmError && error.code === 'unavailable'
}
