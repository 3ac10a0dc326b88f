import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { RunControl } from '../../src/domain/run-control.ts'
import { refusalOf } from '../support/refusal.ts'
import { cancelRequest, keywordWarmupRequest, maintenanceRequest } from '../support/requests.ts'
import { createdId, openOffice, type Office } from '../support/store.ts'

const GROUP = { target: { routing: 'group', phone_ids: ['phone_01', 'phone_02'] } }
const CANCELLED = { message: 'operator requested stop', category: 'cancelled' } as const

/** Runs that note what they are asked and end the way they are told. */
function notedRuns(ending: Awaited<ReturnType<RunControl['terminate']>> = 'terminated') {
  const asked: string[][] = []
  const runs: RunControl = {
    stopSoft: (queueItemId, reason) => {
      asked.push(['soft', queueItemId, reason])
      return true
    },
    terminate: (queueItemId, reason) => {
      asked.push(['hard', queueItemId, reason])
      return Promise.resolve(ending)
    },
  }
  return { runs, asked }
}

/** A warmup of account_01 that phone_01 is running. */
async function running(t: TestContext, runs: RunControl) {
  const office = await openOffice(t, { runs })
  const id = await createdId(office.processes.acceptCapabilityRequest(keywordWarmupRequest()))
  const item = await office.claim('phone_01')
  return { ...office, id, item }
}

const milestones = ({ store }: Office, processId: string) =>
  store.read.deliveries.ofProcess(processId).map(({ milestone }) => milestone)

test('pending work is cancelled at once and told as cancel_requested and then cancelled', async (t) => {
  const office = await openOffice(t)
  const { processes } = office
  const id = await createdId(processes.acceptCapabilityRequest(keywordWarmupRequest()))
  const [itemId = ''] = processes.readProcess(id).linked_ids.queue_item_ids
  await office.clock.advance(5000)
  const answer = await processes.cancelProcess(id, cancelRequest())
  const { process, ...rest } = answer
  assert.deepEqual(rest, {
    status: 'cancel_requested',
    cancelled_queue_item_ids: [itemId],
    active_queue_item_ids: [],
    active_target: null,
    termination: { process_id: id, status: 'not_needed', terminate_issued: false, container: null },
  })
  assert.deepEqual(process, processes.readProcess(id))
  assert.deepEqual([process.status, process.error], ['cancelled', CANCELLED])
  assert.equal(process.timestamps.cancel_requested_at, '2026-03-22T08:30:05.000Z')
  assert.equal(process.timestamps.finished_at, '2026-03-22T08:30:05.000Z')
  assert.equal(process.timestamps.executing_at, null)
  assert.deepEqual(milestones(office, id), ['accepted', 'cancel_requested', 'cancelled'])
  await assert.rejects(office.claim('phone_01'), { message: 'nothing is ready for phone_01' })
})

const STRATEGIES: [
  fields: Record<string, unknown>,
  asked: 'soft' | 'hard',
  status: string,
  force_at: string | null,
][] = [
  [{ strategy: 'soft' }, 'soft', 'requested', null],
  [{}, 'soft', 'scheduled', '2026-03-22T08:30:10.000Z'],
  [{ force_after_seconds: 90 }, 'soft', 'scheduled', '2026-03-22T08:31:30.000Z'],
  [{ strategy: 'hard' }, 'hard', 'terminated', null],
]

for (const [fields, how, status, force_at] of STRATEGIES) {
  test(`a running item with ${JSON.stringify(fields)} is asked to stop ${how}: ${status}`, async (t) => {
    const { runs, asked } = notedRuns()
    const { processes, store, id, item } = await running(t, runs)
    const answer = await processes.cancelProcess(id, cancelRequest(fields))
    assert.deepEqual(asked, [[how, item.queue_item_id, 'operator requested stop']])
    assert.deepEqual(answer.active_queue_item_ids, [item.queue_item_id])
    assert.deepEqual(answer.active_target, {
      process_id: id,
      phone_id: 'phone_01',
      account_id: 'account_01',
      queue_item_id: item.queue_item_id,
      capability_request_id: id,
    })
    assert.deepEqual(answer.termination, {
      process_id: id,
      status,
      terminate_issued: how === 'hard',
      container: `${item.queue_item_id}/1`,
    })
    assert.deepEqual([answer.process.status, answer.process.error], ['executing', CANCELLED])
    assert.equal(store.read.processes.find(id)?.force_at, force_at)
  })
}

test('a hard cancel that could not be shown in time says failed', async (t) => {
  const { processes, id } = await running(t, notedRuns('failed').runs)
  const { termination } = await processes.cancelProcess(id, cancelRequest({ strategy: 'hard' }))
  assert.equal(termination.status, 'failed')
  assert.equal(termination.terminate_issued, true)
})

test('a hard cancel of a run that nobody here holds says failed', async (t) => {
  const { processes, id } = await running(t, notedRuns('not_running').runs)
  const { termination } = await processes.cancelProcess(id, cancelRequest({ strategy: 'hard' }))
  assert.equal(termination.status, 'failed')
})

test('a running item becomes cancelled when its run has ended', async (t) => {
  const office = await running(t, notedRuns().runs)
  await office.processes.cancelProcess(office.id, cancelRequest())
  assert.deepEqual(milestones(office, office.id), ['accepted', 'executing', 'cancel_requested'])
  await office.end(office.item, { to: 'CANCELLED', error: CANCELLED })
  const { status, error } = office.processes.readProcess(office.id)
  assert.deepEqual([status, error], ['cancelled', CANCELLED])
  assert.deepEqual(milestones(office, office.id), ['accepted', 'executing', 'cancel_requested', 'cancelled'])
  assert.equal(office.store.read.processes.find(office.id)?.force_at, null)
})

test('a run that finished before it noticed the cancel is completed without error', async (t) => {
  const office = await running(t, notedRuns().runs)
  await office.processes.cancelProcess(office.id, cancelRequest())
  await office.end(office.item, { to: 'DONE' })
  const { status, error } = office.processes.readProcess(office.id)
  assert.deepEqual([status, error], ['completed', null])
})

test('an item that is put back while its process is being cancelled gets no other attempt', async (t) => {
  const office = await running(t, notedRuns().runs)
  await office.processes.cancelProcess(office.id, cancelRequest())
  await office.end(office.item, { to: 'RETRYABLE', ready: true })
  assert.equal(office.processes.readProcess(office.id).status, 'cancelled')
})

test('of a group what waits is cancelled at once and what runs is asked', async (t) => {
  const { runs, asked } = notedRuns()
  const office = await openOffice(t, { runs })
  const id = await createdId(office.processes.acceptCapabilityRequest(keywordWarmupRequest(GROUP)))
  const item = await office.claim('phone_01')
  const answer = await office.processes.cancelProcess(id, cancelRequest())
  const waiting = answer.process.linked_ids.queue_item_ids.filter((itemId) => itemId !== item.queue_item_id)
  assert.deepEqual(answer.cancelled_queue_item_ids, waiting)
  assert.deepEqual(answer.active_queue_item_ids, [item.queue_item_id])
  assert.deepEqual(
    asked.map(([, itemId]) => itemId),
    [item.queue_item_id],
  )
  assert.equal(answer.process.status, 'executing')
})

test('later steps are cancelled while the first one is asked to stop', async (t) => {
  const { runs } = notedRuns()
  const office = await openOffice(t, { runs })
  const steps = ['one', 'two', 'three'].map((bio) => ({ action: 'edit_profile', params: { bio } }))
  const id = await createdId(
    office.processes.acceptMaintenanceRequest(maintenanceRequest({ inputs: { steps } })),
  )
  await office.claim('phone_01')
  const answer = await office.processes.cancelProcess(id, cancelRequest())
  assert.deepEqual(answer.cancelled_queue_item_ids, answer.process.linked_ids.queue_item_ids.slice(1))
})

test('a process that has ended is left alone', async (t) => {
  const { runs, asked } = notedRuns()
  const office = await running(t, runs)
  await office.end(office.item, { to: 'DONE' })
  const before = office.processes.readProcess(office.id)
  assert.deepEqual(await office.processes.cancelProcess(office.id, cancelRequest()), {
    status: 'ignored_terminal',
    cancelled_queue_item_ids: [],
    active_queue_item_ids: [],
    active_target: null,
    termination: { process_id: office.id, status: 'not_needed', terminate_issued: false, container: null },
    process: before,
  })
  assert.deepEqual(asked, [])
  assert.deepEqual(milestones(office, office.id), ['accepted', 'executing', 'completed'])
})

const REPEATED: [
  first: Record<string, unknown>,
  second: Record<string, unknown>,
  strategy: string,
  force_at: string | null,
][] = [
  [{ strategy: 'soft' }, { force_after_seconds: 60 }, 'soft_then_force', '2026-03-22T08:31:00.000Z'],
  [{ force_after_seconds: 60 }, { force_after_seconds: 5 }, 'soft_then_force', '2026-03-22T08:30:05.000Z'],
  [{ force_after_seconds: 5 }, { force_after_seconds: 60 }, 'soft_then_force', '2026-03-22T08:30:05.000Z'],
  [{ force_after_seconds: 5 }, { strategy: 'soft' }, 'soft_then_force', '2026-03-22T08:30:05.000Z'],
  [{ force_after_seconds: 5 }, { strategy: 'hard' }, 'hard', null],
  [{ strategy: 'hard' }, { strategy: 'soft' }, 'hard', null],
]

for (const [first, second, strategy, force_at] of REPEATED) {
  test(`${JSON.stringify(second)} after ${JSON.stringify(first)} leaves ${strategy} at ${force_at ?? 'no time'}`, async (t) => {
    const office = await running(t, notedRuns().runs)
    await office.processes.cancelProcess(office.id, cancelRequest(first))
    const again = cancelRequest({ ...second, reason: 'another reason' })
    const answer = await office.processes.cancelProcess(office.id, again)
    const row = office.store.read.processes.find(office.id)
    assert.equal(JSON.parse(row?.cancel ?? '{}').strategy, strategy)
    assert.equal(row?.force_at, force_at)
    assert.deepEqual(answer.process.error, CANCELLED)
    assert.deepEqual(milestones(office, office.id), ['accepted', 'executing', 'cancel_requested'])
  })
}

test('the body is checked before the process is looked up', async (t) => {
  const { processes } = await openOffice(t)
  assert.deepEqual(await refusalOf(() => processes.cancelProcess('nobody', {})), {
    error: 'invalid_request',
    paths: ['/reason', '/requested_by'],
  })
  assert.deepEqual(await refusalOf(() => processes.cancelProcess('nobody', cancelRequest())), {
    error: 'process_not_found',
    paths: [],
  })
})
