import type { History, ProcessTold } from '../history.ts'
import { groupBy, isTerminalTold, type Violations } from './reading.ts'

const RANK: Readonly<Record<ProcessTold['status'], number>> = {
  queued: 0,
  executing: 1,
  retrying: 1,
  completed: 2,
  failed_terminal: 2,
  cancelled: 2,
}

/** What was seen of each process, oldest first; `at the end` is the last look. */
function tellings({ sightings, end }: History): Map<string, ProcessTold[]> {
  const all = [...sightings.map(({ process }) => process), ...end.processes]
  return groupBy(all, ({ process_id }) => process_id)
}

function pairs(history: History): [ProcessTold, ProcessTold][] {
  return [...tellings(history).values()].flatMap((told) =>
    told.slice(1).flatMap((later, index): [ProcessTold, ProcessTold][] => {
      const before = told[index]
      return before ? [[before, later]] : []
    }),
  )
}

/** queued → executing or retrying → over. */
export function statusOnlyMovesForward(history: History): Violations {
  return pairs(history)
    .filter(([before, later]) => RANK[later.status] < RANK[before.status])
    .map(([before, later]) => `${later.process_id} went from ${before.status} back to ${later.status}`)
}

/** A process that is over never changes again, in whatever field. */
export function terminalIsFinal(history: History): Violations {
  return pairs(history)
    .filter(([before]) => isTerminalTold(before.status))
    .flatMap(([before, later]) =>
      (['status', 'result', 'error', 'timestamps', 'partial_progress'] as const)
        .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(later[field]))
        .map(
          (field) =>
            `${later.process_id} was ${before.status}, then its ${field} became ${JSON.stringify(later[field])} from ${JSON.stringify(before[field])}`,
        ),
    )
}

const ORDER = ['created_at', 'accepted_at', 'queued_at', 'executing_at', 'finished_at'] as const
/** Once they are there, they stay; `retrying_at` is the last time and may move. */
const SET_ONCE = [...ORDER, 'cancel_requested_at'] as const

/** created ≤ accepted ≤ queued ≤ executing ≤ finished, and none ever changes. */
export function timestampsAreOrdered(history: History): Violations {
  const all = [...tellings(history).values()].flat()
  const disorder = all.flatMap(({ process_id, timestamps }) => {
    const times = ORDER.map((name) => timestamps[name]).filter((time) => time !== null)
    const between = [timestamps.retrying_at, timestamps.cancel_requested_at].filter((time) => time !== null)
    const [first = ''] = times
    const ordered = times.every((time, index) => index === 0 || (times[index - 1] ?? '') <= time)
    const inside = between.every((time) => first <= time && time <= (timestamps.finished_at ?? time))
    return ordered && inside ? [] : [`${process_id}: ${JSON.stringify(timestamps)}`]
  })
  const changes = pairs(history).flatMap(([before, later]) =>
    SET_ONCE.filter((name) => {
      const time = before.timestamps[name]
      return time !== null && time !== later.timestamps[name]
    }).map(
      (name) =>
        `${later.process_id}: ${name} went from ${before.timestamps[name]} to ${later.timestamps[name]}`,
    ),
  )
  return [...new Set([...disorder, ...changes])]
}

/** When all has come to rest, nothing waits for anything. */
export function everythingEnds({ end }: History): Violations {
  const unfinished = end.processes.filter(({ status }) => !isTerminalTold(status))
  return [
    ...end.stuck.map((id) => `${id} is stuck: nothing moved for a minute`),
    ...unfinished.map(({ process_id, status }) => `${process_id} is ${status} at the end`),
  ]
}
