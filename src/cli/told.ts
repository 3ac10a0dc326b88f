import { wordsOf } from '../domain/error-causes.ts'
import { severalLines } from '../domain/unprintable.ts'
import { BadUsage, EXIT_USAGE } from './bad-usage.ts'
import { DaemonRefused } from './daemon-client.ts'
import { EXIT_CONFIG, EXIT_UNAVAILABLE, startProblem } from './start-problem.ts'

/** The daemon was asked and said no. */
const EXIT_REFUSED = 1

/** Runs a command; what is wrong is told on stderr, in one line unless it was used wrongly, and by the exit code. */
export async function told(command: () => Promise<void>): Promise<void> {
  try {
    await command()
  } catch (error) {
    const problem = error instanceof DaemonRefused || error instanceof BadUsage ? null : startProblem(error)
    const words = error instanceof BadUsage ? error.message : wordsOf(error)
    process.stderr.write(`${severalLines(problem?.reason ?? words)}\n`)
    process.exitCode = problem?.exitCode ?? exitCodeOf(error)
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof DaemonRefused) return error.status === null ? EXIT_UNAVAILABLE : EXIT_REFUSED
  if (error instanceof BadUsage) return EXIT_USAGE
  return error instanceof Error && error.name === 'ConfigError' ? EXIT_CONFIG : EXIT_UNAVAILABLE
}
