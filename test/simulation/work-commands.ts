import * as fc from 'fast-check'
import type { Capability } from '../../src/domain/process.ts'
import type { Accepted } from '../../src/processes/processes.ts'
import { cancelRequest, keywordWarmupRequest, maintenanceRequest } from '../support/requests.ts'
import { account, anIndex, command, fate } from './command.ts'
import { reportStale } from './stale-reports.ts'
import { ACCOUNTS, phoneOf, type AccountId } from './registry.ts'
import type { World } from './world.ts'

const system = fc.constantFrom('ugc-tracker', 'flood', 'console')

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)]

/** The idempotency key: process type, system and request. */
type Key = [Capability, string, string]

type Work = 'direct' | 'queue' | 'group' | 'maintenance'

function bodyOf(work: Work, request_id: string, account_id: AccountId, given: Record<string, unknown>) {
  if (work === 'maintenance') {
    const steps = [{ display_name: 'one' }, { bio: 'two' }].map((params) => ({
      action: 'edit_profile',
      params,
    }))
    return maintenanceRequest({
      request_id,
      account_id,
      inputs: { steps },
      requested_by: given['requested_by'],
    })
  }
  const phone_id = phoneOf(account_id)
  const target = {
    direct: { routing: 'direct', account_id, phone_id },
    queue: { routing: 'queue', account_id },
    group: { routing: 'group', account_ids: ACCOUNTS },
  }[work]
  return keywordWarmupRequest({ request_id, target, ...given })
}

/** Hands in a request; what it is answered goes to the model when the daemon lives to answer. */
function submit(
  world: World,
  work: Work,
  given: { request_id: string; account_id: AccountId; system: string; mode: string },
) {
  const { request_id, account_id, system, mode } = given
  const { processes } = world.boot
  const requested_by = { system, user: null, metadata: {} }
  const body = bodyOf(
    work,
    request_id,
    account_id,
    work === 'maintenance' ? { requested_by } : { requested_by, mode },
  )
  const accepted =
    work === 'maintenance'
      ? processes.acceptMaintenanceRequest(body)
      : processes.acceptCapabilityRequest(body)
  const process_type = work === 'maintenance' ? 'maintenance' : 'keyword_warmup'
  const key: Key = [process_type, system, request_id]
  fate(noteAnswer(world, key, accepted))
}

async function noteAnswer(
  { model, note, store }: World,
  key: Key,
  accepted: Promise<Accepted>,
): Promise<void> {
  const name = key.join('/')
  try {
    const answer = await accepted
    const process_id = answer.created ? answer.process_id : answer.process.process_id
    const items = store.read.queueItems.ofProcess(process_id).length
    note(model.answered(name, { process_id, items, isNew: answer.created }))
  } catch {
    // Refused: the disk is full. Nothing may be there for it.
    note(model.refused(name, store.read.processes.findByRequest(...key) !== undefined))
  }
}

/** Few ids, so that many requests are repeats of one that was made before, in part with another body. */
const requestId = fc.nat({ max: 30 }).map((number) => `request-${number}`)
const work = fc.constantFrom<Work>('direct', 'queue', 'group', 'maintenance')
const mode = fc.constantFrom('manual', 'unattended')

export const submits = command(
  'submit',
  fc.record({ work, request_id: requestId, account_id: account, system, mode }),
  (world, { work, ...given }) => submit(world, work, given),
)

export const floods = command(
  'flood',
  fc.record({ account_id: account, count: fc.integer({ min: 2, max: 8 }), from: anIndex }),
  (world, { account_id, count, from }) => {
    for (let number = from; number < from + count; number++) {
      submit(world, 'queue', { request_id: `flood-${number}`, account_id, system: 'flood', mode: 'manual' })
    }
  },
)

export const repeats = command(
  'repeat',
  fc.record({
    work,
    request_id: requestId,
    account_id: account,
    system,
    times: fc.integer({ min: 2, max: 5 }),
  }),
  (world, { work, times, ...given }) => {
    for (let time = 0; time < times; time++) submit(world, work, { ...given, mode: 'manual' })
  },
)

export const cancels = command(
  'cancel',
  fc.record({
    index: anIndex,
    strategy: fc.constantFrom('soft', 'hard', 'soft_then_force'),
    after: fc.nat({ max: 60 }),
  }),
  (world, { index, strategy, after }) => {
    const processId = at(world.model.processIds(), index)
    if (processId === undefined) return
    fate(
      world.boot.processes.cancelProcess(processId, cancelRequest({ strategy, force_after_seconds: after })),
    )
  },
)

/** An attempt that is over reports once more. */
export const ghosts = command('ghost', fc.record({ index: anIndex }), (world, { index }) =>
  reportStale(world, index),
)
