import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keywordWarmupRequest, maintenanceRequest } from '../support/requests.ts'
import { createdId, openOffice, type Office } from '../support/store.ts'

const OFFLINE = { message: 'phone phone_01 is not online', category: 'device' } as const
const GROUP = { target: { routing: 'group', phone_ids: ['phone_01', 'phone_02'] } }
const STEPS = {
  inputs: {
    steps: ['one', 'two', 'three'].map((bio) => ({ action: 'edit_profile', params: { bio } })),
  },
}

function milestones({ store }: Office, processId: string): unknown[] {
  return store.read.deliveries
    .ofProcess(processId)
    .map(({ body }) => JSON.parse(body))
    .map(({ sequence, milestone, process }) => [sequence, milestone, process.status])
}

test('a process is executing from the moment a phone has its item until it is done', async (t) => {
  const office = await openOffice(t)
  const id = await createdId(office.processes.acceptCapabilityRequest(keywordWarmupRequest()))
  await office.clock.advance(70_000)
  const item = await office.claim('phone_01')
  assert.equal(office.processes.readProcess(id).status, 'executing')
  await office.clock.advance(60_000)
  await office.end(item, { to: 'DONE', result: '{"videos_seen":2}' })

  const { status, timestamps, result, error } = office.processes.readProcess(id)
  assert.equal(status, 'completed')
  assert.equal(error, null)
  assert.equal(timestamps.executing_at, '2026-03-22T08:31:10.000Z')
  assert.equal(timestamps.finished_at, '2026-03-22T08:32:10.000Z')
  assert.equal(result.totals?.['videos_seen'], 2)
  assert.deepEqual(milestones(office, id), [
    [1, 'accepted', 'queued'],
    [2, 'executing', 'executing'],
    [3, 'completed', 'completed'],
  ])
})

test('every retry is told, with its error and the last time', async (t) => {
  const office = await openOffice(t)
  const id = await createdId(office.processes.acceptCapabilityRequest(keywordWarmupRequest()))
  const retry = { to: 'RETRYABLE', ready: true, error: OFFLINE } as const
  await office.end(await office.claim('phone_01'), retry)
  const { status, error, timestamps } = office.processes.readProcess(id)
  assert.deepEqual([status, error], ['retrying', OFFLINE])
  assert.equal(timestamps.retrying_at, '2026-03-22T08:30:00.000Z')

  await office.clock.advance(5000)
  await office.end(await office.claim('phone_01'), retry)
  assert.equal(office.processes.readProcess(id).timestamps.retrying_at, '2026-03-22T08:30:05.000Z')

  await office.end(await office.claim('phone_01'), { to: 'DONE' })
  const ended = office.processes.readProcess(id)
  assert.deepEqual([ended.status, ended.error], ['completed', null])
  assert.equal(ended.timestamps.executing_at, '2026-03-22T08:30:00.000Z')
  assert.deepEqual(milestones(office, id), [
    [1, 'accepted', 'queued'],
    [2, 'executing', 'executing'],
    [3, 'retrying', 'retrying'],
    [4, 'executing', 'executing'],
    [5, 'retrying', 'retrying'],
    [6, 'executing', 'executing'],
    [7, 'completed', 'completed'],
  ])
})

test('a retry while another item runs is no milestone but moves retrying_at', async (t) => {
  const office = await openOffice(t)
  const id = await createdId(office.processes.acceptCapabilityRequest(keywordWarmupRequest(GROUP)))
  const first = await office.claim('phone_01')
  await office.claim('phone_02')
  await office.clock.advance(1000)
  await office.end(first, { to: 'RETRYABLE', not_before: '2026-03-22T09:00:00.000Z', error: OFFLINE })
  const { status, timestamps, error } = office.processes.readProcess(id)
  assert.deepEqual([status, error], ['executing', OFFLINE])
  assert.equal(timestamps.retrying_at, '2026-03-22T08:30:01.000Z')
  assert.deepEqual(milestones(office, id), [
    [1, 'accepted', 'queued'],
    [2, 'executing', 'executing'],
  ])
})

test('a group with one failure ends as failed with the error of that item', async (t) => {
  const office = await openOffice(t)
  const id = await createdId(office.processes.acceptCapabilityRequest(keywordWarmupRequest(GROUP)))
  await office.end(await office.claim('phone_01'), { to: 'DEAD_LETTER', error: OFFLINE })
  const between = office.processes.readProcess(id)
  assert.deepEqual([between.status, between.error], ['executing', OFFLINE])
  await office.end(await office.claim('phone_02'), { to: 'DONE' })
  const ended = office.processes.readProcess(id)
  assert.deepEqual([ended.status, ended.error], ['failed_terminal', OFFLINE])
  assert.equal(office.store.read.processes.find(id)?.status, 'PARTIAL')
  assert.deepEqual(milestones(office, id).at(-1), [3, 'failed_terminal', 'failed_terminal'])
})

test('maintenance steps start one after the other', async (t) => {
  const office = await openOffice(t)
  const id = await createdId(office.processes.acceptMaintenanceRequest(maintenanceRequest(STEPS)))
  const order: number[] = []
  for (let step = 0; step < 3; step++) {
    const item = await office.claim('phone_01')
    order.push(item.position)
    await assert.rejects(office.claim('phone_01'), { message: 'nothing is ready for phone_01' })
    await office.end(item, { to: 'DONE' })
  }
  assert.deepEqual(order, [0, 1, 2])
  assert.equal(office.processes.readProcess(id).status, 'completed')
})

test('when a step fails for good the rest is cancelled and the process is partial', async (t) => {
  const office = await openOffice(t)
  const id = await createdId(office.processes.acceptMaintenanceRequest(maintenanceRequest(STEPS)))
  const taken = { message: "This username isn't available", category: 'input' } as const
  await office.end(await office.claim('phone_01'), { to: 'DONE' })
  await office.end(await office.claim('phone_01'), { to: 'DEAD_LETTER', error: taken })
  const { status, error, partial_progress } = office.processes.readProcess(id)
  assert.deepEqual([status, error], ['failed_terminal', taken])
  assert.deepEqual(
    partial_progress.items?.map((item) => [item.status, item.error?.message]),
    [
      ['completed', undefined],
      ['failed', "This username isn't available"],
      ['cancelled', 'step 2 of this request was not completed'],
    ],
  )
  assert.equal(office.store.read.processes.find(id)?.status, 'PARTIAL')
})

test('when the first step fails for good the process is a dead letter', async (t) => {
  const office = await openOffice(t)
  const id = await createdId(office.processes.acceptMaintenanceRequest(maintenanceRequest(STEPS)))
  await office.end(await office.claim('phone_01'), { to: 'DEAD_LETTER', error: OFFLINE })
  assert.equal(office.store.read.processes.find(id)?.status, 'DEAD_LETTER')
  assert.deepEqual(milestones(office, id).at(-1), [3, 'failed_terminal', 'failed_terminal'])
})

test('a later step waits while an earlier one waits for another attempt', async (t) => {
  const office = await openOffice(t)
  await office.processes.acceptMaintenanceRequest(maintenanceRequest(STEPS))
  const not_before = '2026-03-22T09:00:00.000Z'
  await office.end(await office.claim('phone_01'), { to: 'RETRYABLE', not_before, error: OFFLINE })
  await assert.rejects(office.claim('phone_01'), { message: 'nothing is ready for phone_01' })
})

test('an item that is put back by a stopping daemon leaves the process executing', async (t) => {
  const office = await openOffice(t)
  const id = await createdId(office.processes.acceptCapabilityRequest(keywordWarmupRequest()))
  await office.end(await office.claim('phone_01'), { to: 'QUEUED', ready: true })
  assert.equal(office.processes.readProcess(id).status, 'executing')
  await office.end(await office.claim('phone_01'), { to: 'DONE' })
  assert.equal(office.processes.readProcess(id).status, 'completed')
})

test('the body of a callback never changes again', async (t) => {
  const office = await openOffice(t)
  const id = await createdId(office.processes.acceptCapabilityRequest(keywordWarmupRequest()))
  const before = office.store.read.deliveries.ofProcess(id)[0]?.body
  await office.end(await office.claim('phone_01'), { to: 'DONE' })
  assert.equal(office.store.read.deliveries.ofProcess(id)[0]?.body, before)
})

test('callbacks of different processes are numbered each from one', async (t) => {
  const office = await openOffice(t)
  const first = await createdId(office.processes.acceptCapabilityRequest(keywordWarmupRequest()))
  const second = await createdId(
    office.processes.acceptCapabilityRequest(keywordWarmupRequest({ request_id: 'second' })),
  )
  assert.deepEqual(milestones(office, first), [[1, 'accepted', 'queued']])
  assert.deepEqual(milestones(office, second), [[1, 'accepted', 'queued']])
})
