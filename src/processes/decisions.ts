import Type from 'typebox'
import {
  parseItem,
  parseJudgement,
  parseJudgeSnapshot,
  parseTask,
  type AttemptContext,
} from '../domain/decision.ts'
import type { FeedItem, JudgeCost, PromptObject } from '../domain/judge.ts'
import type { DecisionRow } from '../store/decisions.ts'
import type { StoredJudgeContext } from '../store/judge-contexts.ts'
import type { Store } from '../store/store.ts'
import { createPageQuery, encodedCursor, pageOf, type Query } from './page-query.ts'
import { findProcess } from './read-processes.ts'

/** What a judge said of one video, as callers see it. */
export interface DecisionView {
  decision_id: number
  at: string
  queue_item_id: string
  attempt: number
  /** Null on the feed. */
  keyword: string | null
  item: FeedItem
  decision: 'watch' | 'skip'
  relevance: number
  confidence: number
  reason: string
  /** The judge that decided. */
  judge: string
  /** Why the judge that was asked first did not; null when it did. */
  fallback: string | null
  cost: JudgeCost
  /** Of the prompt that was in use; null without one. */
  prompt_id: string | null
  prompt_version: PromptObject['version'] | null
  /** How long the judge took. */
  ms: number
}

/** What the judge of one attempt was given beside the videos, as callers see it. */
export interface JudgeContextView extends AttemptContext {
  queue_item_id: string
  attempt: number
}

export interface Decisions {
  /** Newest first. A page may be short, even empty, and have a `next_cursor`. @throws FarmError 'process_not_found', 'invalid_request' */
  listDecisions: (
    processId: string,
    query: Query,
  ) => { decisions: DecisionView[]; next_cursor: string | null }
  /** The newest item's last attempt first; only attempts that decided something. @throws as above */
  listJudgeContexts: (
    processId: string,
    query: Query,
  ) => { judge_contexts: JudgeContextView[]; next_cursor: string | null }
}

const decisionQuery = createPageQuery({
  filters: { keyword: null, decision: ['watch', 'skip'], judge: ['embedded', 'model'] },
  cursor: Type.Object({ decision_id: Type.Integer() }),
})

const contextQuery = createPageQuery({
  filters: {},
  cursor: Type.Object({ queue_item_id: Type.String(), attempt: Type.Integer() }),
})

/** A page of contexts ends behind so many characters: one alone may have a megabyte. */
const PAGE_LENGTH = 1024 * 1024

export function createDecisions({ store: { read } }: { store: Store }): Decisions {
  return {
    listDecisions(processId, query) {
      findProcess(read, processId)
      const { limit, after, wanted } = decisionQuery(query)
      const { rows, lookedTo } = read.decisions.ofProcess({
        process_id: processId,
        before: after?.decision_id ?? null,
        filter: { keyword: wanted('keyword'), decision: wanted('decision'), judge: wanted('judge') },
        limit: limit + 1,
      })
      const page = pageOf(rows, limit, ({ decision_id }) => ({ decision_id }))
      const behind = lookedTo === null ? null : encodedCursor({ decision_id: lookedTo })
      return { decisions: page.rows.map(decisionView), next_cursor: page.next_cursor ?? behind }
    },
    listJudgeContexts(processId, query) {
      findProcess(read, processId)
      const { limit, after } = contextQuery(query)
      const judge_contexts: JudgeContextView[] = []
      let length = 0
      for (const row of read.judgeContexts.ofProcess(processId, after, limit + 1)) {
        const last = judge_contexts.at(-1)
        if (last !== undefined && (judge_contexts.length === limit || length > PAGE_LENGTH)) {
          const { queue_item_id, attempt } = last
          return { judge_contexts, next_cursor: encodedCursor({ queue_item_id, attempt }) }
        }
        judge_contexts.push(contextView(row))
        length += row.task.length + (row.snapshot?.length ?? 0)
      }
      return { judge_contexts, next_cursor: null }
    },
  }
}

function decisionView(row: DecisionRow): DecisionView {
  const { decision_id, at, queue_item_id, attempt, keyword, prompt_id, prompt_version, ms } = row
  return {
    decision_id,
    at,
    queue_item_id,
    attempt,
    keyword,
    item: parseItem(row.item),
    ...parseJudgement(row.judgement),
    prompt_id,
    prompt_version: prompt_version === null ? null : parseVersion(prompt_version),
    ms,
  }
}

function contextView({ queue_item_id, attempt, task, snapshot }: StoredJudgeContext): JudgeContextView {
  const { capability, inputs, prompt } = parseTask(task)
  const given = snapshot === null ? null : parseJudgeSnapshot(snapshot)
  return { queue_item_id, attempt, capability, inputs, snapshot: given, prompt }
}

/** A string or an integer, as the caller gave it. */
function parseVersion(json: string): PromptObject['version'] {
  const version: unknown = JSON.parse(json)
  return typeof version === 'number' ? version : String(version)
}
