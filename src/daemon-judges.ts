import type { Logger } from 'pino'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { Clock } from './domain/clock.ts'
import type { Random } from './domain/random.ts'
import { createEmbeddedJudge } from './judging/embedded-judge.ts'
import { createJudges, type Judges } from './judging/judges.ts'
import { NO_USE, type ModelMemory } from './judging/model/model-memory.ts'
import type { ModelSettings } from './judging/model/model-settings.ts'
import { createWithinTime } from './judging/within-time.ts'
import type { Store } from './store/store.ts'

/** Answers that are kept, and for how long: what a farm meets again, it meets within days. */
const KEPT = { answers: 50_000, days: 30 } as const

/** How often the answers are cut back to that, counted in answers, and how many go at once. */
const TRIM = { every: 100, rows: 500 } as const

const DAY_MS = 24 * 60 * 60 * 1000

const StoredVerdict = Compile(
  Type.Object({
    decision: Type.Union([Type.Literal('watch'), Type.Literal('skip')]),
    confidence: Type.Number(),
    relevance: Type.Number(),
    reason: Type.String(),
  }),
)

/** Enough for any contract that means well, which takes milliseconds, on a host that is busy; nobody else is served meanwhile. */
const CONTRACT_MS = 1_000

/** Ends the look at a caller's prompt that takes too long. */
export const createPromptBound = () => createWithinTime(CONTRACT_MS)

export interface DaemonJudgesDeps {
  settings: ModelSettings | null
  store: Pick<Store, 'read' | 'write'>
  clock: Clock
  random: Random
  log: Logger
}

/** The judges of the daemon, whose model remembers in the store. */
export function createDaemonJudges({ store, ...deps }: DaemonJudgesDeps): Judges {
  return createJudges({ embedded: createEmbeddedJudge(), memory: storedMemory(store, deps.clock), ...deps })
}

/** Answers and costs of the model in the database. */
export function storedMemory(store: Pick<Store, 'read' | 'write'>, clock: Clock): ModelMemory {
  let untilTrim = 0
  const daysAgo = (days: number) => new Date(clock.now().getTime() - days * DAY_MS).toISOString()

  return {
    find(question) {
      const answer = store.read.modelAnswers.find({ question, since: daysAgo(KEPT.days) })
      return answer === undefined ? null : StoredVerdict.Parse(JSON.parse(answer))
    },
    useOf: (day) => store.read.modelUsage.find(day) ?? NO_USE,
    async keep({ day, use, answer }) {
      const at = clock.now().toISOString()
      await store.write('keep_model_answer', ({ modelAnswers, modelUsage }) => {
        if (use.calls > 0) modelUsage.add({ day, ...use })
        if (!answer) return
        modelAnswers.put({ question: answer.question, answer: JSON.stringify(answer.verdict), at })
        if (untilTrim === 0) {
          modelAnswers.trim({ before: daysAgo(KEPT.days), kept: KEPT.answers, limit: TRIM.rows })
        }
        untilTrim = (untilTrim === 0 ? TRIM.every : untilTrim) - 1
      })
    },
  }
}
