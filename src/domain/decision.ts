import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import {
  PromptObject,
  type FeedItem,
  type JudgeContext,
  type Judgement,
  type JudgeSnapshot,
} from './judge.ts'
import { FreeForm } from './text.ts'

/** What a judge was asked about one video and what it answered. */
export interface Decision {
  /** The kind of the judge that was asked: `embedded`. */
  judge: string
  item: FeedItem
  context: JudgeContext
  judgement: Judgement
  /** How long the judge took. */
  ms: number
}

/** What the judge of an attempt is given beside video and keyword; with these its decisions can be made again. */
export type AttemptContext = Omit<JudgeContext, 'keyword'>

/** The part of it that comes from the request. */
export type JudgeTask = Omit<AttemptContext, 'snapshot'>

/** Longer texts than any app lets people write; what a broken screen gives must not fill the disk. */
const MOST = { caption: 10_000, name: 1_000, hashtags: 200, hashtag: 200 }

/** The texts of a video, as they are judged and stored. */
export function feedItemOf({ author, caption, hashtags, sound, language }: FeedItem): FeedItem {
  return {
    author: cut(author, MOST.name),
    caption: cut(caption, MOST.caption),
    hashtags: hashtags.slice(0, MOST.hashtags).map((hashtag) => cut(hashtag, MOST.hashtag)),
    sound: cut(sound, MOST.name),
    ...(language !== undefined && { language }),
  }
}

/** At most `most` UTF-16 units, no character split. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')
}

const Count = Type.Integer({ minimum: 0 })

/** Who decided about the videos of an item and what that has cost, over all of its attempts. */
export const JudgingCounts = Type.Object({
  /** Decisions by the judge that made them: `embedded`, `model`. */
  decided_by: Type.Record(Type.String(), Count),
  /** Decisions that another judge than the one asked first had to make. */
  fallbacks: Count,
  /** Requests to the model, its tokens, and answers that were known from before. */
  model: Type.Object({ calls: Count, prompt_tokens: Count, completion_tokens: Count, cached: Count }),
})
export type JudgingCounts = Static<typeof JudgingCounts>

/** Nothing was decided yet. */
export const NO_JUDGING: JudgingCounts = {
  decided_by: {},
  fallbacks: 0,
  model: { calls: 0, prompt_tokens: 0, completion_tokens: 0, cached: 0 },
}

/** The counts with one decision more. */
export function countJudgement(
  { decided_by, fallbacks, model }: JudgingCounts,
  { judge, fallback, cost }: Judgement,
): JudgingCounts {
  const decided = new Map(Object.entries(decided_by))
  decided.set(judge, (decided.get(judge) ?? 0) + 1)
  return {
    decided_by: Object.fromEntries(decided),
    fallbacks: fallbacks + (fallback === null ? 0 : 1),
    model: {
      calls: model.calls + cost.calls,
      prompt_tokens: model.prompt_tokens + cost.prompt_tokens,
      completion_tokens: model.completion_tokens + cost.completion_tokens,
      cached: model.cached + (cost.cached ? 1 : 0),
    },
  }
}

/** A stored `FeedItem`, and as callers see it. */
export const StoredItem = Type.Object({
  author: Type.String(),
  caption: Type.String(),
  hashtags: Type.Array(Type.String()),
  sound: Type.String(),
  language: Type.Optional(Type.String()),
})

/** A stored `Judgement`, and as callers see it. */
export const StoredJudgement = Type.Object({
  decision: Type.Enum(['watch', 'skip']),
  relevance: Type.Number(),
  confidence: Type.Number(),
  reason: Type.String(),
  judge: Type.String(),
  fallback: Type.Union([Type.String(), Type.Null()]),
  cost: Type.Object({
    calls: Count,
    prompt_tokens: Count,
    completion_tokens: Count,
    cached: Type.Boolean(),
  }),
})

/** A stored `JudgeTask`, and as callers see it. */
export const StoredTask = Type.Object({
  capability: Type.Enum(['keyword_warmup', 'fyp_warmup']),
  inputs: FreeForm,
  prompt: Type.Union([PromptObject, Type.Null()]),
})

/** A stored `JudgeSnapshot`, and as callers see it. */
export const StoredJudgeSnapshot = Type.Object({
  snapshot_id: Type.String(),
  strategy_version: Type.Integer(),
  stage: Type.Union([Type.String(), Type.Null()]),
  active_action: Type.Union([Type.String(), Type.Null()]),
  interests: Type.Array(Type.String()),
  personality: FreeForm,
})

const item = Compile(StoredItem)
const judgement = Compile(StoredJudgement)
const task = Compile(StoredTask)
const snapshot = Compile(StoredJudgeSnapshot)

/** Reads a stored video. @throws when it does not fit this build's schema, as the others below */
export const parseItem = (json: string): FeedItem => item.Parse(JSON.parse(json))
export const parseJudgement = (json: string): Judgement => judgement.Parse(JSON.parse(json))
export const parseTask = (json: string): JudgeTask => task.Parse(JSON.parse(json))
export const parseJudgeSnapshot = (json: string): JudgeSnapshot => snapshot.Parse(JSON.parse(json))
