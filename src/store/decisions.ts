import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

/** A row of `decisions`: what a judge said of one video. */
export const DecisionRow = Type.Object({
  decision_id: Type.Integer(),
  process_id: Type.String(),
  queue_item_id: Type.String(),
  attempt: Type.Integer(),
  at: Type.String(),
  keyword: nullable(Type.String()),
  item: Type.String(),
  judgement: Type.String(),
  prompt_id: nullable(Type.String()),
  prompt_version: nullable(Type.String()),
  ms: Type.Integer(),
})
export type DecisionRow = Static<typeof DecisionRow>
export type NewDecision = Omit<DecisionRow, 'decision_id'>

/** Filters of a list: an empty one lets everything through, several values mean any of them. */
export interface DecisionFilter {
  keyword: readonly string[]
  decision: readonly string[]
  judge: readonly string[]
}

/** A stretch of a process's decisions, newest first. */
export interface DecisionStretch {
  rows: DecisionRow[]
  /** The oldest one that was looked at, when there may be more behind it; null when there are none. */
  lookedTo: number | null
}

/** Rows that one answer looks at: a filter that fits nothing must not hold up everybody while hundreds of thousands are read. */
const LOOKED = 5_000

const ADD = `
  INSERT INTO decisions (process_id, queue_item_id, attempt, at, keyword, item, judgement, prompt_id, prompt_version, ms)
  VALUES (@process_id, @queue_item_id, @attempt, @at, @keyword, @item, @judgement, @prompt_id, @prompt_version, @ms)`

// Index decisions_of_process.
const STRETCH = `
  SELECT * FROM decisions WHERE process_id = @process_id AND decision_id < @before ORDER BY decision_id DESC LIMIT @looked`

// Each filter is bound as one JSON array; null lets everything through.
const OF_PROCESS = `
  SELECT * FROM (${STRETCH})
  WHERE (@keyword IS NULL OR keyword IN (SELECT value FROM json_each(@keyword)))
    AND (@decision IS NULL OR judgement ->> '$.decision' IN (SELECT value FROM json_each(@decision)))
    AND (@judge IS NULL OR judgement ->> '$.judge' IN (SELECT value FROM json_each(@judge)))
  ORDER BY decision_id DESC LIMIT @limit`

const LOOKED_TO = `
  SELECT decision_id FROM decisions WHERE process_id = @process_id AND decision_id < @before
  ORDER BY decision_id DESC LIMIT 1 OFFSET @looked - 1`

interface Stretch {
  process_id: string
  before: number
  looked: number
}

type Filtered = Stretch & Record<keyof DecisionFilter, string | null> & { limit: number }

/** What judges decided. Every change wants a transaction around it. */
export function decisionsTable(db: Database) {
  const add = db.prepare<NewDecision>(ADD)
  const ofProcess = db.prepare<Filtered, DecisionRow>(OF_PROCESS)
  const lookedTo = db.prepare<Stretch, { decision_id: number }>(LOOKED_TO)

  return {
    add: (row: NewDecision) => void add.run(row),
    /** At most `limit` decisions of the process, newest first, from just before the one `before` (null: from the newest). */
    ofProcess(of: {
      process_id: string
      before: number | null
      filter: DecisionFilter
      limit: number
    }): DecisionStretch {
      const { process_id, filter, limit } = of
      const stretch = { process_id, before: of.before ?? Number.MAX_SAFE_INTEGER, looked: LOOKED }
      const rows = ofProcess.all({
        ...stretch,
        keyword: listOrNull(filter.keyword),
        decision: listOrNull(filter.decision),
        judge: listOrNull(filter.judge),
        limit,
      })
      return { rows, lookedTo: lookedTo.get(stretch)?.decision_id ?? null }
    },
  }
}

function listOrNull(values: readonly string[]): string | null {
  return values.length === 0 ? null : JSON.stringify(values)
}
