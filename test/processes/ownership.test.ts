import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller } from '../../src/domain/caller.ts'
import { keyCaller, ownCaller } from '../support/callers.ts'
import { refusalOf } from '../support/refusal.ts'
import { keywordWarmupRequest, maintenanceRequest } from '../support/requests.ts'
import { createdId, openOffice, type Office } from '../support/store.ts'

const ANN = ownCaller('ann')
const BEN = ownCaller('ben')

async function createdBy({ processes }: Office, caller: Caller, request_id: string): Promise<string> {
  return await createdId(processes.acceptCapabilityRequest({ ...keywordWarmupRequest(), request_id }, caller))
}

/** Ann's, Ben's and the operator's. */
async function threeProcesses(office: Office) {
  const ann = await createdBy(office, ANN, 'ann-1')
  const ben = await createdBy(office, BEN, 'ben-1')
  const operator = await createdId(office.processes.acceptMaintenanceRequest(maintenanceRequest()))
  return { ann, ben, operator }
}

test("a process is its key's owner's, and the full key's is nobody's", async (t) => {
  const office = await openOffice(t)

  const { ann, operator } = await threeProcesses(office)

  const { processes } = office.store.read
  assert.deepEqual([processes.find(ann)?.owner, processes.find(operator)?.owner], ['ann', null])
})

test("to a key for its own processes another's is refused as one that never was", async (t) => {
  const office = await openOffice(t)
  const { processes } = office
  const { ann, ben, operator } = await threeProcesses(office)
  const words = (id: string, caller: Caller) => {
    try {
      return processes.checkProcess(id, caller)
    } catch (error) {
      return String(error).replace(id, 'ID')
    }
  }

  assert.equal(words(ann, ANN), undefined)
  assert.deepEqual(
    [words(ben, ANN), words(operator, ANN), words('never', ANN)],
    Array(3).fill('FarmError: process ID not found'),
  )
})

test('a key that sees everything finds every process, whose ever it is', async (t) => {
  const office = await openOffice(t)
  const { ann, operator } = await threeProcesses(office)

  for (const id of [ann, operator]) assert.equal(office.processes.checkProcess(id, keyCaller()), undefined)
})

test('a key for its own processes lists just these, filtered or not', async (t) => {
  const office = await openOffice(t)
  const { ann, ben, operator } = await threeProcesses(office)
  const listed = (caller: Caller, query = {}) =>
    office.processes.listProcesses(query, caller).processes.map(({ process_id }) => process_id)

  assert.deepEqual(listed(ANN), [ann])
  assert.deepEqual(listed(BEN, { account_id: ['account_01'], status: ['queued'] }), [ben])
  assert.deepEqual(listed(BEN, { status: ['cancelled'] }), [])
  assert.deepEqual(listed(keyCaller()), [operator, ben, ann])
})

test('keys that were made from each other by rotation share their processes', async (t) => {
  const office = await openOffice(t)
  const { ann } = await threeProcesses(office)

  const rotated = { ...ANN, key_id: 'ann-after-rotation' }

  assert.equal(office.processes.checkProcess(ann, rotated), undefined)
})

test("a key for its own processes that has no owner owns nothing, not even what is nobody's", async (t) => {
  const office = await openOffice(t)
  const { operator } = await threeProcesses(office)
  const nobody = keyCaller({ owner: null, own_only: true })

  const refused = { error: 'process_not_found', paths: [] }
  assert.deepEqual(await refusalOf(() => office.processes.checkProcess(operator, nobody)), refused)
  assert.deepEqual(office.processes.listProcesses({}, nobody).processes, [])
})

test('to a key for its own processes a used idempotency key says no more than that it is taken', async (t) => {
  const office = await openOffice(t)
  await createdBy(office, BEN, 'same')

  const refusal = await refusalOf(() => createdBy(office, ANN, 'same'))

  assert.deepEqual(refusal, { error: 'conflict:request_id_taken', paths: ['/request_id'] })
})

test('its own repeat is answered with its own process', async (t) => {
  const office = await openOffice(t)
  const processId = await createdBy(office, ANN, 'same')

  const again = await office.processes.acceptCapabilityRequest(
    { ...keywordWarmupRequest(), request_id: 'same' },
    ANN,
  )

  assert.equal(!again.created && again.process.process_id, processId)
})

test('a key that sees everything is answered with the process of another that it repeats', async (t) => {
  const office = await openOffice(t)
  const processId = await createdBy(office, BEN, 'same')

  const again = await office.processes.acceptCapabilityRequest(
    { ...keywordWarmupRequest(), request_id: 'same' },
    keyCaller(),
  )

  assert.equal(!again.created && again.process.process_id, processId)
})

const BOUND = keyCaller({ system: 'crm' })
const FORBIDDEN = { error: 'forbidden', paths: ['/requested_by/system'] }

test('a key that speaks for one system creates and cancels in its name only, and leaves nothing behind', async (t) => {
  const office = await openOffice(t)
  const { processes } = office
  const { ann } = await threeProcesses(office)
  const cancel = { reason: 'stop', requested_by: { system: 'ugc-tracker' } }

  const refusals = [
    await refusalOf(() => processes.acceptCapabilityRequest(keywordWarmupRequest(), BOUND)),
    await refusalOf(() => processes.acceptMaintenanceRequest(maintenanceRequest(), BOUND)),
    await refusalOf(() => processes.cancelProcess(ann, cancel, BOUND)),
  ]

  assert.deepEqual(refusals, [FORBIDDEN, FORBIDDEN, FORBIDDEN])
  assert.equal(processes.listProcesses({}).processes.length, 3)
  assert.equal(processes.readProcess(ann).status, 'queued')
})

test('in the name of its own system it creates and cancels', async (t) => {
  const office = await openOffice(t)
  const requested_by = { system: 'crm' }
  const processId = await createdId(
    office.processes.acceptCapabilityRequest({ ...keywordWarmupRequest(), requested_by }, BOUND),
  )

  const { status } = await office.processes.cancelProcess(processId, { reason: 'stop', requested_by }, BOUND)

  assert.equal(status, 'cancel_requested')
})

/** What keeps the caller's process waiting on phone_01, on which Ben's runs and another of his waits. */
async function reasonsFor(office: Office, caller: Caller): Promise<string[]> {
  await createdBy(office, BEN, 'ben-1')
  const item = await office.claim('phone_01')
  await office.store.write('put_phone', ({ leases }) =>
    leases.take({ ...item, at: '2026-03-22T08:30:00.000Z' }),
  )
  await createdBy(office, BEN, 'ben-2')
  const processId = await createdBy(office, caller, 'own')
  return office.processes.explainProcess(processId, caller).waiting.map(({ message }) => message)
}

test('a key for its own processes is told that others are served first, not who', async (t) => {
  assert.deepEqual(await reasonsFor(await openOffice(t), ANN), [
    'phone phone_01 is busy: a run of somebody else has it',
    '1 item is served before it on phone phone_01',
  ])
})

test('of its own run it is told', async (t) => {
  const [busy] = await reasonsFor(await openOffice(t), BEN)

  assert.match(busy ?? '', /^phone phone_01 is busy: queue item [0-9a-f-]{36} runs on it$/)
})

test("what an answer about the farm names of others' processes is null, its own stays", async (t) => {
  const office = await openOffice(t)
  const { ann, ben } = await threeProcesses(office)
  const itemOf = (processId: string) => office.store.read.queueItems.ofProcess(processId)[0]?.queue_item_id
  const named = (processId: string) => ({ process_id: processId, queue_item_id: itemOf(processId) })
  const answer = { last: { at: 'today', ...named(ben) }, runs: [named(ann), { process_id: 'never' }] }

  assert.deepEqual(office.processes.withoutOthers(answer, ANN), {
    last: { at: 'today', process_id: null, queue_item_id: null },
    runs: [named(ann), { process_id: null }],
  })
  assert.equal(office.processes.withoutOthers(answer, keyCaller()), answer)
})

test('what callers wrote themselves is given back as it is, whatever its names', async (t) => {
  const office = await openOffice(t)
  const answer = { personality: { process_id: 'theirs', list: [{ queue_item_id: 'theirs' }] } }

  assert.deepEqual(office.processes.withoutOthers(answer, ANN), answer)
})
