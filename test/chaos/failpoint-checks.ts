import Type from 'typebox'
import Value from 'typebox/value'
import { isDeepStrictEqual } from 'node:util'
import type { Message } from '../../src/callbacks/post.ts'
import type { Store } from '../../src/store/store.ts'
import { viewOf, type Caller, type Day } from './failpoint-work.ts'

export interface Afterwards {
  day: Day
  store: Store
  caller: Caller
  /** Whether there is a file of evidence with this hash. */
  hasFile: (sha256: string) => boolean
  /** Messages that the receiver took, in the order of arrival; some perhaps twice. */
  received: readonly Message[]
}

const EVERY = { status: [], process_type: [], system: [], account_id: [], phone_id: [] }

/** What must be so when everything is over. @returns what is not, in words */
export function checkAfterwards(afterwards: Afterwards): string[] {
  const lost = endings(afterwards)
  // What is not there, or not over, has no callbacks and results to look at.
  return lost.length > 0
    ? lost
    : [callbacks, phonesFree, profiles, videos, decisions, evidence].flatMap((check) => check(afterwards))
}

/** Nothing acknowledged is lost, nothing is there twice, everything has ended as it had to. */
function endings({ day, store, caller }: Afterwards): string[] {
  const stored = store.read.processes.list(EVERY, null, 100)
  const wrong = Object.entries(day.endings).flatMap(([request, status]) => {
    const found = stored.filter(({ request_id }) => request_id === request)
    if (found.length !== 1) return [`${request} is there ${found.length} times`]
    const view = viewOf(caller, request)
    return view.status === status ? [] : [`${request} is ${view.status}: ${JSON.stringify(view.error)}`]
  })
  return stored.length === Object.keys(day.endings).length
    ? wrong
    : [...wrong, `${stored.length} processes are there`]
}

/** Every message was sent, in order, the last one tells the end; a repeat is the same to the byte. */
function callbacks({ day, store, caller, received }: Afterwards): string[] {
  return [...caller.acknowledged].flatMap(([request, processId]) => {
    const rows = store.read.deliveries.ofProcess(processId)
    const wrong = rows.flatMap(({ delivery_id, sequence, status, body }, index) => {
      const arrived = received.filter((message) => message.headers['webhook-id'] === delivery_id)
      return [
        ...(sequence === index + 1 ? [] : [`${request}: callback ${index + 1} has sequence ${sequence}`]),
        ...(status === 'delivered' ? [] : [`${request}: callback ${sequence} is ${status}`]),
        ...(arrived.length > 0 ? [] : [`${request}: callback ${sequence} never arrived`]),
        ...(arrived.every((message) => message.body === body)
          ? []
          : [`${request}: callback ${sequence} changed`]),
      ]
    })
    const last = rows.at(-1)?.milestone
    return last === day.endings[request] ? wrong : [...wrong, `${request}: the last callback is ${last}`]
  })
}

/** Nobody holds a phone, nothing runs on one, no attempt is open. */
function phonesFree({ store, caller }: Afterwards): string[] {
  const held = ['phone_01', 'phone_02'].filter((phoneId) => store.read.leases.ofPhone(phoneId) !== null)
  const open = [...caller.phones.all.values()].filter(({ session }) => session !== null)
  return [
    ...held.map((phoneId) => `${phoneId} is still leased`),
    ...open.map(({ serial, session }) => `${serial} still has ${session}`),
    ...(store.read.claims.heldByOthers('nobody').length === 0 ? [] : ['an item is still held']),
  ]
}

/** What is listed as kept has its file, and every judged video of an attempt that ended well is listed. */
function evidence({ day, store, caller, hasFile }: Afterwards): string[] {
  return [...caller.acknowledged].flatMap(([request, process_id]) => {
    const pieces = store.read.artifacts.ofProcess({ process_id, before: '~', limit: 1000 })
    const gone = pieces.filter(({ sha256 }) => sha256 !== null && !hasFile(sha256))
    const judged = pieces.filter(({ kind }) => kind === 'judgement').length
    const seen = (day.videosSeen[request] ?? []).reduce((sum, count) => sum + count, 0)
    return [
      ...gone.map(({ name }) => `${request}: ${name} is listed and has no file`),
      ...(seen > 0 && judged === 0 ? [`${request}: no judgement of ${seen} videos is listed`] : []),
    ]
  })
}

function profiles({ day, caller }: Afterwards): string[] {
  return [...caller.phones.all.values()].flatMap(({ serial, app }) =>
    isDeepStrictEqual(app.accounts, day.profiles[serial])
      ? []
      : [`${serial} has the profiles ${JSON.stringify(app.accounts)}`],
  )
}

const Judging = Type.Object({
  judging: Type.Object({ decided_by: Type.Record(Type.String(), Type.Integer()) }),
})

/** Every video that was counted was decided about, and what the counts say of decisions is what is stored of them. */
function decisions({ day, store, caller }: Afterwards): string[] {
  return Object.keys(day.videosSeen).flatMap((request) => {
    const { process_id } = viewOf(caller, request)
    const filter = { keyword: [], decision: [], judge: [] }
    const { rows } = store.read.decisions.ofProcess({ process_id, before: null, filter, limit: 1000 })
    return store.read.queueItems.ofProcess(process_id).flatMap(({ queue_item_id, progress }) => {
      const stored = rows.filter((row) => row.queue_item_id === queue_item_id).length
      const { judging } = Value.Parse(Judging, JSON.parse(progress ?? '{}'))
      const counted = Object.values(judging.decided_by).reduce((sum, count) => sum + count, 0)
      return stored === counted
        ? []
        : [`${request}: ${counted} decisions of ${queue_item_id} are counted and ${stored} stored`]
    })
  })
}

const Seen = Type.Object({ items: Type.Array(Type.Object({ videos_seen: Type.Integer() })) })
const Fingerprints = Type.Object({ fingerprints: Type.Array(Type.String()) })

/** A warmup counts as many videos as were asked for, each once. */
function videos({ day, store, caller }: Afterwards): string[] {
  return Object.entries(day.videosSeen).flatMap(([request, wanted]) => {
    const { result, process_id } = viewOf(caller, request)
    if (!Value.Check(Seen, result)) return [`${request} has no result: ${JSON.stringify(result)}`]
    const counted = result.items.map(({ videos_seen }) => videos_seen)
    const prints = store.read.queueItems
      .ofProcess(process_id)
      .map(({ progress }) => Value.Parse(Fingerprints, JSON.parse(progress ?? '{}')).fingerprints)
    const twice = prints.filter((all) => new Set(all).size !== all.length)
    return [
      ...(isDeepStrictEqual(counted, wanted) ? [] : [`${request} has seen ${counted.join(' + ')} videos`]),
      ...twice.map((all) => `${request} counted a video twice: ${all.join(' ')}`),
    ]
  })
}
