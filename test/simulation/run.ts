import * as fc from 'fast-check'
import { someCommands } from './commands.ts'
import { createWorld, type Bug } from './world.ts'

/** A life in which a promise was broken. */
export interface Failure {
  seed: number
  /** The smallest list of commands that still breaks it, and what was broken. */
  report: string
}

export interface SimulationOptions {
  seeds: Iterable<number>
  /** A bug that is planted on purpose. */
  bug?: Bug
  /** Ends after so many failures. */
  mostFailures?: number
  /** Told after every seed. */
  onSeed?: (passed: number, failed: number) => void
}

/** Lives one life of the world for each seed; shrinks each that breaks a promise, unless a planted bug did. */
export async function runSimulation(
  options: SimulationOptions,
): Promise<{ passed: number; failures: Failure[] }> {
  const { seeds, bug, mostFailures = 3, onSeed = () => undefined } = options
  const failures: Failure[] = []
  let passed = 0
  for (const seed of seeds) {
    const report = await liveOnce(seed, bug)
    if (report === null) passed++
    else failures.push({ seed, report })
    onSeed(passed, failures.length)
    if (failures.length >= mostFailures) break
  }
  return { passed, failures }
}

async function liveOnce(seed: number, bug: Bug | undefined): Promise<string | null> {
  const life = fc.asyncProperty(someCommands, async (commands) => {
    const world = await createWorld(seed, bug)
    await fc.asyncModelRun(() => ({ model: world.model, real: world }), commands)
    await world.comeToRest()
  })
  const result = await fc.check(life, { seed, numRuns: 1, unbiased: true, endOnFailure: bug !== undefined })
  if (!result.failed) return null
  const commands = fc.stringify(result.counterexample?.[0])
  const error = result.errorInstance
  return `seed ${seed}: ${commands}\n${error instanceof Error ? error.message : String(error)}`
}
