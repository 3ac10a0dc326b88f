import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusalOf } from '../support/refusal.ts'
import {
  fypWarmupRequest,
  keywordWarmupRequest,
  maintenanceCapabilityRequest,
  maintenanceRequest,
} from '../support/requests.ts'
import { account, createdId, openOffice } from '../support/store.ts'

const step = (params: object) => ({ action: 'edit_profile', params })

test('a request is accepted with a process, its item and its first callback', async (t) => {
  const { processes, store, wakes } = await openOffice(t)
  const accepted = await processes.acceptCapabilityRequest(keywordWarmupRequest())
  assert.ok(accepted.created)
  const { process_id, ...rest } = accepted
  assert.match(process_id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.deepEqual(rest, {
    created: true,
    request_id: 'warmup-2026-03-22-001',
    process_type: 'keyword_warmup',
  })
  const view = processes.readProcess(process_id)
  assert.equal(view.status, 'queued')
  assert.deepEqual(view.target, { account_id: 'account_01', phone_id: 'phone_01' })
  assert.deepEqual(view.timestamps, {
    created_at: '2026-03-22T08:30:00.000Z',
    accepted_at: '2026-03-22T08:30:00.000Z',
    queued_at: '2026-03-22T08:30:00.000Z',
    executing_at: null,
    retrying_at: null,
    cancel_requested_at: null,
    finished_at: null,
  })
  assert.equal(view.linked_ids.queue_item_ids.length, 1)
  const [item] = store.read.queueItems.ofProcess(process_id)
  assert.deepEqual([item?.status, item?.ready, item?.priority], ['QUEUED', 1, 0])
  assert.equal(wakes(), 1)
})

test('the first callback carries the record as GET shows it', async (t) => {
  const { processes, store } = await openOffice(t)
  const processId = await createdId(processes.acceptCapabilityRequest(keywordWarmupRequest()))
  const [callback] = store.read.deliveries.ofProcess(processId)
  const { delivery_id, ...message } = JSON.parse(callback?.body ?? '{}')
  assert.equal(delivery_id, callback?.delivery_id)
  assert.deepEqual(message, {
    event_type: 'process.updated',
    milestone: 'accepted',
    sequence: 1,
    emitted_at: '2026-03-22T08:30:00.000Z',
    process: processes.readProcess(processId),
  })
})

test('unattended work waits behind manual work', async (t) => {
  const { processes, store } = await openOffice(t)
  const request = keywordWarmupRequest({ mode: 'unattended' })
  const processId = await createdId(processes.acceptCapabilityRequest(request))
  assert.deepEqual(
    store.read.queueItems.ofProcess(processId).map(({ priority }) => priority),
    [1],
  )
})

test('each maintenance step is an item of its own and only the first may start', async (t) => {
  const { processes, store } = await openOffice(t)
  const steps = [step({ bio: 'one' }), step({ display_name: 'two' }), step({ username: 'three' })]
  const processId = await createdId(
    processes.acceptMaintenanceRequest(maintenanceRequest({ inputs: { steps } })),
  )
  assert.deepEqual(
    store.read.queueItems
      .ofProcess(processId)
      .map(({ position, ready, action_id }) => [position, ready, store.read.actions.read(action_id)]),
    [
      [0, 1, '{"name":"edit_profile","params":{"bio":"one"}}'],
      [1, 0, '{"name":"edit_profile","params":{"display_name":"two"}}'],
      [2, 0, '{"name":"edit_profile","params":{"username":"three"}}'],
    ],
  )
})

test('a group makes one item for each pair and shows the lists it resolved to', async (t) => {
  const { processes } = await openOffice(t, { phones: 3 })
  await processes.putAccount('account_extra', account('phone_01', 'extra'))
  const target = { routing: 'group', phone_ids: ['phone_03', 'phone_01'] }
  const processId = await createdId(processes.acceptCapabilityRequest(keywordWarmupRequest({ target })))
  const view = processes.readProcess(processId)
  assert.deepEqual(view.target, {
    account_id: null,
    phone_id: null,
    account_ids: ['account_03', 'account_01', 'account_extra'],
    phone_ids: ['phone_03', 'phone_01'],
  })
  assert.equal(view.linked_ids.queue_item_ids.length, 3)
  assert.equal(view.partial_progress.total, 3)
})

test('the items of a group share one stored action', async (t) => {
  const { processes, store } = await openOffice(t, { phones: 3 })
  const target = { routing: 'group', phone_ids: ['phone_01', 'phone_02', 'phone_03'] }
  const processId = await createdId(processes.acceptCapabilityRequest(keywordWarmupRequest({ target })))
  const actionIds = store.read.queueItems.ofProcess(processId).map(({ action_id }) => action_id)
  assert.equal(actionIds.length, 3)
  assert.equal(new Set(actionIds).size, 1)
})

test('what no run reads is not copied into the items', async (t) => {
  const { processes, store } = await openOffice(t)
  const inputs = { keywords: ['a'], comment_plan: { a: 'long' }, metadata: { note: 'long' } }
  const processId = await createdId(processes.acceptCapabilityRequest(keywordWarmupRequest({ inputs })))
  const [item] = store.read.queueItems.ofProcess(processId)
  assert.equal(
    store.read.actions.read(item?.action_id ?? 0),
    '{"name":"keyword_warmup","inputs":{"keywords":["a"],"videos_per_keyword":5,"watch_seconds":{"min":5,"max":20},"max_minutes":30},"left_out":["watch_seconds","max_minutes"]}',
  )
})

const MISMATCHES: [name: string, body: Record<string, unknown>, mismatch: boolean][] = [
  ['the same body', maintenanceRequest(), false],
  ['the same work over the other route', maintenanceCapabilityRequest(), false],
  [
    'the same with its keys in another order and defaults spelled out',
    {
      ...Object.fromEntries(Object.entries(maintenanceCapabilityRequest()).toReversed()),
      target: { account_id: 'account_01', phone_id: null, routing: 'queue', account_ids: null },
    },
    false,
  ],
  ['another account', maintenanceRequest({ account_id: 'account_02' }), true],
  ['an account that does not exist', maintenanceRequest({ account_id: 'nobody' }), true],
  ['another step', maintenanceRequest({ inputs: { steps: [step({ bio: 'other' })] } }), true],
  ['another callback', maintenanceRequest({ callback: { url: 'https://other.example/' } }), true],
  [
    'another user of the same system',
    maintenanceRequest({ requested_by: { system: 'ugc-tracker', user: 'somebody else' } }),
    true,
  ],
]

for (const [name, body, mismatch] of MISMATCHES) {
  test(`a duplicate with ${name} answers the first process${mismatch ? ' and says that it differs' : ''}`, async (t) => {
    const { processes, store, wakes } = await openOffice(t)
    const first = await createdId(processes.acceptMaintenanceRequest(maintenanceRequest()))
    const accept =
      'capability' in body ? processes.acceptCapabilityRequest : processes.acceptMaintenanceRequest
    const again = await accept(body)
    assert.deepEqual(again, {
      created: false,
      process: processes.readProcess(first),
      request_mismatch: mismatch,
    })
    assert.equal(store.read.deliveries.ofProcess(first).length, 1)
    assert.equal(processes.listProcesses({}).processes.length, 1)
    assert.equal(wakes(), 1)
  })
}

test('the same request_id of another system or capability is another request', async (t) => {
  const { processes } = await openOffice(t)
  const same = { request_id: 'same' }
  const ids = [
    await createdId(processes.acceptCapabilityRequest(keywordWarmupRequest(same))),
    await createdId(processes.acceptCapabilityRequest(fypWarmupRequest(same))),
    await createdId(processes.acceptMaintenanceRequest(maintenanceRequest(same))),
    await createdId(
      processes.acceptCapabilityRequest(keywordWarmupRequest({ ...same, requested_by: { system: 'other' } })),
    ),
  ]
  assert.equal(new Set(ids).size, 4)
})

test('two identical requests at the same moment make one process', async (t) => {
  const { processes } = await openOffice(t)
  const answers = await Promise.all([
    processes.acceptCapabilityRequest(keywordWarmupRequest()),
    processes.acceptCapabilityRequest(keywordWarmupRequest()),
  ])
  assert.deepEqual(
    answers.map(({ created }) => created),
    [true, false],
  )
})

test('a duplicate is answered also while the disk is full, and anything new is refused', async (t) => {
  const { processes, store } = await openOffice(t)
  const processId = await createdId(processes.acceptCapabilityRequest(keywordWarmupRequest()))
  store.storage.filled(new Error('no room'))

  const repeat = await processes.acceptCapabilityRequest(keywordWarmupRequest())
  assert.ok(!repeat.created)
  assert.deepEqual([repeat.process.process_id, repeat.request_mismatch], [processId, false])
  const other = keywordWarmupRequest({ request_id: 'another' })
  const refusal = await refusalOf(() => processes.acceptCapabilityRequest(other))
  assert.equal(refusal.error, 'unavailable:storage_full')
})

test('a duplicate is answered although its account is gone by now', async (t) => {
  const { processes } = await openOffice(t)
  await processes.acceptMaintenanceRequest(maintenanceRequest())
  await processes.putAccount('account_01', { ...account('phone_01', 'x'), status: 'inactive' })
  const again = await processes.acceptMaintenanceRequest(maintenanceRequest())
  assert.equal(again.created, false)
})

const REFUSED: [name: string, body: Record<string, unknown>, error: string, paths: string[]][] = [
  ['an unknown account', maintenanceRequest({ account_id: 'nobody' }), 'account_not_found', ['/account_id']],
  [
    'an unknown account over the other route',
    maintenanceCapabilityRequest({ target: { routing: 'queue', account_id: 'nobody' } }),
    'account_not_found',
    ['/target/account_id'],
  ],
  [
    'an account on another phone',
    keywordWarmupRequest({ target: { routing: 'direct', account_id: 'account_01', phone_id: 'phone_02' } }),
    'account_not_on_phone',
    ['/target/phone_id'],
  ],
  ['a body that fits no schema', keywordWarmupRequest({ mode: 1 }), 'invalid_request', ['/mode']],
]

for (const [name, body, error, paths] of REFUSED) {
  test(`nothing is stored for ${name}`, async (t) => {
    const { processes, wakes } = await openOffice(t)
    const accept =
      'capability' in body ? processes.acceptCapabilityRequest : processes.acceptMaintenanceRequest
    assert.deepEqual(await refusalOf(() => accept(body)), { error, paths })
    assert.deepEqual(processes.listProcesses({}), { processes: [], next_cursor: null })
    assert.equal(wakes(), 0)
  })
}

test('a group of 500 accounts is accepted as one process', async (t) => {
  const { processes } = await openOffice(t, { phones: 1 })
  const account_ids = Array.from({ length: 500 }, (_, number) => `member_${number}`)
  await Promise.all(account_ids.map((id) => processes.putAccount(id, account('phone_01', id))))
  const request = keywordWarmupRequest({ target: { routing: 'group', account_ids } })
  const processId = await createdId(processes.acceptCapabilityRequest(request))
  const { linked_ids, target } = processes.readProcess(processId)
  assert.equal(linked_ids.queue_item_ids.length, 500)
  assert.deepEqual(target.account_ids, account_ids)
})
