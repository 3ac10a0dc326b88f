import type { History, ProcessTold } from '../history.ts'
import { attemptsOf, groupBy, type AttemptTold, type Violations } from './reading.ts'

interface Started {
  process_id: string
  phone_id: string
  system: string
  mode: string
  created_at: string
  begun_at: string
}

/** First attempts of first items: from the moment of their creation nothing but their turn kept them back. */
function firstStarts(history: History): Started[] {
  const modes = new Map(
    history.requests.flatMap(({ mode, answers }) =>
      answers.map(({ process_id }) => [process_id, mode] as const),
    ),
  )
  const processes = new Map(history.end.processes.map((process) => [process.process_id, process]))
  const firsts = groupBy(attemptsOf(history), ({ queue_item_id }) => queue_item_id)
  return [...firsts.values()].flatMap(([first]) => {
    const process = first && processes.get(first.process_id)
    return first && process && isReadyFromTheStart(process, first) ? [startOf(first, process, modes)] : []
  })
}

/** Later steps of a maintenance wait for the one before. */
function isReadyFromTheStart(
  { process_type, linked_ids }: ProcessTold,
  { queue_item_id }: AttemptTold,
): boolean {
  return process_type !== 'maintenance' || linked_ids.queue_item_ids[0] === queue_item_id
}

function startOf(first: AttemptTold, process: ProcessTold, modes: ReadonlyMap<string, string>): Started {
  return {
    process_id: process.process_id,
    phone_id: first.phone_id,
    system: process.requested_by.system,
    mode: modes.get(process.process_id) ?? '',
    created_at: process.timestamps.created_at,
    begun_at: first.begun_at,
  }
}

/** On a phone, of one caller and one priority: first come, first served. */
export function firstComeFirstServed(history: History): Violations {
  const queues = groupBy(
    firstStarts(history),
    ({ phone_id, system, mode }) => `${phone_id} ${system} ${mode}`,
  )
  return [...queues].flatMap(([queue, started]) => {
    const inTurn = started.toSorted((a, b) => a.begun_at.localeCompare(b.begun_at))
    return inTurn.slice(1).flatMap((later, index) => {
      const before = inTurn[index]
      return before && before.created_at > later.created_at
        ? [
            `${queue}: ${before.process_id} of ${before.created_at} began before ${later.process_id} of ${later.created_at}`,
          ]
        : []
    })
  })
}

/** From the claim to the beginning of the attempt, also when the daemon dies in between and another one claims anew. */
const CLAIM_MS = 1500

/** Manual work that waits goes before unattended work. */
export function manualGoesFirst(history: History): Violations {
  const queues = groupBy(firstStarts(history), ({ phone_id }) => phone_id)
  return [...queues].flatMap(([phone_id, started]) =>
    started
      .filter(({ mode }) => mode === 'unattended')
      .flatMap((unattended) => {
        const claimedAt = new Date(Date.parse(unattended.begun_at) - CLAIM_MS).toISOString()
        return started
          .filter(
            ({ mode, created_at, begun_at }) =>
              mode === 'manual' && created_at < claimedAt && begun_at > unattended.begun_at,
          )
          .map(
            ({ process_id }) =>
              `${phone_id}: unattended ${unattended.process_id} began while manual ${process_id} waited`,
          )
      }),
  )
}

/** On a phone that was paused nothing begins until somebody resumes it. */
export function pausesHold(history: History): Violations {
  const attempts = attemptsOf(history)
  return history.pauses.flatMap(({ phone_id, at, resume_asked_at }) => {
    // What was claimed just before may still begin.
    const holdsFrom = new Date(Date.parse(at) + CLAIM_MS).toISOString()
    return attempts
      .filter(
        (one) => one.phone_id === phone_id && one.begun_at > holdsFrom && one.begun_at < resume_asked_at,
      )
      .map(
        ({ begun_at, queue_item_id }) =>
          `${phone_id}: paused at ${at}, and ${queue_item_id} began at ${begun_at}`,
      )
  })
}

/** The budgets of domain/retry.ts: 3 tries of the work, 5 further ones for faults of phone, session or daemon. */
const MOST_TRIES = 3 + 5

/** An item is tried no more often than its budgets allow; what the daemon itself put back does not count. */
export function triesStayWithinBudget(history: History): Violations {
  const tries = groupBy(
    attemptsOf(history).filter(({ how }) => how !== 'put_back'),
    ({ queue_item_id }) => queue_item_id,
  )
  return [...tries]
    .filter(([, all]) => all.length > MOST_TRIES)
    .map(([id, all]) => `${id} was tried ${all.length} times, allowed are ${MOST_TRIES}`)
}
