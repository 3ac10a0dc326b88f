import Type from 'typebox'
import { StoredItem, StoredJudgement, StoredJudgeSnapshot, StoredTask } from '../domain/decision.ts'

const Text = Type.String()
const nullable = <T extends Type.TSchema>(schema: T, options: Type.TSchemaOptions = {}) =>
  Type.Union([schema, Type.Null()], options)

const NextCursor = nullable(Text)

/** What a judge said of one video. */
export const Decision = Type.Object(
  {
    decision_id: Type.Integer(),
    at: Type.String({ format: 'date-time' }),
    queue_item_id: Text,
    attempt: Type.Integer({ minimum: 1 }),
    keyword: nullable(Text, { description: 'The keyword that was searched; null on the feed.' }),
    item: StoredItem,
    ...StoredJudgement.properties,
    prompt_id: nullable(Text, { description: 'Of the prompt that was in use; null without one.' }),
    prompt_version: nullable(Type.Union([Text, Type.Integer()])),
    ms: Type.Integer({ minimum: 0, description: 'How long the judge took.' }),
  },
  { additionalProperties: false },
)

export const DecisionPage = Type.Object(
  { decisions: Type.Array(Decision), next_cursor: NextCursor },
  { additionalProperties: false },
)

/** What the judge of one attempt was given beside the videos. */
export const JudgeContext = Type.Object(
  {
    queue_item_id: Text,
    attempt: Type.Integer({ minimum: 1 }),
    ...StoredTask.properties,
    snapshot: nullable(StoredJudgeSnapshot, {
      description: 'The runtime snapshot that was current when the attempt began; null when none was synced.',
    }),
  },
  { additionalProperties: false },
)

export const JudgeContextPage = Type.Object(
  { judge_contexts: Type.Array(JudgeContext), next_cursor: NextCursor },
  { additionalProperties: false },
)
