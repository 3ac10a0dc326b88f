import Type from 'typebox'
import { EditProgress, KeywordCounts } from '../domain/action.ts'
import { JudgingCounts } from '../domain/decision.ts'
import { ERROR_CATEGORIES } from '../domain/errors.ts'

/** What a process has achieved and how far it is, as callers see it. */

const Text = Type.String()
const Count = Type.Integer({ minimum: 0 })
const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const ErrorSummary = Type.Object(
  { message: Text, category: Type.Enum(ERROR_CATEGORIES) },
  { additionalProperties: false },
)

const ITEM = {
  queue_item_id: Text,
  account_id: Text,
  phone_id: Text,
  status: Type.Enum(['pending', 'running', 'retrying', 'completed', 'failed', 'cancelled']),
  attempt: Count,
  error: Type.Optional(ErrorSummary),
}

/** What an item that watched videos adds to its ids. */
const WARMUP = {
  videos_seen: Type.Optional(Type.Integer({ minimum: 0, description: 'Watched and skipped.' })),
  videos_watched: Type.Optional(Count),
  videos_skipped: Type.Optional(Count),
  seconds_watched: Type.Optional(Type.Number({ minimum: 0 })),
  keywords: Type.Optional(Type.Array(KeywordCounts)),
  judge: Type.Optional(
    Type.Object({
      kind: Text,
      prompt_id: nullable(Text),
      version: nullable(Type.Union([Text, Type.Integer()])),
    }),
  ),
  ended_by: Type.Optional(Type.String({ description: 'Why it ended: all was seen, the time was over …' })),
  snapshot_id: Type.Optional(nullable(Text)),
  strategy_version: Type.Optional(nullable(Type.Integer())),
  decided_by: Type.Optional(JudgingCounts.properties.decided_by),
  fallbacks: Type.Optional(JudgingCounts.properties.fallbacks),
  model: Type.Optional(JudgingCounts.properties.model),
}

/** What an item that edited a profile adds: each field that was asked for, as it was and as it is. */
const EDIT_PROFILE = { fields: Type.Optional(EditProgress.properties.fields) }

/** Empty until the first item ends. */
export const ProcessResult = Type.Object({
  // Open: results of another release of ours are told as they were stored.
  items: Type.Optional(
    Type.Array(Type.Object({ ...ITEM, ...WARMUP, ...EDIT_PROFILE }, { additionalProperties: true })),
  ),
  totals: Type.Optional(Type.Record(Type.String(), Type.Number())),
  ignored_inputs: Type.Optional(
    Type.Array(
      Type.String({ description: 'JSON pointer of what was taken for compatibility and not acted on.' }),
    ),
  ),
})

/** Empty while there is one item that no phone has begun. */
export const PartialProgress = Type.Object({
  total: Type.Optional(Count),
  completed: Type.Optional(Count),
  failed: Type.Optional(Count),
  cancelled: Type.Optional(Count),
  running: Type.Optional(Count),
  pending: Type.Optional(Count),
  items: Type.Optional(
    Type.Array(
      Type.Object({
        ...ITEM,
        step: Type.Optional(Text),
        done: Type.Optional(Count),
        of: Type.Optional(Count),
      }),
    ),
  ),
})
