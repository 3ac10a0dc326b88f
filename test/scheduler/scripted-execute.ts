import type { ItemResult } from '../../src/domain/action.ts'
import type { Run } from '../../src/scheduler/run.ts'
import { eventually } from '../support/farm.ts'

/** A run that waits for the test to say how it goes on. */
export interface HeldRun {
  run: Run
  succeed: (result?: ItemResult) => void
  fail: (error: unknown) => void
}

/** An Execute whose runs end when the test says so. */
export interface ScriptedExecute {
  execute: (run: Run) => Promise<ItemResult>
  /** Every run so far, in the order of their beginning. */
  runs: HeldRun[]
  /** The run of that index, once it has begun. */
  nth: (index: number) => Promise<HeldRun>
}

export function scriptedExecute(): ScriptedExecute {
  const runs: HeldRun[] = []
  return {
    runs,
    execute: (run) =>
      new Promise((resolve, reject) => {
        runs.push({ run, succeed: (result = {}) => resolve(result), fail: reject })
      }),
    async nth(index) {
      await eventually(() => runs.length > index)
      const held = runs[index]
      if (!held) throw new Error(`there is no run ${index}`)
      return held
    },
  }
}

/** Ends as soon as its signal aborts, like every well-behaved run; never by itself. */
export function untilStopped(run: Run): Promise<ItemResult> {
  return new Promise((_resolve, reject) => {
    if (run.signal.aborted) reject(run.signal.reason)
    run.signal.addEventListener('abort', () => reject(run.signal.reason))
  })
}
