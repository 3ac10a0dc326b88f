import { wordsOf } from '../../domain/error-causes.ts'
import { InvalidPack } from '../../driving/check-pack.ts'
import { BadUsage, EXIT_USAGE } from '../bad-usage.ts'
import { DaemonRefused } from '../daemon-client.ts'
import { EXIT_CONFIG, EXIT_UNAVAILABLE, startProblem } from '../start-problem.ts'

/** Whether a pack is as it should be; what could not be found out is told by other codes. */
export type Finding = 'fine' | 'faulty'

const EXIT_CODES = { fine: 0, faulty: 1, usage: EXIT_USAGE } as const

/**
 * Runs one of the commands about packs. The exit code is 0 when all is fine, 1 when the pack is at fault (drift, missing elements, not a pack),
 * 2 when the command was used wrongly, 69 and 78 when phone or daemon are not to be had or a setting is wrong.
 */
export async function concluded(command: () => Promise<Finding>): Promise<void> {
  try {
    process.exitCode = EXIT_CODES[await command()]
  } catch (error) {
    const { code, words } = explained(error)
    process.stderr.write(`${words}\n`)
    process.exitCode = code
  }
}

function explained(error: unknown): { code: number; words: string } {
  if (error instanceof BadUsage) return { code: EXIT_CODES.usage, words: error.message }
  if (error instanceof InvalidPack) return { code: EXIT_CODES.faulty, words: error.message }
  if (error instanceof DaemonRefused) return { code: EXIT_UNAVAILABLE, words: wordsOf(error) }
  if (error instanceof Error && error.name === 'ConfigError')
    return { code: EXIT_CONFIG, words: error.message }
  const problem = startProblem(error)
  return { code: problem?.exitCode ?? EXIT_UNAVAILABLE, words: problem?.reason ?? wordsOf(error) }
}
