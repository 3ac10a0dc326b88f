import type { Logger } from 'pino'
import { countsBy, type Metric } from '../../domain/metrics.ts'
import { BREAKER_STATES, type BreakerState } from './breaker.ts'
import { ChatError } from './chat.ts'
import { CALL_OUTCOMES, type CallEnd, type CallOutcome } from './model-calls.ts'
import { addUse, NO_USE, type ModelUse } from './model-memory.ts'

/** What is known of the model from the calls so far: numbers, a word for the probe, and the log when it goes and comes back. */
export interface ModelHealth {
  ended: (call: CallEnd) => void
  breakerIs: (state: BreakerState) => void
  /** An answer that was known before. */
  cached: () => void
  metrics: () => Metric[]
  /** What is wrong now; null when nothing is. */
  problem: () => string | null
}

/** Outcomes after which the next call would go no better: a person should look. */
const LASTING: readonly CallOutcome[] = ['refused', 'garbage']

export function createModelHealth(log: Pick<Logger, 'warn' | 'info'>): ModelHealth {
  const outcomes = new Map<string, number>()
  let use: ModelUse = NO_USE
  let fromMemory = 0
  let breaker: BreakerState = 'closed'
  let lastError: Error | null = null
  let isLost = false

  function lose(): void {
    if (isLost) return
    isLost = true
    const said = lastError instanceof ChatError ? lastError.said : ''
    log.warn({ reason: lastError?.message, said }, 'model judge lost')
  }

  return {
    ended({ outcome, error, use: spent }) {
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      use = addUse(use, spent)
      if (error) lastError = error
      if (LASTING.includes(outcome)) lose()
      if (outcome !== 'answered') return
      lastError = null
      if (isLost) log.info('model judge is back')
      isLost = false
    },
    breakerIs(state) {
      breaker = state
      if (state === 'open' && lastError) lose()
    },
    cached: () => void (fromMemory += 1),
    metrics: () => [
      {
        name: 'phonefarm_model_calls_total',
        help: 'Requests to the model by how they ended, tries and repairs included.',
        type: 'counter',
        samples: countsBy('outcome', CALL_OUTCOMES, outcomes),
      },
      {
        name: 'phonefarm_model_tokens_total',
        help: 'Tokens as the server counts them; estimated where it does not.',
        type: 'counter',
        samples: [
          { labels: { kind: 'prompt' }, value: use.prompt_tokens },
          { labels: { kind: 'completion' }, value: use.completion_tokens },
        ],
      },
      {
        name: 'phonefarm_model_cached_answers_total',
        help: 'Questions whose answer was known from before.',
        type: 'counter',
        samples: [{ value: fromMemory }],
      },
      {
        name: 'phonefarm_model_breaker_state',
        help: '1 for the state of the circuit breaker.',
        type: 'gauge',
        samples: countsBy('state', BREAKER_STATES, new Map([[breaker, 1]])),
      },
    ],
    problem() {
      if (breaker !== 'closed') return `left alone for a while: ${lastError?.message ?? 'it failed'}`
      return lastError === null ? null : `the last call failed: ${lastError.message}`
    },
  }
}
