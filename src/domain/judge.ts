import Type, { type Static } from 'typebox'

/** One video as the app shows it. */
export interface FeedItem {
  author: string
  caption: string
  hashtags: readonly string[]
  sound: string
}

/** A caller's prompt (source: seeds/capability-requests). `version` comes back as it was given. */
export const PromptObject = Type.Object(
  {
    prompt_id: Type.String({ minLength: 1, maxLength: 200 }),
    name: Type.String({ minLength: 1, maxLength: 200 }),
    version: Type.Union([Type.String({ minLength: 1, maxLength: 200 }), Type.Integer()]),
    system_prompt: Type.String({ maxLength: 65_536 }),
    task_prompt: Type.String({ maxLength: 65_536 }),
    output_contract: Type.Record(Type.String(), Type.Unknown()),
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
