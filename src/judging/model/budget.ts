import type { Clock } from '../../domain/clock.ts'
import type { ModelBudget } from './model-settings.ts'
import { addUse, NO_USE, type ModelUse } from './model-memory.ts'

/** What one attempt has used so far. */
export interface RunUse {
  used: ModelUse
}

/** A call that has begun: its cost is set aside until it is known. */
export interface Expense {
  /** The day that is charged, also when the call ends after midnight. */
  day: string
  /** @param use what the call did cost. To be called once. */
  settle: (use: ModelUse) => void
}

export interface BudgetDeps {
  limits: ModelBudget
  clock: Clock
  /** What a day has cost before this process. */
  useOf: (day: string) => ModelUse
}

export interface Budget {
  /**
   * Sets a call and its tokens aside, so that runs that ask at the same moment do not all take the last of it.
   * @returns the words for what is used up, when something is
   */
  open: (run: RunUse, tokens: number) => Expense | string
  /** The words for what of today's a call was refused for; null while none was. */
  dayUsedUp: () => string | null
}

/** Holds what asking the model costs against the operator's limits, per attempt and per day. */
export function createBudget({ limits, clock, useOf }: BudgetDeps): Budget {
  let day = ''
  let ofDay: RunUse = { used: NO_USE }
  let refusedToday = { day: '', words: '' }

  function today(): RunUse {
    const now = clock.now().toISOString().slice(0, 10)
    if (now !== day) {
      day = now
      ofDay = { used: useOf(now) }
    }
    return ofDay
  }

  function overdrawn(run: RunUse, tokens: number): { of: 'day' | 'run'; words: string } | null {
    const { callsPerRun, tokensPerRun, callsPerDay, tokensPerDay } = limits
    const { used } = today()
    if (exceeds(used.calls + 1, callsPerDay)) return { of: 'day', words: 'the calls of the day are used up' }
    if (exceeds(tokensOf(used) + tokens, tokensPerDay))
      return { of: 'day', words: 'the tokens of the day are used up' }
    if (exceeds(run.used.calls + 1, callsPerRun))
      return { of: 'run', words: 'the calls of the run are used up' }
    if (exceeds(tokensOf(run.used) + tokens, tokensPerRun))
      return { of: 'run', words: 'the tokens of the run are used up' }
    return null
  }

  return {
    open(run, tokens) {
      const refused = overdrawn(run, tokens)
      if (refused !== null) {
        if (refused.of === 'day') refusedToday = { day, words: refused.words }
        return refused.words
      }
      const charged = [run, today()]
      const aside: ModelUse = { calls: 1, prompt_tokens: tokens, completion_tokens: 0 }
      for (const one of charged) one.used = addUse(one.used, aside)
      return {
        day,
        settle(use) {
          const change = {
            calls: use.calls - 1,
            prompt_tokens: use.prompt_tokens - tokens,
            completion_tokens: use.completion_tokens,
          }
          for (const one of charged) one.used = addUse(one.used, change)
        },
      }
    },
    dayUsedUp() {
      today()
      return refusedToday.day === day ? refusedToday.words : null
    },
  }
}

function exceeds(wanted: number, limit: number | null): boolean {
  return limit !== null && wanted > limit
}

function tokensOf({ prompt_tokens, completion_tokens }: ModelUse): number {
  return prompt_tokens + completion_tokens
}
