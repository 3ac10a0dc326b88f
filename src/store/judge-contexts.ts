import { createHash } from 'node:crypto'
import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

/** A row of `judge_context_parts`: what one or many attempts' judges were given. */
export const JudgeContextPartRow = Type.Object({ sha256: Type.String(), part: Type.String() })
type ContextPart = Static<typeof JudgeContextPartRow>

/** A row of `judge_contexts`: the parts that the judge of one attempt was given. */
export const JudgeContextRow = Type.Object({
  queue_item_id: Type.String(),
  attempt: Type.Integer(),
  process_id: Type.String(),
  task: Type.String(),
  snapshot: nullable(Type.String()),
})
export type JudgeContextRow = Static<typeof JudgeContextRow>

interface Attempt {
  queue_item_id: string
  attempt: number
}

/** What the judge of an attempt was given, as JSON; no snapshot when none was synced. */
export interface StoredJudgeContext extends Attempt {
  task: string
  snapshot: string | null
}
export type NewJudgeContext = StoredJudgeContext & { process_id: string }

const ADD_PART =
  'INSERT INTO judge_context_parts (sha256, part) VALUES (@sha256, @part) ON CONFLICT (sha256) DO NOTHING'

const ADD = `
  INSERT INTO judge_contexts (queue_item_id, attempt, process_id, task, snapshot)
  VALUES (@queue_item_id, @attempt, @process_id, @task, @snapshot)`

// Index judge_contexts_of_process.
const OF_PROCESS = `
  SELECT queue_item_id, attempt, task.part AS task, snapshot.part AS snapshot
  FROM judge_contexts AS context
  JOIN judge_context_parts AS task ON task.sha256 = context.task
  LEFT JOIN judge_context_parts AS snapshot ON snapshot.sha256 = context.snapshot
  WHERE process_id = @process_id AND (queue_item_id, attempt) < (@queue_item_id, @attempt)
  ORDER BY queue_item_id DESC, attempt DESC LIMIT @limit`

const REMOVE = `
  DELETE FROM judge_contexts WHERE rowid IN (SELECT rowid FROM judge_contexts WHERE process_id = @process_id LIMIT @limit)
  RETURNING task, snapshot`

// Indexes judge_contexts_by_task and judge_contexts_by_snapshot.
const REMOVE_UNUSED = `
  DELETE FROM judge_context_parts WHERE sha256 = @sha256
    AND NOT EXISTS (SELECT 1 FROM judge_contexts WHERE task = @sha256)
    AND NOT EXISTS (SELECT 1 FROM judge_contexts WHERE snapshot = @sha256)`

/** Before every attempt in a list that begins with the newest: ids are of letters, digits and `-`. */
const NEWEST: Attempt = { queue_item_id: '~', attempt: 0 }

/** What judges were given, with which their decisions can be made again. Every change wants a transaction around it. */
export function judgeContextsTable(db: Database) {
  const addPart = db.prepare<ContextPart>(ADD_PART)
  const add = db.prepare<JudgeContextRow>(ADD)
  const ofProcess = db.prepare<Attempt & { process_id: string; limit: number }, StoredJudgeContext>(
    OF_PROCESS,
  )
  const remove = db.prepare<
    { process_id: string; limit: number },
    Pick<JudgeContextRow, 'task' | 'snapshot'>
  >(REMOVE)
  const removeUnused = db.prepare<{ sha256: string }>(REMOVE_UNUSED)

  /** @returns the hash by which it is found */
  function put(part: string): string {
    const sha256 = createHash('sha256').update(part).digest('hex')
    addPart.run({ sha256, part })
    return sha256
  }

  return {
    add: (context: NewJudgeContext) =>
      void add.run({
        ...context,
        task: put(context.task),
        snapshot: context.snapshot && put(context.snapshot),
      }),
    /** Those of a process, the newest item's last attempt first, from just before `before`; read one by one, because some are large. */
    ofProcess: (process_id: string, before: Attempt | null, limit: number): Iterable<StoredJudgeContext> =>
      ofProcess.iterate({ ...(before ?? NEWEST), process_id, limit }),
    /** Removes some of a process's, and what no other attempt was given. @returns how many */
    remove(process_id: string, limit: number): number {
      const removed = remove.all({ process_id, limit })
      const parts = new Set(
        removed.flatMap(({ task, snapshot }) => [task, ...(snapshot === null ? [] : [snapshot])]),
      )
      for (const sha256 of parts) removeUnused.run({ sha256 })
      return removed.length
    },
  }
}
