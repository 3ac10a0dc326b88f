import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { Milestone } from '../domain/process.ts'
import type { Tables } from '../store/store.ts'
import { viewOf } from './process-record.ts'

const callback = Compile(Type.Object({ url: Type.String() }))

/** Puts a milestone onto the timeline and into the outbox, see `writeMessage`. */
export function announce(
  tables: Tables,
  processId: string,
  milestone: Milestone,
  now: Date,
  newId: () => string,
): void {
  tables.timeline.add({ process_id: processId, event: milestone }, now)
  writeMessage(tables, processId, milestone, now, newId)
}

/**
 * Writes the milestone's `process.updated` into the outbox. Call it inside the transaction that makes the milestone true and after every
 * other change of it: the body is the process's public record as of now and never changes again.
 */
export function writeMessage(
  tables: Tables,
  processId: string,
  milestone: Milestone,
  now: Date,
  newId: () => string,
): void {
  const row = tables.processes.find(processId)
  if (!row) throw new Error(`process ${processId} is not there to announce ${milestone}`)
  const message = {
    event_type: 'process.updated',
    delivery_id: newId(),
    sequence: tables.processes.nextSequence(processId),
    milestone,
    emitted_at: now.toISOString(),
    process: viewOf(tables, row),
  }
  tables.callbacks.add({
    delivery_id: message.delivery_id,
    process_id: processId,
    sequence: message.sequence,
    milestone,
    url: callback.Parse(JSON.parse(row.callback)).url,
    body: JSON.stringify(message),
    emitted_at: message.emitted_at,
  })
}
