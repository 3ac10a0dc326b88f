import type { Logger } from 'pino'
import { RunError } from '../domain/errors.ts'
import type { PhoneSession } from '../domain/phone-session.ts'
import { RUN_LIMITS } from './run-limits.ts'

/**
 * The app was started anew in the middle of a step: what the step had reached is gone, and it has to begin again. Never leaves the driver:
 * `drive-app.ts` begins again.
 */
export class AppRestarted extends Error {
  override name = 'AppRestarted'
}

/** Starts of the app within one run, counted. */
export interface Restarts {
  /** Starts the app cold. @throws RunError 'app_changed' when it had to be started too often */
  start: (why: string, signal: AbortSignal) => Promise<void>
}

export function createRestarts({
  app,
  session,
  log,
}: {
  /** What people call it. */
  app: string
  session: PhoneSession
  log: Pick<Logger, 'info'>
}): Restarts {
  let count = 0
  return {
    async start(why, signal) {
      if (count >= RUN_LIMITS.restarts) {
        throw new RunError('app_changed', `${app} does not stay up: started anew ${count} times, now ${why}`)
      }
      count += 1
      log.info({ why, times: count }, 'app started anew')
      await session.restartApp(signal)
    },
  }
}
