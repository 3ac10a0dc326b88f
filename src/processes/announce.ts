import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { ProcessView } from '../domain/process-view.ts'
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
  const { url } = callback.Parse(JSON.parse(row.callback))
  const sequence = tables.processes.nextSequence(processId)
  addMessage(tables, { milestone, sequence, url, process: viewOf(tables, row) }, now, newId)
}

/** What a message says. */
interface Message {
  milestone: Milestone
  /** The process's next one; its `last_sequence` must be the same by the end of the transaction. */
  sequence: number
  url: string
  process: ProcessView
}

/** The same for whoever has the public record at hand, as of now: reading it back costs as much as all the rest of taking work in. */
export function addMessage(
  tables: Tables,
  { milestone, sequence, url, process }: Message,
  now: Date,
  newId: () => string,
): void {
  const { process_id } = process
  const message = {
    event_type: 'process.updated',
    delivery_id: newId(),
    sequence,
    milestone,
    emitted_at: now.toISOString(),
    process,
  }
  const { delivery_id, emitted_at } = message
  tables.callbacks.add({
    delivery_id,
    process_id,
    sequence,
    milestone,
    url,
    body: JSON.stringify(message),
    emitted_at,
  })
}
