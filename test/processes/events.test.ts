import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fullCaller } from '../../src/domain/caller.ts'
import type { Query } from '../../src/processes/page-query.ts'
import { refusalOf } from '../support/refusal.ts'
import { cancelRequest, keywordWarmupRequest } from '../support/requests.ts'
import { createdId, openOffice, type Office } from '../support/store.ts'
import { listenTo, ownOnly, told } from './followed.ts'

const ACCOUNT_01 = { routing: 'queue', account_id: 'account_01' }
const ACCOUNT_02 = { routing: 'queue', account_id: 'account_02' }
const BOTH = { routing: 'group', account_ids: ['account_01', 'account_02'] }

const accept = (
  { processes }: Office,
  request_id: string,
  fields: object = { target: ACCOUNT_01 },
  caller = fullCaller('tests'),
) => createdId(processes.acceptCapabilityRequest(keywordWarmupRequest({ request_id, ...fields }), caller))

const ready = ({ processes }: Office, phoneId: string, reason: string | null = null) =>
  processes.recordPhoneState(phoneId, { state: reason === null ? 'ready' : 'offline', reason, next: null })

/** Two processes of two accounts, one of both, and two states of phones. */
async function aDay(office: Office): Promise<void> {
  await accept(office, 'first')
  await accept(office, 'second', { target: ACCOUNT_02, requested_by: { system: 'other' } })
  await accept(office, 'both', { target: BOTH })
  await ready(office, 'phone_01')
  await ready(office, 'phone_02', 'unplugged')
  await office.end(await office.claim('phone_01'), { to: 'DONE' })
}

const named = (events: readonly { request_id: string | null; event: string; phone_id: string | null }[]) =>
  events.map(({ request_id, event, phone_id }) => `${request_id ?? phone_id ?? ''} ${event}`)

test('an event has every field, with null for what does not apply', async (t) => {
  const office = await openOffice(t)
  const process_id = await accept(office, 'first')
  await ready(office, 'phone_02', 'unplugged')

  const { events } = office.processes.listEvents({})

  const epoch = office.store.read.events.epoch()
  assert.deepEqual(events, [
    {
      event_id: `${epoch}-1`,
      kind: 'process',
      event: 'accepted',
      at: '2026-03-22T08:30:00.000Z',
      process_id,
      process_type: 'keyword_warmup',
      request_id: 'first',
      system: 'ugc-tracker',
      status: 'queued',
      milestone: 'accepted',
      queue_item_id: null,
      account_id: null,
      attempt: null,
      progress: null,
      phone_id: null,
      state: null,
      reason: null,
      detail: null,
    },
    {
      event_id: `${epoch}-2`,
      kind: 'phone',
      event: 'offline',
      at: '2026-03-22T08:30:00.000Z',
      process_id: null,
      process_type: null,
      request_id: null,
      system: null,
      status: null,
      milestone: null,
      queue_item_id: null,
      account_id: null,
      attempt: null,
      progress: null,
      phone_id: 'phone_02',
      state: 'offline',
      reason: 'unplugged',
      detail: null,
    },
  ])
})

const FILTERED: [query: Query, told: string[]][] = [
  [
    {},
    [
      'first accepted',
      'second accepted',
      'both accepted',
      'phone_01 ready',
      'phone_02 offline',
      'first executing',
      'first completed',
    ],
  ],
  [{ kind: ['phone'] }, ['phone_01 ready', 'phone_02 offline']],
  [{ event: ['completed', 'offline'] }, ['phone_02 offline', 'first completed']],
  [{ system: ['other'] }, ['second accepted']],
  [{ account_id: ['account_02'] }, ['second accepted', 'both accepted']],
  [{ phone_id: ['phone_02'] }, ['second accepted', 'both accepted', 'phone_02 offline']],
  [{ phone_id: ['phone_02'], kind: ['process'] }, ['second accepted', 'both accepted']],
  [{ process_id: ['nobody'] }, []],
]

for (const [query, expected] of FILTERED) {
  test(`asked for ${JSON.stringify(query)}, ${expected.length} events of the day are told`, async (t) => {
    const office = await openOffice(t)
    await aDay(office)

    const { events, next_cursor, reset } = office.processes.listEvents(query)

    assert.deepEqual(named(events), expected)
    assert.deepEqual([next_cursor, reset], [null, null])
  })
}

test('pages follow each other without gaps or repeats, and the last one says where to ask from', async (t) => {
  const office = await openOffice(t)
  await aDay(office)

  const first = office.processes.listEvents({ limit: ['4'] })
  const second = office.processes.listEvents({ limit: ['4'], cursor: [first.next_cursor ?? ''] })
  await accept(office, 'later')
  const third = office.processes.listEvents({ after: [second.last_event_id] })

  assert.deepEqual(named(first.events).at(-1), 'phone_01 ready')
  assert.deepEqual(named(second.events), ['phone_02 offline', 'first executing', 'first completed'])
  assert.equal(second.next_cursor, null)
  assert.deepEqual(named(third.events), ['later accepted'])
})

test('a key for its own processes is told of no others, and not why phones are as they are', async (t) => {
  const office = await openOffice(t)
  const [mine, yours] = [ownOnly('mine'), ownOnly('yours')]
  await accept(office, 'mine', { target: ACCOUNT_01 }, mine)
  await accept(office, 'yours', { target: ACCOUNT_02 }, yours)
  await accept(office, 'operator')
  await ready(office, 'phone_02', 'works for yours')

  const { events } = office.processes.listEvents({}, mine)

  assert.deepEqual(named(events), ['mine accepted', 'phone_02 offline'])
  assert.equal(events[1]?.reason, null)
  assert.deepEqual(named(office.processes.listEvents({}, { ...mine, owner: null }).events), [
    'phone_02 offline',
  ])
})

test('what is committed is told to all who follow, each what he asked for and may know', async (t) => {
  const office = await openOffice(t)
  const { clock, processes } = office
  await accept(office, 'before')
  const all = listenTo(processes.followEvents({}, undefined))
  const phones = listenTo(processes.followEvents({ kind: ['phone'] }, undefined))
  const mine = listenTo(processes.followEvents({}, undefined, ownOnly('mine')))

  await accept(office, 'other', { target: ACCOUNT_02 })
  await accept(office, 'mine', {}, ownOnly('mine'))
  await ready(office, 'phone_01')
  await told(clock)

  assert.deepEqual(named(all.events), ['other accepted', 'mine accepted', 'phone_01 ready'])
  assert.deepEqual(named(phones.events), ['phone_01 ready'])
  assert.deepEqual(named(mine.events), ['mine accepted', 'phone_01 ready'])
})

test('one commit of many changes is read from the database once, however many follow', async (t) => {
  const office = await openOffice(t)
  const { clock, processes, store } = office
  const heard = Array.from({ length: 20 }, () => listenTo(processes.followEvents({}, undefined)))
  await told(clock)
  let reads = 0
  const { after } = store.read.events
  store.read.events.after = (...where) => {
    reads++
    return after(...where)
  }

  await Promise.all(['a', 'b', 'c'].map((request) => accept(office, request)))
  await told(clock)

  assert.deepEqual(
    heard.map(({ events }) => events.length),
    heard.map(() => 3),
  )
  assert.equal(reads, 1)
})

test('whoever comes back with his last id hears everything after it once, and then what is new', async (t) => {
  const office = await openOffice(t)
  const { clock, processes } = office
  for (let number = 1; number <= 250; number++) await ready(office, 'phone_01', `reason ${number}`)
  const [, second] = processes.listEvents({}).events

  const heard = listenTo(processes.followEvents({}, second?.event_id))
  await told(clock)
  await ready(office, 'phone_01', 'the last')
  await told(clock)

  assert.deepEqual(
    heard.events.map(({ reason }) => reason),
    [...Array.from({ length: 248 }, (_, index) => `reason ${index + 3}`), 'the last'],
  )
})

test('nothing new for 15 s is a sign of life with the id that is reached', async (t) => {
  const office = await openOffice(t)
  const { clock, processes, store } = office
  const following = processes.followEvents({ kind: ['phone'] }, undefined)
  const next = following.next()
  await accept(office, 'nothing of a phone')

  await clock.advance(15_000)

  assert.deepEqual(await next, { events: [], upTo: `${store.read.events.epoch()}-1` })
})

test('whoever takes nothing for 30 s is cut off, and goes on from his last id when he comes back', async (t) => {
  const office = await openOffice(t)
  const { clock, processes } = office
  const following = processes.followEvents({}, undefined)
  await ready(office, 'phone_01', 'first')
  const telling = await following.next()
  await ready(office, 'phone_01', 'second')

  await clock.advance(30_000)

  assert.equal(following.over.aborted, true)
  const again = listenTo(processes.followEvents({}, telling?.upTo))
  await told(clock)
  assert.deepEqual(
    again.events.map(({ reason }) => reason),
    ['second'],
  )
})

test('an id that is kept no longer, or of before a restore, is a reset and goes on from now', async (t) => {
  const office = await openOffice(t)
  const { processes, store } = office
  await aDay(office)
  const epoch = store.read.events.epoch()
  const cut = { before: '2026-01-01T00:00:00.000Z', keep: 2, limit: 500 }
  await store.write('prune', ({ events }) => events.prune(cut))

  assert.equal(processes.followEvents({}, `${epoch}-3`).reset, 'expired')
  const kept = processes.followEvents({}, `${epoch}-5`)
  assert.deepEqual([kept.reset, kept.from], [null, `${epoch}-5`])
  const restored = processes.followEvents({}, '00000000-5')
  assert.deepEqual([restored.reset, restored.from], ['restored', `${epoch}-7`])
  assert.deepEqual(processes.listEvents({ after: [`${epoch}-1`] }), {
    events: [],
    next_cursor: null,
    last_event_id: `${epoch}-7`,
    reset: 'expired',
  })
})

test('the last id stays good when every event is gone', async (t) => {
  const office = await openOffice(t)
  const { processes, store } = office
  await aDay(office)
  const epoch = store.read.events.epoch()
  await store.write('prune', ({ events }) => events.prune({ before: '2027', keep: 0, limit: 500 }))

  assert.equal(processes.followEvents({}, `${epoch}-7`).reset, null)
  assert.equal(processes.followEvents({}, `${epoch}-6`).reset, 'expired')
})

test('ids that were never given are refused', async (t) => {
  const office = await openOffice(t)
  const { processes, store } = office
  const epoch = store.read.events.epoch()

  for (const id of ['', 'x', '1', `${epoch}-`, `${epoch}--1`, `${epoch}-01`, `${epoch}-1e3`, `${epoch}-1`]) {
    assert.equal((await refusalOf(() => processes.followEvents({}, id))).error, 'invalid_request', id)
    assert.equal((await refusalOf(() => processes.listEvents({ after: [id] }))).error, 'invalid_request', id)
  }
})

test('events of a process that was removed are told to nobody', async (t) => {
  const office = await openOffice(t)
  const { processes, store } = office
  const process_id = await accept(office, 'first')
  await processes.cancelProcess(process_id, cancelRequest())
  const end = { after_process_id: '', after_lease_id: 0 }
  for (const { delivery_id, sequence, tries } of store.read.deliveries.ofProcess(process_id)) {
    const at = '2026-03-22T08:30:00.000Z'
    await store.write('callback_delivered', ({ deliveries }) =>
      deliveries.delivered({ delivery_id, process_id, sequence, tries, at }),
    )
  }

  await store.write('prune', ({ retention }) => retention.prune('2027', end, { looked: 100, removed: 100 }))

  assert.deepEqual(processes.listEvents({}).events, [])
  assert.equal(store.read.events.oldestId(), null)
})

test('a key may follow ten times, the full key fifty times, and all together a hundred times', async (t) => {
  const { processes } = await openOffice(t)
  const follow = (owner: string) => processes.followEvents({}, undefined, ownOnly(owner))
  const full = Array.from({ length: 50 }, () => processes.followEvents({}, undefined))
  for (const owner of ['a', 'b', 'c', 'd']) for (let open = 0; open < 10; open++) follow(owner)
  const last = Array.from({ length: 10 }, () => follow('e'))

  assert.equal((await refusalOf(() => follow('a'))).error, 'rate_limited')
  assert.equal((await refusalOf(() => processes.followEvents({}, undefined))).error, 'rate_limited')
  assert.equal((await refusalOf(() => follow('f'))).error, 'unavailable:too_many_streams')
  last[0]?.close()
  last[0]?.close()
  follow('f')
  assert.equal((await refusalOf(() => follow('f'))).error, 'unavailable:too_many_streams')
  full[0]?.close()
  assert.equal(follow('f').over.aborted, false)
})

test('a drain ends what is open and refuses what comes', async (t) => {
  const { clock, processes } = await openOffice(t)
  const heard = listenTo(processes.followEvents({}, undefined))

  processes.drainEvents()
  await told(clock)

  assert.equal(heard.isOver(), true)
  assert.equal((await refusalOf(() => processes.followEvents({}, undefined))).error, 'unavailable:draining')
  assert.equal(clock.pending(), 0)
})

test('when nobody follows any more, no timer is left and commits are not looked at', async (t) => {
  const office = await openOffice(t)
  const { clock, processes, store } = office
  const following = processes.followEvents({}, undefined)
  const heard = listenTo(following)
  await accept(office, 'first')
  await told(clock)

  following.close()
  await told(clock)
  store.read.events.after = () => assert.fail('looked')
  await accept(office, 'second')
  await told(clock)

  assert.deepEqual([heard.isOver(), heard.events.length, clock.pending()], [true, 1, 0])
})
