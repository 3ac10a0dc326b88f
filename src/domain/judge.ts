import Type, { type Static } from 'typebox'
import { FreeForm, Id, text } from './text.ts'

/** One video as the app shows it. */
export interface FeedItem {
  author: string
  caption: string
  hashtags: readonly string[]
  sound: string
  /** The app's own word on the language of the caption, ISO 639-1; left out where it says none, as most do. */
  language?: string
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

/** The account's runtime snapshot that was current when the run began, as far as judges use it (source: seeds/runtime-snapshots). */
export interface JudgeSnapshot {
  snapshot_id: string
  strategy_version: number
  stage: string | null
  active_action: string | null
  /** Of `personality`; empty when it has none that is a list of words. */
  interests: readonly string[]
  /** As the caller sent it, with keys that only a model may understand. */
  personality: Readonly<Record<string, unknown>>
}

/** What a judge may use beside the video itself. The same object for all videos of a list. */
export interface JudgeContext {
  capability: 'keyword_warmup' | 'fyp_warmup'
  /** What the caller asked for, defaults filled, without the prompt objects and what is never acted on. */
  inputs: Readonly<Record<string, unknown>>
  /** The keyword that was searched; null on the feed. */
  keyword: string | null
  /** Null when none was synced. */
  snapshot: JudgeSnapshot | null
  /** Null when the caller gave none: then everything that fits keyword or interests is worth watching. */
  prompt: PromptObject | null
}

/** What deciding has cost. The embedded judge costs nothing but time. */
export interface JudgeCost {
  /** Requests to a model, repairs and retries included. */
  calls: number
  prompt_tokens: number
  completion_tokens: number
  /** The answer was known from before. */
  cached: boolean
}

export const NO_COST: JudgeCost = { calls: 0, prompt_tokens: 0, completion_tokens: 0, cached: false }

/** What is decided about a video, whoever decides. */
export interface Verdict {
  decision: 'watch' | 'skip'
  /** 0..1, how sure the judge is. */
  confidence: number
  /** 0..1, how well the video fits; decides how long it is watched. */
  relevance: number
  reason: string
}

export interface Judgement extends Verdict {
  /** Which judge has decided: `embedded`, `model`. */
  judge: string
  /** Why the judge that was asked did not decide itself; null when it did. */
  fallback: string | null
  cost: JudgeCost
}

/** Decides whether a video is worth watching. @throws RunError 'reasoner' */
export interface Judge {
  /** Which judge is asked first; each judgement names the one that decided. Named in results: `embedded`, `model`. */
  readonly kind: string
  judge: (item: FeedItem, context: JudgeContext, signal: AbortSignal) => Promise<Judgement>
}

/** The attempt that a judge decides for: its budget counts per attempt, and it may ask for a picture of what it judges. */
export interface JudgeRun {
  process_id: string
  queue_item_id: string
  attempt: number
  /** PNG of the screen as it is now; null when the phone does not give one in time. */
  picture: (signal: AbortSignal) => Promise<Buffer | null>
}

/** Gives the judge of one attempt. */
export type OpenJudge = (run: JudgeRun) => Judge
