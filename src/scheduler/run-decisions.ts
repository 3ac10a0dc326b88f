import { parseProgress, type ActionProgress } from '../domain/action.ts'
import type { Clock } from '../domain/clock.ts'
import { parseItem, parseJudgement, type AttemptContext, type Decision } from '../domain/decision.ts'
import type { ClaimedItem } from '../store/claims.ts'
import type { NewDecision } from '../store/decisions.ts'
import type { NewJudgeContext } from '../store/judge-contexts.ts'
import type { Tables } from '../store/store.ts'

/**
 * What a run has decided since its progress was stored last. It goes to the disk in the transaction of the next progress, so that counts and
 * decisions always agree; or, when no other progress comes, in the one that ends the attempt.
 */
export interface RunDecisions {
  /** @param progress that has the decision counted */
  add: (decision: Decision, progress: ActionProgress) => void
  /** Wants a transaction around it, in which the attempt was seen to own its item. */
  store: (tables: Tables) => void
  /** To be called when what `store` wrote is on the disk. */
  markStored: () => void
  /** Stores what waits with the progress that has it counted. Wants the transaction that ends the attempt, before its end. */
  storeRest: (tables: Tables) => void
}

export function createRunDecisions({ item, clock }: { item: ClaimedItem; clock: Clock }): RunDecisions {
  const { process_id, queue_item_id, attempt } = item
  let waiting: NewDecision[] = []
  let progress: string | null = null
  let context: NewJudgeContext | null = null
  let contextIsStored = false

  function store(tables: Tables): void {
    if (context !== null && !contextIsStored) tables.judgeContexts.add(context)
    for (const decision of waiting) tables.decisions.add(decision)
  }

  return {
    add(decision, reached) {
      const { judgement, ms, context: given } = decision
      const { keyword, ...rest } = given
      const row = {
        process_id,
        queue_item_id,
        attempt,
        at: clock.now().toISOString(),
        keyword,
        item: JSON.stringify(decision.item),
        judgement: JSON.stringify(judgement),
        prompt_id: rest.prompt?.prompt_id ?? null,
        prompt_version: rest.prompt === null ? null : JSON.stringify(rest.prompt.version),
        ms,
      }
      // Read back before they are stored: what nobody can read would break every later view of them.
      parseItem(row.item)
      parseJudgement(row.judgement)
      context ??= contextOf(item, rest)
      waiting.push(row)
      progress = JSON.stringify(reached)
      parseProgress(progress)
    },
    store,
    markStored() {
      contextIsStored ||= waiting.length > 0
      waiting = []
    },
    storeRest(tables) {
      if (waiting.length === 0 || progress === null) return
      if (tables.claims.saveProgress({ ...item, progress })) store(tables)
    },
  }
}

function contextOf(
  { process_id, queue_item_id, attempt }: ClaimedItem,
  { snapshot, ...task }: AttemptContext,
): NewJudgeContext {
  return {
    queue_item_id,
    attempt,
    process_id,
    // Member for member as they were given: a prompt may show them to a model as they stand.
    task: JSON.stringify(task),
    snapshot: snapshot === null ? null : JSON.stringify(snapshot),
  }
}
