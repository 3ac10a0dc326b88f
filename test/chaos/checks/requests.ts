import type { History } from '../history.ts'
import type { Violations } from './reading.ts'

/** What was answered with 202 or 200 is there ever after. */
export function nothingAcknowledgedIsLost({ requests, surprises, end }: History): Violations {
  const there = new Set(end.processes.map(({ process_id }) => process_id))
  const lost = requests.flatMap(({ key, answers }) =>
    answers
      .filter(({ process_id }) => !there.has(process_id))
      .map(
        ({ at, process_id }) =>
          `${key}: acknowledged at ${at} as ${process_id}, which nobody knows at the end`,
      ),
  )
  const missed = surprises
    .filter(({ what, status }) => status === 404 && what.startsWith('GET /processes/'))
    .map(({ at, what }) => `${what} answered 404 at ${at} although it was acknowledged before`)
  return [...lost, ...missed]
}

/** However often and at whatever moment a key is used: one process, created once. */
export function oneKeyOneProcess({ requests, end }: History): Violations {
  const several = requests.flatMap(({ key, answers }) => {
    const ids = [...new Set(answers.map(({ process_id }) => process_id))]
    return ids.length > 1 ? [`${key} has ${ids.length} processes: ${ids.join(', ')}`] : []
  })
  const created = requests.flatMap(({ key, answers }) => {
    const times = answers.filter(({ status }) => status === 202).length
    return times > 1 ? [`${key} was accepted as new ${times} times`] : []
  })
  const keyOf = new Map(
    requests.flatMap(({ key, answers }) => answers.map((one) => [one.process_id, key] as const)),
  )
  const foreign = end.processes.flatMap(({ process_id, process_type, requested_by, request_id }) => {
    const key = `${process_type}/${requested_by.system}/${request_id}`
    const asked = keyOf.get(process_id)
    return asked === undefined || asked === key
      ? []
      : [`${asked} was answered with ${process_id}, which is ${key}`]
  })
  return [...several, ...created, ...foreign]
}

/** A repeat with another body says so, one with the same body does not. */
export function mismatchesAreTold({ requests }: History): Violations {
  return requests.flatMap(({ key, answers }) =>
    answers
      .filter(({ status, differs, mismatch }) => (status === 200 ? differs !== mismatch : differs))
      .map(
        ({ at, differs, mismatch }) => `${key} at ${at}: body differs ${differs}, answer says ${mismatch}`,
      ),
  )
}

/** No answer but those of the contract: a daemon that dies gives none, one that starts or stops gives 503. */
export function noStrangeAnswers({ surprises }: History): Violations {
  return surprises.map(
    ({ at, what, status, answer }) => `${what} at ${at}: ${status} ${JSON.stringify(answer)}`,
  )
}

/** After a cancel was acknowledged no attempt of the process begins, and the process tells of the cancel. */
export function cancelsTakeEffect({ cancels, end }: History): Violations {
  return cancels
    .filter(({ status }) => status === 'cancel_requested')
    .flatMap(({ process_id, at, strategy }) => {
      const told = end.processes.find((process) => process.process_id === process_id)
      const late = (end.timelines[process_id] ?? []).filter(
        (event) => event.event === 'item_executing' && event.at > at,
      )
      return [
        ...late.map(
          (event) => `${process_id}: attempt began at ${event.at}, cancelled (${strategy}) at ${at}`,
        ),
        ...(told && told.timestamps.cancel_requested_at === null
          ? [`${process_id}: cancelled (${strategy}) at ${at}, and the process does not know of it`]
          : []),
      ]
    })
}
