import Type from 'typebox'
import Value from 'typebox/value'
import type { History, PhoneTold, ProcessTold, WantedEdit } from '../history.ts'
import { attemptsOf, type Violations } from './reading.ts'

const EditedItem = Type.Object({
  account_id: Type.String(),
  status: Type.String(),
  fields: Type.Optional(
    Type.Record(
      Type.String(),
      Type.Object({
        before: Type.String(),
        after: Type.String(),
        changed: Type.Boolean(),
        verified: Type.Boolean(),
      }),
    ),
  ),
})

interface Wanted extends WantedEdit {
  process_id: string
}

function wantedEdits({ requests }: History): Wanted[] {
  return requests.flatMap(({ edits, answers }) => {
    const [first] = answers
    return first ? edits.map((edit) => ({ ...edit, process_id: first.process_id })) : []
  })
}

/** The phone was never told to save what it already had, and what it saved was asked for, once for each time of asking. */
export function editsAreNotRepeated(history: History): Violations {
  const wanted = new Set(
    history.requests.flatMap(({ edits }) => edits.map(({ field, value }) => `${field}=${value}`)),
  )
  return history.end.phones.flatMap(({ phone_id, edits }) => {
    const seen = new Set<string>()
    return edits.flatMap(({ at, field, before, after }) => {
      const change = `${field}=${after}`
      const again = seen.has(change)
      seen.add(change)
      if (before === after) return [`${phone_id}: ${field} was saved at ${at} as the "${after}" that it was`]
      if (!wanted.has(change))
        return [`${phone_id}: ${field} became "${after}" at ${at}, which nobody asked for`]
      return again ? [`${phone_id}: ${field} was saved as "${after}" a second time at ${at}`] : []
    })
  })
}

/** What a completed process asked for was saved on its account's phone, and the process tells so. */
export function completedEditsAreOnThePhone(history: History): Violations {
  const { end } = history
  const phoneOf = new Map(end.accounts.map(({ account_id, phone_id }) => [account_id, phone_id]))
  return wantedEdits(history).flatMap((wanted) => {
    const process = end.processes.find(({ process_id }) => process_id === wanted.process_id)
    if (process?.status !== 'completed') return []
    const phone = end.phones.find(({ phone_id }) => phone_id === phoneOf.get(wanted.account_id))
    const saved = phone?.edits.some(({ field, after }) => field === wanted.field && after === wanted.value)
    return [
      ...(saved === true
        ? []
        : [`${wanted.process_id} is completed, and no phone saved ${wanted.field} "${wanted.value}"`]),
      ...(tellsOf(process, wanted)
        ? []
        : [`${wanted.process_id} does not tell of ${wanted.field} "${wanted.value}"`]),
    ]
  })
}

function tellsOf({ result }: ProcessTold, { account_id, field, value }: WantedEdit): boolean {
  return (result.items ?? []).some((item: unknown) => {
    if (!Value.Check(EditedItem, item)) return false
    const told = item.fields?.[field]
    return item.account_id === account_id && told?.after === value && told.verified && told.changed
  })
}

/** The last value that the phone saved for each field is the one that the account shows in the end, and the last completed one unless a later process did not complete. */
export function profilesEndAsRequested(history: History): Violations {
  const wanted = wantedEdits(history)
  const statusOf = new Map(history.end.processes.map(({ process_id, status }) => [process_id, status]))
  return history.end.phones.flatMap((phone) =>
    phone.accounts.flatMap((account) =>
      (['display_name', 'bio'] as const).flatMap((field) => {
        const mine = editsOf(phone, account.username).filter((edit) => edit.field === field)
        const last = mine.at(-1)
        if (last && last.after !== account[field])
          return [
            `${phone.phone_id}: ${account.username} shows ${field} "${account[field]}", saved was "${last.after}"`,
          ]
        const owners = mine.map(({ after }) =>
          wanted.find((one) => one.field === field && one.value === after),
        )
        const lost = owners.filter(
          (owner) => owner !== undefined && statusOf.get(owner.process_id) === undefined,
        )
        return lost.map(
          (owner) => `${phone.phone_id}: ${field} "${owner?.value}" was saved for a process that is gone`,
        )
      }),
    ),
  )
}

/** Edits of an account under all the names that it had. */
function editsOf({ edits }: PhoneTold, username: string): PhoneTold['edits'] {
  const names = new Set([username])
  for (const edit of edits.toReversed())
    if (edit.field === 'username' && names.has(edit.after)) names.add(edit.before)
  return edits.filter(({ account }) => names.has(account))
}

/** What the registry calls an account is what its phone calls it, unless a rename of it did not complete. */
export function usernamesFollow(history: History): Violations {
  const { accounts, phones, processes } = history.end
  const broken = new Set(
    wantedEdits(history)
      .filter(({ field }) => field === 'username')
      .filter(
        ({ process_id }) => processes.find((one) => one.process_id === process_id)?.status !== 'completed',
      )
      .map(({ account_id }) => account_id),
  )
  return accounts
    .filter(({ account_id }) => !broken.has(account_id))
    .filter(({ phone_id, username }) => {
      const phone = phones.find((one) => one.phone_id === phone_id)
      return !phone?.accounts.some((account) => account.username === username)
    })
    .map(
      ({ account_id, username }) =>
        `${account_id} is called ${username}, and its phone knows nobody of that name`,
    )
}

const WarmedItem = Type.Object({
  queue_item_id: Type.String(),
  phone_id: Type.String(),
  status: Type.String(),
  attempt: Type.Integer(),
  videos_seen: Type.Integer(),
  videos_watched: Type.Integer(),
  videos_skipped: Type.Integer(),
})

/** A warmup counts no more videos than its phone showed in its attempts, each once. */
export function videosCountOnce(history: History): Violations {
  const attempts = attemptsOf(history)
  return history.end.processes.flatMap(({ process_id, result }) =>
    (result.items ?? []).flatMap((item: unknown) => {
      if (!Value.Check(WarmedItem, item)) return []
      const mine = attempts.filter(({ queue_item_id }) => queue_item_id === item.queue_item_id)
      const phone = history.end.phones.find(({ phone_id }) => phone_id === item.phone_id)
      const shown = (phone?.watched ?? []).filter(({ started_at }) =>
        mine.some(({ begun_at, ended_at }) => begun_at <= started_at && started_at <= (ended_at ?? '9')),
      )
      const videos = new Set(shown.map(({ video_id }) => video_id)).size
      const { videos_seen, videos_watched, videos_skipped } = item
      return [
        ...(videos_seen > videos
          ? [`${process_id}: counts ${videos_seen} videos, the phone showed ${videos}`]
          : []),
        ...(videos_seen === videos_watched + videos_skipped
          ? []
          : [
              `${process_id}: ${videos_watched} watched and ${videos_skipped} skipped are not ${videos_seen} seen`,
            ]),
      ]
    }),
  )
}
