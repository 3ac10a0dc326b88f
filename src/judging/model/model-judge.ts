import type { Logger } from 'pino'
import type { Clock } from '../../domain/clock.ts'
import type { FeedItem, JudgeContext, JudgeCost, JudgeRun, Verdict } from '../../domain/judge.ts'
import type { Metric } from '../../domain/metrics.ts'
import type { Random } from '../../domain/random.ts'
import { createAskModel } from './ask-model.ts'
import { createBreaker } from './breaker.ts'
import { createBudget, type RunUse } from './budget.ts'
import { createChat } from './chat.ts'
import { createFlights } from './flights.ts'
import { ModelAway } from './model-away.ts'
import { createCall } from './model-calls.ts'
import { createModelHealth } from './model-health.ts'
import { NO_USE, type ModelMemory } from './model-memory.ts'
import type { ModelSettings } from './model-settings.ts'
import { pictureUrl } from './picture.ts'
import { hashOf, questionOf, type Question } from './question.ts'
import { createReadVerdict } from './read-verdict.ts'
import { createSaver } from './saver.ts'

export interface ModelJudgeDeps {
  settings: ModelSettings
  memory: ModelMemory
  clock: Clock
  random: Random
  log: Pick<Logger, 'info' | 'warn' | 'error'>
}

/** One attempt, as long as it asks. */
export interface ModelRun {
  use: RunUse
  picture: JudgeRun['picture']
}

/** What the model has decided, or why it has not; in both cases what that has cost. */
export type ModelDecision = { cost: JudgeCost } & ({ verdict: Verdict } | { away: ModelAway })

export interface ModelJudge {
  /** @throws the signal's reason, and nothing else */
  decide: (
    item: FeedItem,
    context: JudgeContext,
    run: ModelRun,
    signal: AbortSignal,
  ) => Promise<ModelDecision>
  metrics: () => Metric[]
  /** What is wrong with the model now; null when nothing is. */
  problem: () => string | null
  /** Resolves when everything that was learned is stored and every connection is closed. */
  stop: () => Promise<void>
}

/** So many failures in a row are no accident; a model that is started anew is back after about a minute. */
const BREAKER = { failureLimit: 5, openMs: 60_000 }

/** Tries that a question is given in all, in times of one try: a question and its repair. */
const TRIES_OF_QUESTION = 2

/** Asks a model that speaks `/chat/completions`, within its budget, and remembers what it said. */
export function createModelJudge({ settings, memory, clock, random, log }: ModelJudgeDeps): ModelJudge {
  const { timeoutMs, maxTokens } = settings
  const health = createModelHealth(log)
  const saver = createSaver({ memory, log })
  const chat = createChat(settings)
  const breaker = createBreaker({ clock, ...BREAKER, onChange: health.breakerIs })
  const budget = createBudget({ limits: settings.budget, clock, useOf: saver.useOf })
  const call = createCall({
    chat,
    breaker,
    budget,
    timeoutMs,
    maxTokens,
    clock,
    random,
    onEnd(end) {
      health.ended(end)
      saver.spent(end)
    },
  })
  const ask = createAskModel({
    call,
    readVerdict: createReadVerdict(),
    deadlineMs: TRIES_OF_QUESTION * timeoutMs,
    clock,
  })
  const flights = createFlights<Verdict>()

  /** The same question is asked once, also by runs that meet the same video at the same moment. */
  async function answerTo(question: Question, run: ModelRun, signal: AbortSignal): Promise<Known> {
    const known = knownFor(question, settings.pictures)
    if (known) return known
    const picture = settings.pictures ? await pictureOf(run, signal) : null
    const key = hashOf(question, settings, picture !== null)
    const other = settings.pictures && picture === null ? knownFor(question, false) : null
    if (other) return other
    for (;;) {
      const isOthers = flights.isUnderWay(key)
      try {
        const verdict = await flights.join(
          key,
          (stop) => askAndKeep(key, question, picture, run, stop),
          signal,
        )
        return { verdict, cached: isOthers }
      } catch (error) {
        // The budget of another run is not ours.
        if (isOthers && error instanceof ModelAway && error.kind === 'budget') continue
        throw error
      }
    }
  }

  function knownFor(question: Question, pictured: boolean): Known | null {
    const verdict = saver.find(hashOf(question, settings, pictured))
    if (!verdict) return null
    health.cached()
    return { verdict, cached: true }
  }

  async function askAndKeep(
    key: string,
    question: Question,
    picture: string | null,
    run: ModelRun,
    signal: AbortSignal,
  ): Promise<Verdict> {
    let answer: { question: string; verdict: Verdict } | null = null
    try {
      const verdict = await ask(question, picture, run.use, signal)
      answer = { question: key, verdict }
      return verdict
    } finally {
      saver.save(answer, clock.now())
    }
  }

  return {
    async decide(item, context, run, signal) {
      signal.throwIfAborted()
      const before = run.use.used
      const costOf = (cached: boolean): JudgeCost => {
        const { used } = run.use
        return {
          calls: used.calls - before.calls,
          prompt_tokens: used.prompt_tokens - before.prompt_tokens,
          completion_tokens: used.completion_tokens - before.completion_tokens,
          cached,
        }
      }
      try {
        const { verdict, cached } = await answerTo(questionOf(item, context), run, signal)
        return { verdict, cost: costOf(cached) }
      } catch (error) {
        signal.throwIfAborted()
        return { away: awayFor(error, log), cost: costOf(false) }
      }
    },
    metrics: health.metrics,
    problem: () => budget.dayUsedUp() ?? health.problem(),
    async stop() {
      await flights.settled()
      await saver.settled()
      await chat.close()
    },
  }
}

interface Known {
  verdict: Verdict
  cached: boolean
}

export function newRunUse(): RunUse {
  return { used: NO_USE }
}

async function pictureOf(run: ModelRun, signal: AbortSignal): Promise<string | null> {
  const png = await run.picture(signal)
  return png === null ? null : await pictureUrl(png)
}

/** A run goes on whatever is wrong with the model's judge. */
function awayFor(error: unknown, log: ModelJudgeDeps['log']): ModelAway {
  if (error instanceof ModelAway) return error
  log.error({ err: error }, 'asking the model failed')
  return new ModelAway('bug', 'asking it failed', { cause: error })
}
