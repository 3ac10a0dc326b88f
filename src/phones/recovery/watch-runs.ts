import { RunError, type ErrorCategory } from '../../domain/errors.ts'
import type { Symptom } from '../../domain/recovery.ts'
import type { Recovery } from './recovery.ts'

/** What an end of a run says of its phone. */
const SYMPTOM_OF: Partial<Record<ErrorCategory, Symptom>> = {
  device: 'device_fault',
  session: 'session_fault',
  timeout: 'session_fault',
}

/** A run as far as its phone is concerned. */
export interface WatchedRun {
  item: { phone_id: string }
  signal: AbortSignal
}

/** Lets runs that fail by their phone report it. A run that was stopped on purpose is no symptom, whatever it says in the end. */
export function watchRuns<R extends WatchedRun, T>(
  recovery: Pick<Recovery, 'report'>,
  execute: (run: R) => Promise<T>,
): (run: R) => Promise<T> {
  return async (run) => {
    try {
      return await execute(run)
    } catch (error) {
      const symptom = error instanceof RunError ? SYMPTOM_OF[error.category] : undefined
      // One that goes on at once has nothing wrong with its phone but a connection that it can do without.
      if (error instanceof RunError && symptom !== undefined && !run.signal.aborted && !error.atOnce)
        recovery.report(run.item.phone_id, symptom, error.message, error.rung)
      throw error
    }
  }
}
