import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { ProcessView } from '../domain/process-view.ts'
import type { Milestone } from '../domain/process.ts'
import type { ProcessRow } from '../store/processes.ts'
import type { Tables } from '../store/store.ts'
import { viewOf } from './process-record.ts'

const callback = Compile(Type.Object({ url: Type.String() }))

/** Puts a milestone onto the timeline and into the outbox, see `writeMessage`. @param row whose `last_sequence` is the message's own */
export function announce(
  tables: Tables,
  row: ProcessRow,
  milestone: Milestone,
  now: Date,
  newId: () => string,
): void {
  tables.timeline.add({ process_id: row.process_id, event: milestone }, now)
  writeNumbered(tables, row, milestone, now, newId)
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
  const row = tables.processes.takeSequence(processId)
  writeNumbered(tables, row, milestone, now, newId)
}

function writeNumbered(
  tables: Tables,
  row: ProcessRow,
  milestone: Milestone,
  now: Date,
  newId: () => string,
): void {
  const { url } = callback.Parse(JSON.parse(row.callback))
  addMessage(
    tables,
    { milestone, sequence: row.last_sequence, url, process: viewOf(tables, row) },
    now,
    newId,
  )
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
