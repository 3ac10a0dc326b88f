import type { Logger } from 'pino'
import { isCorruption, isIoError } from '../store/storage-errors.ts'
import { EXIT_DATA_ERROR, EXIT_IO_ERROR } from './start-problem.ts'

/** Nobody has foreseen it. */
const EXIT_BUG = 1

/**
 * What nobody has caught ends the process with one line of the log, without closing anything: the next boot looks at what is there. A damaged
 * page of the database that comes to light only when it is read is the usual one. Not by `startProblem`: a service manager starts nothing
 * again that ended with 78, and a file that a bug misses is no wrong setting.
 */
export function endOnUncaught(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'daemon ends: an error that nobody caught')
    process.exit(exitCodeOf(error))
  })
}

function exitCodeOf(error: Error): number {
  if (isCorruption(error)) return EXIT_DATA_ERROR
  return isIoError(error) ? EXIT_IO_ERROR : EXIT_BUG
}
