import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type {
  FeedItem,
  Judge,
  JudgeContext,
  JudgeCost,
  Judgement,
  JudgeRun,
  OpenJudge,
} from '../domain/judge.ts'
import { countsBy, type Metric } from '../domain/metrics.ts'
import type { Random } from '../domain/random.ts'
import { AWAY_KINDS } from './model/model-away.ts'
import { createModelJudge, newRunUse, type ModelJudge } from './model/model-judge.ts'
import type { ModelMemory } from './model/model-memory.ts'
import type { ModelSettings } from './model/model-settings.ts'

export interface JudgesDeps {
  /** Decides when no model is set, and when it is away. */
  embedded: Judge
  /** Null: only the embedded judge. */
  settings: ModelSettings | null
  memory: ModelMemory
  clock: Clock
  random: Random
  log: Pick<Logger, 'info' | 'warn' | 'error'>
}

/** Who judges the videos of this farm. */
export interface Judges {
  openJudge: OpenJudge
  metrics: () => Metric[]
  /** For the probe; never a failure, because the embedded judge is always there. Undefined without a model. */
  check: () => { ok: true; message?: string } | undefined
  /** Resolves when everything that was learned is stored. To be called when no run is left, and before the store closes. */
  stop: () => Promise<void>
}

const KINDS = ['embedded', 'model'] as const

/** The embedded judge, or the operator's model with the embedded judge behind it. */
export function createJudges({ embedded, settings, ...deps }: JudgesDeps): Judges {
  const model = settings === null ? null : createModelJudge({ settings, ...deps })
  const decided = new Map<string, number>()
  const away = new Map<string, number>()

  function counted(open: OpenJudge): OpenJudge {
    return (run) => {
      const judge = open(run)
      return {
        kind: judge.kind,
        async judge(item, context, signal) {
          const judgement = await judge.judge(item, context, signal)
          decided.set(judgement.judge, (decided.get(judgement.judge) ?? 0) + 1)
          return judgement
        },
      }
    }
  }

  const openJudge = model
    ? openModelJudge(model, embedded, (kind) => away.set(kind, (away.get(kind) ?? 0) + 1))
    : () => embedded
  return {
    openJudge: counted(openJudge),
    metrics: () => [
      {
        name: 'phonefarm_judge_decisions_total',
        help: 'Decisions about videos by the judge that made them.',
        type: 'counter',
        samples: countsBy('judge', KINDS, decided),
      },
      ...(model
        ? [
            {
              name: 'phonefarm_judge_fallbacks_total',
              help: 'Decisions that the embedded judge made in place of the model, by why.',
              type: 'counter',
              samples: countsBy('why', AWAY_KINDS, away),
            } as const,
            ...model.metrics(),
          ]
        : []),
    ],
    check() {
      if (!model) return undefined
      const problem = model.problem()
      if (problem === null) return { ok: true }
      return { ok: true, message: `the embedded judge decides in place of the model: ${problem}` }
    },
    stop: async () => model?.stop(),
  }
}

function openModelJudge(
  model: ModelJudge,
  embedded: Judge,
  onAway: (kind: (typeof AWAY_KINDS)[number]) => void,
): OpenJudge {
  return ({ picture }: JudgeRun) => {
    const run = { use: newRunUse(), picture }
    const judgeInstead = createStandIn(embedded)
    return {
      kind: 'model',
      async judge(item, context, signal) {
        const decision = await model.decide(item, context, run, signal)
        const { cost } = decision
        if ('verdict' in decision) return { ...decision.verdict, judge: 'model', fallback: null, cost }
        onAway(decision.away.kind)
        return judgeInstead(item, context, { why: `model: ${decision.away.message}`, cost }, signal)
      },
    }
  }
}

type StandIn = (
  item: FeedItem,
  context: JudgeContext,
  of: { why: string; cost: JudgeCost },
  signal: AbortSignal,
) => Promise<Judgement>

/**
 * The embedded judge in the model's place. It knows decision, confidence and reason alone: a contract that demands more was written for a
 * model, and is no reason to end a run whose model is away, so it decides without it and says so.
 */
function createStandIn(embedded: Judge): StandIn {
  /** The same object for the same context, because the embedded judge remembers what it has read of one. */
  const relaxed = new WeakMap<JudgeContext, JudgeContext>()

  function withoutContract(context: JudgeContext): JudgeContext {
    const { prompt } = context
    const known = relaxed.get(context) ?? { ...context, prompt: prompt && { ...prompt, output_contract: {} } }
    relaxed.set(context, known)
    return known
  }

  return async (item, context, { why, cost }, signal) => {
    try {
      const judgement = await embedded.judge(item, relaxed.get(context) ?? context, signal)
      const fallback = relaxed.has(context) ? `${why}; ${UNFIT}` : why
      return { ...judgement, fallback, cost }
    } catch (error) {
      if (!(error instanceof RunError) || error.category !== 'reasoner' || relaxed.has(context)) throw error
      const judgement = await embedded.judge(item, withoutContract(context), signal)
      return { ...judgement, fallback: `${why}; ${UNFIT}`, cost }
    }
  }
}

const UNFIT = "the embedded judge's answer does not have all that the output_contract demands"
