import { createContext, Script } from 'node:vm'

/** Runs synchronous work and ends it when it takes too long. @throws Error with code ERR_SCRIPT_EXECUTION_TIMEOUT, and what the work throws */
export type WithinTime = <T>(work: () => T) => T

/**
 * Strangers' schemas can take years to look at an answer (`anyOf` of references that double at every step), and nothing inside of ajv counts.
 * V8's own watchdog, which only `node:vm` gives out, ends whatever runs, also what was compiled outside of the context.
 * @param ms wall time: generous, because other work may hold the processor
 */
export function createWithinTime(ms: number): WithinTime {
  const script = new Script('work()')
  // One for all: making a context costs more than any check.
  const context: { work: () => void } = { work: () => undefined }
  createContext(context)
  return (work) => {
    const done: { answer?: { value: ReturnType<typeof work> } } = {}
    context.work = () => void (done.answer = { value: work() })
    script.runInContext(context, { timeout: ms })
    if (!done.answer) throw new Error('the work has not run')
    return done.answer.value
  }
}
