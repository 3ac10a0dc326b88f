import type { CallbackTold, History } from '../history.ts'
import { groupBy, isTerminalTold, type Violations } from './reading.ts'

/** First arrivals of each message, in the order in which they came. */
function firstTries(callbacks: readonly CallbackTold[]): CallbackTold[] {
  return [...groupBy(callbacks, ({ delivery_id }) => delivery_id).values()].flatMap(([first]) =>
    first ? [first] : [],
  )
}

/** From `accepted` to the end, no sequence missing or given twice, each told only after the one before. */
export function everyMilestoneIsTold({ callbacks, end }: History): Violations {
  const told = groupBy(firstTries(callbacks), ({ process_id }) => process_id)
  return end.processes.flatMap(({ process_id, status }) => {
    const messages = told.get(process_id) ?? []
    const sequences = messages.map(({ sequence }) => sequence)
    const [first, last] = [messages[0], messages.at(-1)]
    const gapFree = sequences.every((sequence, index) => sequence === index + 1)
    return [
      ...(gapFree ? [] : [`${process_id}: sequences came as ${sequences.join(', ')}`]),
      ...(first && first.milestone !== 'accepted'
        ? [`${process_id}: was told first of ${first.milestone}`]
        : []),
      ...(isTerminalTold(status) && last?.milestone !== status
        ? [`${process_id}: is ${status}, and was last told to be ${last?.milestone ?? 'nothing'}`]
        : []),
    ]
  })
}

/** A message is the same in all of its tries, and signed in each. */
export function messagesAreConstant({ callbacks }: History): Violations {
  const tries = groupBy(callbacks, ({ delivery_id }) => delivery_id)
  const changed = [...tries].flatMap(([id, all]) => {
    const bodies = new Set(all.map(({ digest }) => digest)).size
    return bodies > 1 ? [`message ${id} had ${bodies} bodies in ${all.length} tries`] : []
  })
  const wrongId = callbacks
    .filter(({ webhook_id, delivery_id }) => webhook_id !== delivery_id)
    .map(({ webhook_id, delivery_id }) => `message ${delivery_id} came with webhook-id ${webhook_id}`)
  const unsigned = callbacks
    .filter(({ signed }) => !signed)
    .map(({ delivery_id, at }) => `message ${delivery_id} at ${at}: the signatures are wrong`)
  return [...changed, ...wrongId, ...unsigned]
}

/** A message that was taken is not sent again, but for a daemon that died before it could note it. */
export function takenMessagesAreNotSentAgain({ callbacks, lives }: History): Violations {
  return [...groupBy(callbacks, ({ delivery_id }) => delivery_id)].flatMap(([id, all]) =>
    all.slice(1).flatMap((again, index) => {
      const before = all[index]
      if (!before || before.answered !== 204) return []
      const died = lives.some(({ ended_at }) => before.at <= ended_at && ended_at <= again.at)
      return died
        ? []
        : [`message ${id} was taken at ${before.at} and sent again at ${again.at} by the same daemon`]
    }),
  )
}
