import Type, { type Static } from 'typebox'
import { FreeForm, Id, text } from './text.ts'

/** One video as the app shows it. */
export interface FeedItem {
  author: string
  caption: string
  hashtags: readonly string[]
  sound: string
}

/** 64 KiB (source: contract, question 19). */
const PROMPT_MAX = 65_536

/** A caller's prompt (source: seeds/capability-requests). `version` comes back as it was given. */
export const PromptObject = Type.Object(
  {
    prompt_id: Id,
    name: Id,
    version: Type.Union([Id, Type.Integer()]),
    system_prompt: text(0, PROMPT_MAX),
    task_prompt: text(0, PROMPT_MAX),
    output_contract: FreeForm,
  },
  { additionalProperties: false },
)
export type PromptObject = Static<typeof PromptObject>

/** What a judge may use beside the video itself. */
export interface JudgeContext {
  /** The keyword that was searched; null on the feed. */
  keyword: string | null
  /** Interests of the account's current runtime snapshot. */
  interests: readonly string[]
  /** Null when the caller gave none: then everything that fits keyword or interests is worth watching. */
  prompt: PromptObject | null
}

export interface Judgement {
  decision: 'watch' | 'skip'
  /** 0..1, how sure the judge is. */
  confidence: number
  /** 0..1, how well the video fits; decides how long it is watched. */
  relevance: number
  reason: string
}

/** Decides whether a video is worth watching. @throws RunError 'reasoner' */
export interface Judge {
  /** Named in results: `embedded`, later `model`. */
  readonly kind: string
  judge: (item: FeedItem, context: JudgeContext, signal: AbortSignal) => Promise<Judgement>
}
