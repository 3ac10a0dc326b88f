import type { Logger } from 'pino'
import type { Verdict } from '../../domain/judge.ts'
import { addUse, NO_USE, type ModelMemory, type ModelUse, type Remembered } from './model-memory.ts'

export interface SaverDeps {
  memory: ModelMemory
  log: Pick<Logger, 'warn'>
}

/** Stores behind the runs' backs: a run never waits for the disk because of what the model said. */
export interface Saver {
  /** Null as well when the memory cannot be read. */
  find: (question: string) => Verdict | null
  /** What a day has cost, with what is not stored yet. */
  useOf: (day: string) => ModelUse
  /** To be stored with the next save. */
  spent: (of: { day: string; use: ModelUse }) => void
  /** Stores what was spent, and an answer if there is one. Never throws. */
  save: (answer: Remembered['answer'], now: Date) => void
  /** Resolves when nothing is being stored. */
  settled: () => Promise<void>
}

export function createSaver({ memory, log }: SaverDeps): Saver {
  /** By day. */
  const unsaved = new Map<string, ModelUse>()
  const saving = new Set<Promise<void>>()
  let isRefused = false

  function add(day: string, use: ModelUse): void {
    unsaved.set(day, addUse(unsaved.get(day) ?? NO_USE, use))
  }

  async function keep(remembered: Remembered): Promise<void> {
    try {
      await memory.keep(remembered)
      isRefused = false
    } catch (error) {
      // The disk may be full: the answer is asked for again some day, the cost is stored with the next one.
      add(remembered.day, remembered.use)
      if (!isRefused) log.warn({ err: error }, 'what the model said could not be stored')
      isRefused = true
    }
  }

  return {
    find(question) {
      try {
        return memory.find(question)
      } catch (error) {
        log.warn({ err: error }, 'what the model said before could not be read')
        return null
      }
    },
    useOf: (day) => addUse(memory.useOf(day), unsaved.get(day) ?? NO_USE),
    spent: ({ day, use }) => add(day, use),
    save(answer, now) {
      const uses = unsaved.size === 0 ? [[now.toISOString().slice(0, 10), NO_USE] as const] : [...unsaved]
      unsaved.clear()
      for (const [index, [day, use]] of uses.entries()) {
        if (answer === null && use.calls === 0) continue
        // `keep` never rejects.
        const kept = keep({ day, use, answer: index === 0 ? answer : null }).then(
          () => void saving.delete(kept),
        )
        saving.add(kept)
      }
    },
    async settled() {
      await Promise.all(saving)
    },
  }
}
