import type { PhoneStory, ShownProcess, Timeline } from './answers.ts'
import type { ReceivedCallback } from './receiver.ts'

/** One expectation of the demo; `held` false makes the demo fail with `what` as the reason. */
export interface Check {
  what: string
  held: boolean
}

export interface Outcome {
  maintenance: ShownProcess
  keyword: ShownProcess
  fyp: ShownProcess
  cancelled: ShownProcess
  timelines: readonly Timeline[]
  callbacks: readonly ReceivedCallback[]
  before: readonly PhoneStory[]
  after: readonly PhoneStory[]
  /** When the cancelled process was first seen `cancelled`, by the demo's own clock. */
  cancelledSeenAt: Date
}

/** Everything that must hold, told both by the farm and by the phones themselves. */
export function checkOutcome(outcome: Outcome): Check[] {
  return [
    ...checkStatuses(outcome),
    ...checkProfile(outcome),
    ...checkWatching(outcome),
    ...checkCancel(outcome),
    ...checkCallbacks(outcome),
    ...checkSessions(outcome),
  ]
}

function checkStatuses({ maintenance, keyword, fyp, cancelled, timelines }: Outcome): Check[] {
  const ended = (process: ShownProcess, status: string): Check => ({
    what: `${process.process_type} ${process.process_id} is ${status} (it is ${process.status}${
      process.error ? `: ${process.error.category}, ${process.error.message}` : ''
    })`,
    held: process.status === status,
  })
  return [
    ended(maintenance, 'completed'),
    ended(keyword, 'completed'),
    ended(fyp, 'completed'),
    ended(cancelled, 'cancelled'),
    {
      what: 'every timeline is in the order of time',
      held: timelines.every(({ events }) => isSorted(events.map(({ at }) => at)) && events.length > 0),
    },
  ]
}

function checkProfile({ maintenance, before, after }: Outcome): Check[] {
  const account = 'clips_user01'
  const was = before[0]?.accounts.find(({ username }) => username === account)
  const is = after[0]?.accounts.find(({ username }) => username === account)
  const fields = maintenance.result.items?.[0]?.fields ?? {}
  return [
    {
      what: `the phone itself shows the new name and bio (name ${is?.display_name}, bio ${is?.bio})`,
      held: is?.display_name === 'weekday meals' && is.bio === 'quick dinners and meal prep',
    },
    {
      what: 'the result tells the same values before and after as the phone, verified',
      held:
        fields['display_name']?.before === was?.display_name &&
        fields['display_name']?.after === is?.display_name &&
        fields['bio']?.before === was?.bio &&
        fields['bio']?.after === is?.bio &&
        Object.values(fields).every(({ verified }) => verified),
    },
    {
      what: 'nothing but the asked fields was edited on any phone',
      held: after
        .flatMap(({ edits }) => edits)
        .every(
          ({ field, account: edited }) => edited === account && (field === 'display_name' || field === 'bio'),
        ),
    },
  ]
}

function checkWatching({ keyword, fyp, after }: Outcome): Check[] {
  const searched = after[1]?.watched.filter(({ source }) => source === 'search') ?? []
  const item = keyword.result.items?.[0]
  const perPhone = (fyp.result.items ?? []).map((one) => {
    const story = after.find(({ serial }) => serial === one.phone_id.replace('phone_virtual_', 'vp-'))
    const onFeed = story?.watched.filter(({ source }) => source === 'feed').length ?? 0
    return { seen: one.videos_seen ?? 0, onFeed }
  })
  return [
    {
      what: `phone 2 showed at least the ${item?.videos_seen} results that the keyword warmup counts (${searched.length})`,
      held: item?.videos_seen === 6 && searched.length >= 6,
    },
    {
      what: 'both keywords were really searched on the phone',
      held: ['meal prep', 'houseplants'].every((word) =>
        searched.some(({ keyword: typed }) => typed === word),
      ),
    },
    {
      what: `the judge watched some and skipped some (${item?.videos_watched} and ${item?.videos_skipped})`,
      held: (item?.videos_watched ?? 0) > 0 && (item?.videos_skipped ?? 0) > 0,
    },
    {
      what: 'both phones of the group really showed as many feed videos as counted',
      held: perPhone.length === 2 && perPhone.every(({ seen, onFeed }) => seen === 5 && onFeed >= 5),
    },
    {
      what: 'the run on account 1 used the synced runtime snapshot',
      held: (fyp.result.items ?? []).some(({ snapshot_id }) => snapshot_id === 'snapshot-2026-03-22-001'),
    },
  ]
}

function checkCancel({ cancelled, after, cancelledSeenAt }: Outcome): Check[] {
  const phone = after[2]
  const late = phone?.commands.filter(({ at }) => new Date(at) > cancelledSeenAt) ?? []
  return [
    {
      what: 'the cancelled process tells the reason',
      held:
        cancelled.error?.message === 'operator requested stop' && cancelled.error.category === 'cancelled',
    },
    { what: `no command reached phone 3 after \`cancelled\` (${late.length})`, held: late.length === 0 },
    { what: 'phone 3 had watched something before', held: (phone?.watched.length ?? 0) > 0 },
  ]
}

function checkCallbacks({ callbacks, maintenance, keyword, fyp, cancelled }: Outcome): Check[] {
  const of = ({ process_id }: ShownProcess) =>
    callbacks.filter(({ process }) => process.process_id === process_id)
  const milestones = (process: ShownProcess) => of(process).map(({ milestone }) => milestone)
  const all = [maintenance, keyword, fyp, cancelled]
  return [
    {
      what: `every callback carries good signatures of both kinds (${callbacks.length})`,
      held: callbacks.length > 0 && callbacks.every(({ verified }) => verified),
    },
    {
      what: 'callbacks of a process come in order, without a gap',
      held: all.every((process) => of(process).every(({ sequence }, index) => sequence === index + 1)),
    },
    {
      what: 'accepted, executing and the end were announced for each process',
      held:
        [maintenance, keyword, fyp].every(
          (process) => milestones(process).join() === 'accepted,executing,completed',
        ) && milestones(cancelled).join() === 'accepted,executing,cancel_requested,cancelled',
    },
  ]
}

function checkSessions({ after }: Outcome): Check[] {
  const open = after.flatMap(({ sessions }) => sessions.filter(({ closed_at }) => closed_at === null))
  const overlapping = after.filter(({ sessions }) =>
    sessions.some((one, index) => sessions.slice(index + 1).some((other) => overlap(one, other))),
  )
  return [
    { what: `every session was closed on the phone (${open.length} open)`, held: open.length === 0 },
    { what: 'no phone ever had two sessions at once', held: overlapping.length === 0 },
  ]
}

type Session = PhoneStory['sessions'][number]

function overlap(one: Session, other: Session): boolean {
  const endOf = ({ closed_at }: Session) => closed_at ?? '9999'
  return one.opened_at < endOf(other) && other.opened_at < endOf(one)
}

function isSorted(times: readonly string[]): boolean {
  return times.every((time, index) => index === 0 || (times[index - 1] ?? '') <= time)
}
