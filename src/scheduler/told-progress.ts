import type { Action, ActionProgress } from '../domain/action.ts'
import { progressCounts } from '../domain/partial-progress.ts'
import type { ClaimedItem } from '../store/claims.ts'
import type { Tables } from '../store/store.ts'

/** Tells those who follow events how far an item has come, once for every unit of its work: it is stored more often than that. */
export interface ToldProgress {
  /** Wants the transaction that stores the progress. */
  tell: (tables: Tables, progress: ActionProgress, now: Date) => void
  /** To be called when what `tell` wrote is on the disk. */
  markStored: () => void
}

/** @param before what the attempts before this one have reached */
export function createToldProgress(
  { process_id, queue_item_id, attempt, phone_id }: ClaimedItem,
  action: Action,
  before: ActionProgress | null,
): ToldProgress {
  let told = before === null ? 0 : progressCounts(action, before).done
  let reached = told
  return {
    tell(tables, progress, now) {
      const { done, of } = progressCounts(action, progress)
      reached = done
      if (done === told) return
      const event = { process_id, queue_item_id, attempt, phone_id, done, planned: of, at: now.toISOString() }
      tables.events.addProgress(event)
    },
    markStored: () => void (told = reached),
  }
}
