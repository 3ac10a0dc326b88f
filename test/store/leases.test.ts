import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../../src/store/database.ts'
import { leasesTable, NEWEST_LEASE } from '../../src/store/leases.ts'
import type { Store } from '../../src/store/store.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'
import { queryPlan, recordingDatabase, statementWith } from './query-plan.ts'

const LEASE = {
  phone_id: 'phone_01',
  queue_item_id: 'i1',
  attempt: 1,
  boot_id: 'boot-1',
  at: '2026-03-22T08:30:00.000Z',
}

const LATER = '2026-03-22T08:31:00.000Z'

async function leased(): Promise<Store> {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  await addProcess(store, clock, {
    process_id: 'p1',
    items: [{ queue_item_id: 'i1' }, { queue_item_id: 'i2' }],
  })
  await store.write('put_phone', ({ leases }) => leases.take(LEASE))
  return store
}

test('a phone has one master', async () => {
  const store = await leased()

  const second = store.write('put_phone', ({ leases }) => leases.take({ ...LEASE, queue_item_id: 'i2' }))

  await assert.rejects(second, /UNIQUE constraint failed: leases.phone_id/)
  assert.equal(store.read.leases.ofPhone('phone_01')?.queue_item_id, 'i1')
})

test('only its holder releases a lease', async () => {
  const store = await leased()

  const answers = await store.write('put_phone', ({ leases }) => [
    leases.release({ ...LEASE, boot_id: 'boot-2' }),
    leases.release({ ...LEASE, attempt: 2 }),
    leases.release(LEASE),
    leases.release(LEASE),
  ])

  assert.deepEqual(answers, [false, false, true, false])
})

const PERSON = { kind: 'person', phone_id: 'phone_01', holder: 'Ann', until: null } as const
const RESCUE = { kind: 'maintenance', phone_id: 'phone_01', holder: 'rescue', boot_id: 'boot-1' } as const

async function free(): Promise<Store> {
  return await openFarm(createFakeClock(), { phones: ['phone_01', 'phone_02'] })
}

test('a phone that a person holds cannot be taken by a run', async () => {
  const store = await leased()
  await store.write('put_phone', ({ leases }) => {
    leases.release(LEASE)
    leases.takeFor(PERSON, LATER)
  })

  const claim = store.write('put_phone', ({ leases }) => leases.take(LEASE))

  await assert.rejects(claim, /UNIQUE constraint failed: leases.phone_id/)
})

test('only the person who holds a phone gives it back', async () => {
  const store = await free()

  const answers = await store.write('put_phone', ({ leases }) => {
    leases.takeFor(PERSON, LATER)
    return [
      leases.releaseFor({ ...PERSON, holder: 'Bob' }, LATER),
      leases.releaseFor({ ...PERSON, kind: 'maintenance' }, LATER),
      leases.releaseFor(PERSON, LATER),
      leases.releaseFor(PERSON, LATER),
    ]
  })

  assert.deepEqual(answers, [false, false, true, false])
})

test('a hold that ends by itself ends at its time, not before', async () => {
  const store = await free()
  await store.write('put_phone', ({ leases }) => {
    leases.takeFor({ ...PERSON, until: '2026-03-22T09:00:00.000Z' }, LATER)
    leases.takeFor({ ...PERSON, phone_id: 'phone_02' }, LATER)
  })

  const early = await store.write('put_phone', ({ leases }) =>
    leases.releaseExpired('2026-03-22T08:59:59.999Z'),
  )
  const next = store.read.leases.nextUntil()
  const late = await store.write('put_phone', ({ leases }) =>
    leases.releaseExpired('2026-03-22T09:00:00.000Z'),
  )

  assert.deepEqual(early, [])
  assert.equal(next, '2026-03-22T09:00:00.000Z')
  assert.deepEqual(late, [{ phone_id: 'phone_01', holder: 'Ann' }])
  assert.equal(store.read.leases.nextUntil(), null)
  assert.equal(store.read.leases.ofPhone('phone_02')?.holder, 'Ann')
})

test('a new boot ends the maintenances of dead ones; what persons hold stays', async () => {
  const store = await free()
  await store.write('put_phone', ({ leases }) => {
    leases.takeFor(RESCUE, LATER)
    leases.takeFor({ ...PERSON, phone_id: 'phone_02' }, LATER)
  })

  const own = await store.write('put_phone', ({ leases }) =>
    leases.releaseMaintenance({ boot_id: 'boot-1', at: LATER }),
  )
  const others = await store.write('put_phone', ({ leases }) =>
    leases.releaseMaintenance({ boot_id: 'boot-2', at: LATER }),
  )

  assert.deepEqual([own, others], [0, 1])
  assert.equal(store.read.leases.ofPhone('phone_01'), null)
  assert.equal(store.read.leases.ofPhone('phone_02')?.holder, 'Ann')
})

test('the history of a phone tells its holders, newest first, page by page', async () => {
  const store = await leased()
  await store.write('put_phone', ({ leases }) => {
    leases.release({ ...LEASE, at: LATER })
    leases.takeFor(PERSON, LATER)
  })

  const [newest] = store.read.leases.history({ phone_id: 'phone_01', before: NEWEST_LEASE, limit: 1 })
  const older = store.read.leases.history({
    phone_id: 'phone_01',
    before: newest?.lease_id ?? 0,
    limit: 10,
  })

  assert.deepEqual([newest?.kind, newest?.holder, newest?.released_at], ['person', 'Ann', null])
  assert.deepEqual(
    older.map(({ kind, queue_item_id, released_at }) => ({ kind, queue_item_id, released_at })),
    [{ kind: 'run', queue_item_id: 'i1', released_at: LATER }],
  )
})

test('what a start reads of leases costs as much as phones are held, whatever the history', () => {
  const { db, statements } = recordingDatabase(openDatabase(':memory:'))
  leasesTable(db)

  const plans = [
    `kind = 'run' AND boot_id <> ? ORDER BY`,
    `kind = 'maintenance' AND boot_id <> ? ORDER BY`,
    'min(until)',
    'until <= ?',
    `kind = 'maintenance' AND boot_id <> @boot_id`,
  ].map((words) => queryPlan(db, statementWith(statements, words)))

  assert.deepEqual(plans, [
    ['SEARCH leases USING INDEX leases_held (phone_id>?)'],
    ['SEARCH leases USING INDEX leases_held (phone_id>?)'],
    ['SEARCH leases USING INDEX leases_ending (until>?)'],
    ['SEARCH leases USING INDEX leases_ending (until<?)'],
    ['SEARCH leases USING INDEX leases_held (phone_id>?)'],
  ])
})
