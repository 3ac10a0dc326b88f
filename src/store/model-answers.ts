import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'

/** A row of `model_answers`; `question` is the hash of all that the answer depends on, `answer` the verdict as JSON. */
export const ModelAnswerRow = Type.Object({
  question: Type.String(),
  answer: Type.String(),
  at: Type.String(),
})
export type ModelAnswerRow = Static<typeof ModelAnswerRow>

const FIND = 'SELECT answer FROM model_answers WHERE question = @question AND at >= @since'

// The same question asked anew: the old answer was too old, or the answer of another run came first.
const PUT = `
  INSERT INTO model_answers (question, answer, at) VALUES (@question, @answer, @at)
  ON CONFLICT DO UPDATE SET answer = excluded.answer, at = excluded.at`

// Both by index model_answers_by_age, newest first: what is beyond the number that is kept, and what is too old.
const REMOVE_BEYOND = `
  DELETE FROM model_answers WHERE question IN (
    SELECT question FROM model_answers ORDER BY at DESC LIMIT @limit OFFSET @kept)`

const REMOVE_OLD = `
  DELETE FROM model_answers WHERE question IN (
    SELECT question FROM model_answers WHERE at < @before ORDER BY at LIMIT @limit)`

/** Verdicts of the model by question. */
export interface ModelAnswers {
  /** The verdict as JSON, unless it is older than `since`. */
  find: (of: { question: string; since: string }) => string | undefined
  put: (row: ModelAnswerRow) => void
  /** Removes answers of before `before` and those beyond the newest `kept`; at most `limit` of each. */
  trim: (to: { before: string; kept: number; limit: number }) => void
}

export function modelAnswersTable(db: Database): ModelAnswers {
  const find = db.prepare<{ question: string; since: string }, Pick<ModelAnswerRow, 'answer'>>(FIND)
  const put = db.prepare<ModelAnswerRow>(PUT)
  const removeBeyond = db.prepare<{ kept: number; limit: number }>(REMOVE_BEYOND)
  const removeOld = db.prepare<{ before: string; limit: number }>(REMOVE_OLD)
  return {
    find: (of) => find.get(of)?.answer,
    put: (row) => void put.run(row),
    trim({ before, kept, limit }) {
      removeOld.run({ before, limit })
      removeBeyond.run({ kept, limit })
    },
  }
}
