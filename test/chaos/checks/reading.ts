import type { History, PhoneTold, ProcessTold, TimelineEvent } from '../history.ts'

/** What a check found, one sentence each. */
export type Violations = string[]

export type Status = ProcessTold['status']
const TERMINAL: readonly string[] = ['completed', 'failed_terminal', 'cancelled']

export function isTerminalTold(status: string): boolean {
  return TERMINAL.includes(status)
}

/** One try of an item on its phone, as the timelines tell it. */
export interface AttemptTold {
  process_id: string
  queue_item_id: string
  phone_id: string
  attempt: number
  begun_at: string
  /** Null while it has not ended. */
  ended_at: string | null
  /** `done`, `retrying`, `put_back`, `failed`, `cancelled`; null as above. */
  how: string | null
}

const ENDS = /^item_(done|retrying|put_back|failed|cancelled)$/

/** All attempts that a phone was given, in the order of their beginning. */
export function attemptsOf({ end }: History): AttemptTold[] {
  const attempts = Object.entries(end.timelines).flatMap(([process_id, events]) =>
    events
      .filter(({ event }) => event === 'item_executing')
      .map((begin) => attemptOf(process_id, begin, events)),
  )
  return attempts.toSorted((a, b) => a.begun_at.localeCompare(b.begun_at))
}

function attemptOf(process_id: string, begin: TimelineEvent, events: readonly TimelineEvent[]): AttemptTold {
  const after = events.slice(events.indexOf(begin) + 1)
  const end = after.find(
    (event) =>
      event.queue_item_id === begin.queue_item_id &&
      ENDS.test(event.event) &&
      event.attempt === begin.attempt,
  )
  return {
    process_id,
    queue_item_id: begin.queue_item_id ?? '',
    phone_id: begin.phone_id ?? '',
    attempt: begin.attempt ?? 0,
    begun_at: begin.at,
    ended_at: end?.at ?? null,
    how: end?.event.replace('item_', '') ?? null,
  }
}

type SessionTold = PhoneTold['sessions'][number]

/** The attempt in whose time the phone opened the session. */
export function attemptOfSession(
  attempts: readonly AttemptTold[],
  phoneId: string,
  { opened_at }: SessionTold,
): AttemptTold | undefined {
  return attempts.find(
    ({ phone_id, begun_at, ended_at }) =>
      phone_id === phoneId && begun_at <= opened_at && (ended_at === null || opened_at <= ended_at),
  )
}

/** Items of `list` that share what `keyOf` gives, in their order. */
export function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of list) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
