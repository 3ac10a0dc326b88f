import type { Caller } from '../domain/caller.ts'
import { eventIdText } from '../domain/event-id.ts'
import type { LiveEvent } from '../domain/live-event.ts'
import { PHONE_STATES } from '../domain/phone-state.ts'
import { Milestone, publicStatus } from '../domain/process.ts'
import type { TellableEvent } from '../store/events.ts'
import type { Tables } from '../store/store.ts'
import type { EventFilter } from './event-query.ts'

/** The event as the caller is told it; null when it is not for the caller or was not asked for. */
export type EventSieve = (event: TellableEvent) => LiveEvent | null

/** Whom and which phones a process is about. */
export type SubjectsOf = (processId: string) => { accounts: ReadonlySet<string>; phones: ReadonlySet<string> }

/** A farm's processes of some minutes; the whole map is let go of when it is full. */
const MOST_SUBJECTS = 2000

/** Remembers what it has read: the items of a process never change. */
export function createSubjects({ events }: Pick<Tables, 'events'>): SubjectsOf {
  const known = new Map<string, ReturnType<SubjectsOf>>()
  return (processId) => {
    const remembered = known.get(processId)
    if (remembered) return remembered
    const pairs = events.subjectsOf(processId)
    const subjects = {
      accounts: new Set(pairs.map(({ account_id }) => account_id)),
      phones: new Set(pairs.map(({ phone_id }) => phone_id)),
    }
    if (known.size >= MOST_SUBJECTS) known.clear()
    known.set(processId, subjects)
    return subjects
  }
}

export interface SieveDeps {
  caller: Caller
  filter: EventFilter
  epoch: string
  subjectsOf: SubjectsOf
}

export function createSieve({ caller, filter, epoch, subjectsOf }: SieveDeps): EventSieve {
  return (event) =>
    isVisible(event, caller) && isWanted(event, filter, subjectsOf) ? liveEvent(event, epoch, caller) : null
}

/** Asked for every single event: what a caller may not read with the other routes is not told here either. */
function isVisible(event: TellableEvent, { own_only, owner }: Caller): boolean {
  if (event.process_id === null) return true
  // Its process was removed since: it is unknown now, to everybody.
  if (event.process_type === null) return false
  return !own_only || (owner !== null && event.owner === owner)
}

function isWanted(event: TellableEvent, filter: EventFilter, subjectsOf: SubjectsOf): boolean {
  const fits = (wanted: readonly string[], value: string | null) =>
    wanted.length === 0 || (value !== null && wanted.includes(value))
  return (
    fits(filter.kind, event.kind) &&
    fits(filter.event, event.event) &&
    fits(filter.process_id, event.process_id) &&
    fits(filter.system, event.system) &&
    isAbout(filter.phone_id, event.phone_id, event, (id) => subjectsOf(id).phones) &&
    isAbout(filter.account_id, event.account_id, event, (id) => subjectsOf(id).accounts)
  )
}

/** An event of an item is about the item's phone and account; one of a whole process about those of all of its items. */
function isAbout(
  wanted: readonly string[],
  own: string | null,
  { process_id, queue_item_id }: TellableEvent,
  ofProcess: (processId: string) => ReadonlySet<string>,
): boolean {
  if (wanted.length === 0) return true
  if (own !== null) return wanted.includes(own)
  if (process_id === null || queue_item_id !== null) return false
  const subjects = ofProcess(process_id)
  return wanted.some((id) => subjects.has(id))
}

function liveEvent(event: TellableEvent, epoch: string, { own_only }: Caller): LiveEvent {
  const isPhone = event.kind === 'phone'
  return {
    event_id: eventIdText({ epoch, number: event.event_id }),
    kind: event.kind,
    event: event.event,
    at: event.at,
    process_id: event.process_id,
    process_type: event.process_type,
    request_id: event.request_id,
    system: event.system,
    status: event.status === null ? null : publicStatus(event.status),
    milestone: isPhone ? null : oneOf(Milestone.enum, event.event),
    queue_item_id: event.queue_item_id,
    account_id: event.account_id,
    attempt: event.attempt,
    progress: event.done === null || event.planned === null ? null : { done: event.done, of: event.planned },
    phone_id: event.phone_id,
    state: isPhone ? oneOf(PHONE_STATES, event.event) : null,
    reason: isPhone && !own_only ? event.detail : null,
    detail: isPhone ? null : event.detail,
  }
}

function oneOf<T extends string>(values: readonly T[], value: string): T | null {
  return values.find((known) => known === value) ?? null
}
