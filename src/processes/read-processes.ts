import Type from 'typebox'
import { OPERATOR, type Caller } from '../domain/caller.ts'
import { FarmError } from '../domain/errors.ts'
import { Capability, ProcessStatus, publicStatus } from '../domain/process.ts'
import type { ProcessView } from '../domain/process-view.ts'
import type { ProcessRow } from '../store/processes.ts'
import type { Store, Tables } from '../store/store.ts'
import { createPageQuery, pageOf, type Query } from './page-query.ts'
import { viewOf } from './process-record.ts'

/** One event of a process's timeline. */
export interface TimelineEvent {
  at: string
  event: string
  queue_item_id: string | null
  attempt: number | null
  phone_id: string | null
  detail: string | null
}

export interface ReadProcesses {
  /** @throws FarmError 'process_not_found' */
  readProcess: (processId: string) => ProcessView
  /** Those that the caller may see, newest first. @throws FarmError 'invalid_request' */
  listProcesses: (query: Query, caller?: Caller) => { processes: ProcessView[]; next_cursor: string | null }
  /** Oldest first. @throws FarmError 'process_not_found' */
  readTimeline: (processId: string) => { events: TimelineEvent[] }
}

const PUBLIC_STATUSES = [...new Set(ProcessStatus.enum.map(publicStatus))]

const pageQuery = createPageQuery({
  filters: {
    status: PUBLIC_STATUSES,
    process_type: Capability.enum,
    account_id: null,
    phone_id: null,
    system: null,
  },
  cursor: Type.Object({ process_id: Type.String() }),
})

export function createReadProcesses({ store: { read } }: { store: Store }): ReadProcesses {
  return {
    readProcess: (processId) => viewOf(read, findProcess(read, processId)),
    listProcesses(query, { own_only, owner } = OPERATOR) {
      const { limit, after, wanted } = pageQuery(query)
      const filter = {
        status: ProcessStatus.enum.filter((status) => wanted('status').includes(publicStatus(status))),
        process_type: wanted('process_type'),
        system: wanted('system'),
        account_id: wanted('account_id'),
        phone_id: wanted('phone_id'),
        ...(own_only && { owner }),
      }
      // One more than asked for tells whether there is a next page.
      const found = read.processes.list(filter, after?.process_id ?? null, limit + 1)
      const { rows, next_cursor } = pageOf(found, limit, ({ process_id }) => ({ process_id }))
      return { processes: rows.map((row) => viewOf(read, row)), next_cursor }
    },
    readTimeline(processId) {
      findProcess(read, processId)
      const events = read.timeline.ofProcess(processId)
      return { events: events.map(({ event_id: _event_id, process_id: _process_id, ...event }) => event) }
    },
  }
}

/** @throws FarmError 'process_not_found' */
export function findProcess(tables: Tables, processId: string): ProcessRow {
  const row = tables.processes.find(processId)
  if (!row) throw noSuchProcess(processId)
  return row
}

/** What is said of a process that is not there, and of one that is not there for its caller. */
export function noSuchProcess(processId: string): FarmError {
  return new FarmError('process_not_found', `process ${processId} not found`)
}
