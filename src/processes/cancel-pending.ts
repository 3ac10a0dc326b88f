import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { ErrorSummary } from '../domain/errors.ts'
import type { Tables } from '../store/store.ts'

const storedCancel = Compile(Type.Object({ reason: Type.String() }))

/** The error that a cancel leaves on a process and its items. @param cancel the JSON of `processes.cancel` */
export function cancelError(cancel: string): ErrorSummary {
  return { message: storedCancel.Parse(JSON.parse(cancel)).reason, category: 'cancelled' }
}

/** Cancels the items that no phone works on, each with its line on the timeline. @returns their ids, by position */
export function cancelPending(tables: Tables, processId: string, error: ErrorSummary, now: Date): string[] {
  const cancelled = tables.queueItems.cancelPending(processId, JSON.stringify(error), now)
  for (const queue_item_id of cancelled) {
    const event = { process_id: processId, event: 'item_cancelled', queue_item_id, detail: error.message }
    tables.timeline.add(event, now)
  }
  return cancelled
}
