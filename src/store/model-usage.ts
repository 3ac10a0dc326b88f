import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'

/** A row of `model_usage`; `day` is UTC, YYYY-MM-DD. */
export const ModelUsageRow = Type.Object({
  day: Type.String(),
  calls: Type.Integer(),
  prompt_tokens: Type.Integer(),
  completion_tokens: Type.Integer(),
})
export type ModelUsageRow = Static<typeof ModelUsageRow>

const FIND = 'SELECT * FROM model_usage WHERE day = ?'

const ADD = `
  INSERT INTO model_usage (day, calls, prompt_tokens, completion_tokens)
  VALUES (@day, @calls, @prompt_tokens, @completion_tokens)
  ON CONFLICT DO UPDATE SET
    calls = calls + excluded.calls, prompt_tokens = prompt_tokens + excluded.prompt_tokens,
    completion_tokens = completion_tokens + excluded.completion_tokens`

/** What the model has cost by day. */
export interface ModelUsage {
  find: (day: string) => ModelUsageRow | undefined
  add: (row: ModelUsageRow) => void
}

export function modelUsageTable(db: Database): ModelUsage {
  const find = db.prepare<[string], ModelUsageRow>(FIND)
  const add = db.prepare<ModelUsageRow>(ADD)
  return { find: (day) => find.get(day), add: (row) => void add.run(row) }
}
