import Type, { type Static } from 'typebox'
import { PromptObject } from './judge.ts'
import { FreeForm, text } from './text.ts'

/** Default when neither the caller nor the account's snapshot says otherwise (domain/snapshot-defaults.ts). */
export const WatchSeconds = Type.Refine(
  Type.Object(
    {
      min: Type.Number({ minimum: 0, maximum: 600 }),
      max: Type.Number({ minimum: 0, maximum: 600 }),
    },
    { additionalProperties: false, default: { min: 5, max: 20 } },
  ),
  ({ min, max }) => min <= max,
  () => 'min must not be greater than max',
)

export const MaxMinutes = Type.Integer({ minimum: 1, maximum: 240, default: 30 })

/**
 * Inputs that have a default in the account's personality, under their own name: pace and length. How many videos are asked for is the
 * caller's alone, since `partial_progress` counts against it before any run has begun.
 */
export const DefaultedInput = Type.Enum(['watch_seconds', 'max_minutes'])
export type DefaultedInput = Static<typeof DefaultedInput>

/** `inputs` of a `keyword_warmup` (source: contract, "Inputs"). The two comment fields are accepted and never acted on. */
export const KeywordWarmupInputs = Type.Object(
  {
    keywords: Type.Array(text(1, 100), {
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
    }),
    videos_per_keyword: Type.Integer({ minimum: 1, maximum: 50, default: 5 }),
    watch_seconds: WatchSeconds,
    max_minutes: MaxMinutes,
    keyword_judge_prompt: Type.Optional(PromptObject),
    comment_plan: Type.Optional(FreeForm),
    keyword_comment_plan_prompt: Type.Optional(PromptObject),
    metadata: Type.Optional(FreeForm),
  },
  { additionalProperties: false },
)
export type KeywordWarmupInputs = Static<typeof KeywordWarmupInputs>

/** `inputs` of an `fyp_warmup`. That `fyp_judge_prompt` is there is checked after the schema: its absence has a code of its own. */
export const FypWarmupInputs = Type.Object(
  {
    videos: Type.Integer({ minimum: 1, maximum: 200, default: 20 }),
    watch_seconds: WatchSeconds,
    max_minutes: MaxMinutes,
    fyp_judge_prompt: Type.Optional(PromptObject),
    metadata: Type.Optional(FreeForm),
  },
  { additionalProperties: false },
)
export type FypWarmupInputs = Static<typeof FypWarmupInputs>
