import { constants } from 'node:os'
import type { Logger } from 'pino'
import type { App } from '../app.ts'
import { systemClock } from '../domain/clock.ts'

/** What the process may take beyond the drain budget before it is ended by force. */
const LAST_RESORT_MS = 5000
/** The stop itself failed, or took too long. */
const EXIT_STOP_FAILED = 1

export interface StopOnSignalDeps {
  /** The drain budget. */
  stopMs: number
  log: Logger
}

/**
 * SIGTERM and SIGINT drain and end with 0; a second one leaves at once, with the code that a shell gives for the signal (143, 130). SIGHUP
 * does nothing but stand in the log: every setting comes from the environment, which a running process cannot read anew.
 * @returns whether a stop was asked for
 */
export function stopOnSignal(app: App, { stopMs, log }: StopOnSignalDeps): () => boolean {
  let asked = false
  const onSignal = (signal: 'SIGTERM' | 'SIGINT') => {
    if (asked) process.exit(128 + constants.signals[signal]) // somebody insists
    asked = true
    log.info({ signal }, 'stopping')
    // The last-resort timer: it does not keep the process alive and only fires when something hangs.
    systemClock.after(stopMs + LAST_RESORT_MS, () => {
      log.error({ signal }, 'stop took too long')
      process.exit(EXIT_STOP_FAILED)
    })
    app.stop().then(
      () => log.info({ signal }, 'stopped'),
      (error: unknown) => {
        log.error({ err: error }, 'stop failed')
        process.exitCode = EXIT_STOP_FAILED
      },
    )
  }
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  process.on('SIGHUP', () => log.info('SIGHUP does nothing: settings are read at the start'))
  return () => asked
}
