import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { RunError } from '../../domain/errors.ts'
import type { FeedItem, Judge, JudgeContext, Judgement, OpenJudge, PromptObject } from '../../domain/judge.ts'
import { wantedWatchMs } from '../../domain/watch-time.ts'
import type { DecisionView, JudgeContextView } from '../../processes/decisions.ts'
import type { Recorded } from './recorded.ts'

/** What a judge says now. */
export interface Answer {
  /** Null when it could not judge at all. */
  judgement: Judgement | null
  /** Why a run with this judge would have ended here; null when it would have gone on. */
  problem: string | null
}

/** A recorded decision and the same made again. */
export interface Replayed extends Answer {
  recorded: DecisionView
  /** The verdict is another one. */
  changed: boolean
  /** How long the video was and would be worth watching, in seconds; 0 for skipped ones. */
  watchSeconds: { recorded: number; replayed: number }
}

export interface ReplayDeps {
  openJudge: OpenJudge
  /** Takes the place of the recorded one; null leaves that. */
  prompt: PromptObject | null
  signal: AbortSignal
  /** Called after each decision. */
  onJudged?: (done: number) => void
}

/** Makes recorded decisions again, one after the other. */
export async function replay({ decisions, contexts }: Recorded, deps: ReplayDeps): Promise<Replayed[]> {
  const attempts = new Map(contexts.map((context) => [keyOf(context), createAttempt(context, deps)]))
  const replayed: Replayed[] = []
  for (const recorded of decisions) {
    const attempt = attempts.get(keyOf(recorded))
    replayed.push(
      attempt
        ? await attempt.judgeAgain(recorded)
        : notJudged(recorded, 'what its judge was given is not recorded'),
    )
    deps.onJudged?.(replayed.length)
  }
  return replayed
}

function keyOf({ queue_item_id, attempt }: { queue_item_id: string; attempt: number }): string {
  return `${queue_item_id}/${attempt}`
}

/** The judge of one recorded attempt, with what it was given. */
function createAttempt(told: JudgeContextView, { openJudge, prompt, signal }: ReplayDeps) {
  const { queue_item_id, attempt, ...given } = told
  const judge = openJudge({
    process_id: 'replay',
    queue_item_id,
    attempt,
    picture: () => Promise.resolve(null),
  })
  // The same object for all videos of a list, as in a run: judges keep what they have read of it.
  const contexts = new Map<string | null, JudgeContext>()

  function contextOf(keyword: string | null): JudgeContext {
    const context = contexts.get(keyword) ?? { ...given, prompt: prompt ?? given.prompt, keyword }
    contexts.set(keyword, context)
    return context
  }

  return {
    async judgeAgain(recorded: DecisionView): Promise<Replayed> {
      const answer = await ask(judge, recorded.item, contextOf(recorded.keyword), signal)
      const { judgement } = answer
      return {
        recorded,
        ...answer,
        changed: judgement !== null && judgement.decision !== recorded.decision,
        watchSeconds: {
          recorded: watchSecondsOf(given.inputs, recorded),
          replayed: judgement === null ? 0 : watchSecondsOf(given.inputs, judgement),
        },
      }
    },
  }
}

function notJudged(recorded: DecisionView, problem: string): Replayed {
  return {
    recorded,
    judgement: null,
    problem,
    changed: false,
    watchSeconds: { recorded: 0, replayed: 0 },
  }
}

/**
 * Asks a judge. One whose answer does not fit the prompt's contract would end a run; what it thinks of the video is still worth telling, so it
 * is asked once more without the contract.
 */
export async function ask(
  judge: Judge,
  item: FeedItem,
  context: JudgeContext,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    return { judgement: await judge.judge(item, context, signal), problem: null }
  } catch (error) {
    if (!isReasoner(error)) throw error
    const { prompt } = context
    if (prompt === null) return { judgement: null, problem: error.message }
    const relaxed = { ...context, prompt: { ...prompt, output_contract: {} } }
    return { judgement: await judgeOrNull(judge, item, relaxed, signal), problem: error.message }
  }
}

async function judgeOrNull(...[judge, ...asked]: Parameters<typeof ask>): Promise<Judgement | null> {
  try {
    return await judge.judge(...asked)
  } catch (error) {
    if (isReasoner(error)) return null
    throw error
  }
}

function isReasoner(error: unknown): error is RunError {
  return error instanceof RunError && error.category === 'reasoner'
}

const Watching = Compile(
  Type.Object({ watch_seconds: Type.Object({ min: Type.Number(), max: Type.Number() }) }),
)

function watchSecondsOf(
  inputs: Readonly<Record<string, unknown>>,
  { decision, relevance }: Pick<Judgement, 'decision' | 'relevance'>,
): number {
  if (decision === 'skip' || !Watching.Check(inputs)) return 0
  return wantedWatchMs(inputs.watch_seconds, relevance) / 1000
}

/** What came of a replay, in numbers. */
export interface ReplaySummary {
  decisions: number
  changed: number
  watch_to_skip: number
  skip_to_watch: number
  /** Decisions at which a run would have ended. */
  problems: number
  watch_seconds: { recorded: number; replayed: number }
}

export function summaryOf(replayed: readonly Replayed[]): ReplaySummary {
  const changed = replayed.filter((one) => one.changed)
  const count = (decision: string) => changed.filter(({ recorded }) => recorded.decision === decision).length
  const sum = (which: 'recorded' | 'replayed') =>
    Math.round(replayed.reduce((total, { watchSeconds }) => total + watchSeconds[which], 0))
  return {
    decisions: replayed.length,
    changed: changed.length,
    watch_to_skip: count('watch'),
    skip_to_watch: count('skip'),
    problems: replayed.filter(({ problem }) => problem !== null).length,
    watch_seconds: { recorded: sum('recorded'), replayed: sum('replayed') },
  }
}
