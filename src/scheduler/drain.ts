import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { RunStopped } from '../domain/run-control.ts'
import type { ActiveRun } from './active-run.ts'
import { endsWithin } from '../domain/ends-within.ts'
import { factsOf } from './record-end.ts'

/** What runs are given to come to rest when the daemon stops, in milliseconds. */
export interface DrainLimits {
  /** To stop at a safe point by themselves. */
  softMs: number
  /** To be over after they were ended by force; what still holds a phone then is left to the next boot's rescue. */
  forceMs: number
}

/** A session is ended by force in one or two seconds. */
const LONGEST_FORCE_MS = 4000
/** Callbacks, running answers, phones' connections, Appium, the database. */
const LONGEST_REST_MS = 8000

/** The budget of a stop: most of it is for runs to end by themselves, the rest for the force and for closing what they used. */
export function drainLimits(stopMs: number): DrainLimits {
  const forceMs = Math.min(LONGEST_FORCE_MS, stopMs / 4)
  const restMs = Math.min(LONGEST_REST_MS, stopMs / 2)
  return { softMs: stopMs - forceMs - restMs, forceMs }
}

export interface DrainDeps {
  clock: Clock
  log: Logger
  /** The runs that hold a phone now, by queue item. */
  runs: ReadonlyMap<string, ActiveRun>
  /** Resolves when nothing is under way any more. */
  over: () => Promise<void>
}

/** Why a run is stopped when the daemon is. */
export function daemonStopping(): RunStopped {
  return new RunStopped('daemon_stopping', 'the daemon is stopping')
}

/** Waits for runs that were asked to stop. @param limits null waits for as long as they take */
export async function drain(
  { clock, log, runs, over }: DrainDeps,
  limits: DrainLimits | null,
): Promise<void> {
  if (limits === null) return over()
  if (await endsWithin(clock, limits.softMs, over())) return
  for (const { item } of runs.values()) log.warn(factsOf(item), 'run does not stop by itself')
  const forcing = Promise.all([...runs.values()].map((active) => active.terminate(daemonStopping())))
  if (await endsWithin(clock, limits.forceMs, Promise.all([forcing, over()]))) return
  for (const { item } of runs.values()) log.error(factsOf(item), 'run does not end by force either')
}
