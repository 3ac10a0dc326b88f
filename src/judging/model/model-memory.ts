import type { Verdict } from '../../domain/judge.ts'

/** What asking the model has cost. */
export interface ModelUse {
  calls: number
  prompt_tokens: number
  completion_tokens: number
}

export const NO_USE: ModelUse = { calls: 0, prompt_tokens: 0, completion_tokens: 0 }

/** What an answered or given up question leaves behind. */
export interface Remembered {
  /** Of the day that is charged, UTC: YYYY-MM-DD. */
  day: string
  use: ModelUse
  /** Null when there was none that can be used again. */
  answer: { question: string; verdict: Verdict } | null
}

/** Where answers and costs outlive the process. */
export interface ModelMemory {
  /** The verdict of the same question; null when it is not known, or too old. */
  find: (question: string) => Verdict | null
  /** What a day has cost as far as it was kept. */
  useOf: (day: string) => ModelUse
  keep: (remembered: Remembered) => Promise<void>
}

/** Remembers nothing beyond its own life: for a look at another prompt. */
export function createPassingMemory(): ModelMemory {
  const verdicts = new Map<string, Verdict>()
  return {
    find: (question) => verdicts.get(question) ?? null,
    useOf: () => NO_USE,
    keep({ answer }) {
      if (answer) verdicts.set(answer.question, answer.verdict)
      return Promise.resolve()
    },
  }
}

export function addUse(one: ModelUse, other: ModelUse): ModelUse {
  return {
    calls: one.calls + other.calls,
    prompt_tokens: one.prompt_tokens + other.prompt_tokens,
    completion_tokens: one.completion_tokens + other.completion_tokens,
  }
}
