import type { History, PhoneTold } from '../history.ts'
import { attemptOfSession, attemptsOf, groupBy, type Violations } from './reading.ts'

type Session = PhoneTold['sessions'][number]

function inOrder({ sessions }: PhoneTold): Session[] {
  return sessions.toSorted((a, b) => a.opened_at.localeCompare(b.opened_at))
}

/** As the phone saw it: each session was closed before the next one was opened, and the last one is closed too. */
export function oneSessionPerPhone({ end }: History): Violations {
  return end.phones.flatMap((phone) =>
    inOrder(phone).flatMap(({ session_id, opened_at, closed_at }, index, all) => {
      const next = all[index + 1]
      if (closed_at === null)
        return [`${phone.phone_id}: session ${session_id} of ${opened_at} was never closed`]
      // The phone itself replaces a session: then one ends in the very moment in which the next one begins.
      const replaced = next !== undefined && closed_at >= next.opened_at
      return replaced
        ? [
            `${phone.phone_id}: session ${session_id} was open until ${closed_at}, when ${next.session_id} was opened at ${next.opened_at}`,
          ]
        : []
    }),
  )
}

/** As phones and timelines tell it together: an attempt ends before the next one on its phone begins, and finds no session of another one open. */
export function oneMasterPerPhone(history: History): Violations {
  const attempts = attemptsOf(history)
  const overlaps = [...groupBy(attempts, ({ phone_id }) => phone_id)].flatMap(([phone_id, all]) =>
    all.slice(1).flatMap((later, index) => {
      const before = all[index]
      return before && (before.ended_at === null || before.ended_at > later.begun_at)
        ? [
            `${phone_id}: attempt ${nameOf(later)} began at ${later.begun_at}, ${nameOf(before)} ended at ${before.ended_at}`,
          ]
        : []
    }),
  )
  const found = history.end.phones.flatMap((phone) =>
    attempts
      .filter(({ phone_id }) => phone_id === phone.phone_id)
      .flatMap((attempt) =>
        phone.sessions
          .filter(
            ({ opened_at, closed_at }) =>
              opened_at < attempt.begun_at && (closed_at ?? '9') > attempt.begun_at,
          )
          .map(
            ({ session_id, closed_at }) =>
              `${phone.phone_id}: ${nameOf(attempt)} began at ${attempt.begun_at} beside session ${session_id}, open until ${closed_at}`,
          ),
      ),
  )
  return [...overlaps, ...found]
}

/** Every session was opened in the time of an attempt, or while the daemon itself held the phone, and no command of it came after that. */
export function noStaleCommands(history: History): Violations {
  const attempts = attemptsOf(history)
  return history.end.phones.flatMap((phone) => {
    const commands = groupBy(phone.commands, ({ session_id }) => session_id ?? '')
    return phone.sessions.flatMap((session) => {
      const { session_id, opened_at } = session
      const owner = ownerOf(history, attempts, phone, session)
      if (!owner) return [`${phone.phone_id}: session ${session_id} of ${opened_at} belongs to no attempt`]
      const { name, ended_at } = owner
      const stale = (commands.get(session_id) ?? []).filter(({ at }) => ended_at !== null && at > ended_at)
      return stale.map(
        ({ at, method, path }) =>
          `${phone.phone_id}: ${method} ${path} at ${at}, ${name} had ended at ${ended_at}`,
      )
    })
  })
}

function ownerOf(
  { end }: History,
  attempts: ReturnType<typeof attemptsOf>,
  { phone_id }: PhoneTold,
  session: Session,
): { name: string; ended_at: string | null } | undefined {
  const attempt = attemptOfSession(attempts, phone_id, session)
  if (attempt) return { name: nameOf(attempt), ended_at: attempt.ended_at }
  const held = end.maintenance.find(
    ({ phone_id: held, since, released_at }) =>
      held === phone_id && since <= session.opened_at && session.opened_at <= (released_at ?? '9'),
  )
  return held && { name: 'maintenance', ended_at: held.released_at }
}

/** Once a process was called cancelled, by a row or a callback, no command of its sessions reaches a phone. */
export function nothingAfterCancelled(history: History): Violations {
  const attempts = attemptsOf(history)
  const told = new Map<string, string>()
  for (const { process } of history.sightings)
    note(process.process_id, process.status, process.timestamps.finished_at)
  for (const process of history.end.processes)
    note(process.process_id, process.status, process.timestamps.finished_at)

  function note(processId: string, status: string, finishedAt: string | null): void {
    if (status === 'cancelled' && finishedAt !== null && !told.has(processId)) told.set(processId, finishedAt)
  }

  return history.end.phones.flatMap((phone) =>
    phone.sessions.flatMap((session) => {
      const attempt = attemptOfSession(attempts, phone.phone_id, session)
      const cancelledAt = attempt && told.get(attempt.process_id)
      if (cancelledAt === undefined) return []
      const late = phone.commands.filter(
        ({ session_id, at }) => session_id === session.session_id && at > cancelledAt,
      )
      return late.map(
        ({ at, method, path }) =>
          `${phone.phone_id}: ${method} ${path} at ${at}, ${attempt?.process_id} was cancelled at ${cancelledAt}`,
      )
    }),
  )
}

function nameOf({ queue_item_id, attempt }: { queue_item_id: string; attempt: number }): string {
  return `${queue_item_id}/${attempt}`
}
