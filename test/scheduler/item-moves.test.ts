import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RETRY_LIMITS } from '../../src/domain/retry.ts'
import { cancelError, cancelPending } from '../../src/processes/cancel-pending.ts'
import { claimNext } from '../../src/scheduler/claim-next.ts'
import { beginAttempt, endAttempt, type MoveDeps, type Outcome } from '../../src/scheduler/item-moves.ts'
import type { ClaimedItem } from '../../src/store/claims.ts'
import type { Store } from '../../src/store/store.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { addProcess, countingIds, openFarm } from '../support/farm.ts'

interface Given {
  store: Store
  deps: MoveDeps
  item: ClaimedItem
  clock: FakeClock
}

/** Item `i1` of `p1`, claimed by boot-1 for phone_01. */
async function claimed(): Promise<Given> {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  const deps = { clock, newId: countingIds('id'), random: () => 0.5, retryLimits: RETRY_LIMITS }
  const of = { phone_id: 'phone_01', boot_id: 'boot-1' }
  const { item } = await store.write('put_phone', (tables) => claimNext(tables, deps, of))
  assert.ok(item)
  return { store, deps, item, clock }
}

test('a claim takes the item and the lease of its phone, and the process stays planned', async () => {
  const { store, item } = await claimed()

  assert.equal(item.attempt, 1)
  assert.equal(store.read.queueItems.find('i1')?.status, 'CLAIMED')
  assert.equal(store.read.leases.ofPhone('phone_01')?.queue_item_id, 'i1')
  assert.equal(store.read.processes.find('p1')?.status, 'PLANNED')
})

const CHARGES: [name: string, outcome: Outcome, workedMs: number | undefined, seconds: number][] = [
  ['a run that ended is charged for the time that it took', { kind: 'done', result: '{}' }, 90_000, 90],
  ['a run that was put back is charged', { kind: 'put_back' }, 45_400, 45],
  ['a run that was cut off is charged until it was last heard of', { kind: 'interrupted' }, undefined, 30],
]

for (const [name, outcome, workedMs, seconds] of CHARGES) {
  test(`${name}: ${seconds} seconds`, async () => {
    const { store, deps, item, clock } = await claimed()
    await store.write('put_phone', (tables) => beginAttempt(tables, deps, item))
    await clock.advance(30_000)
    await store.write('put_phone', (tables) =>
      tables.attempts.setSession({
        ...item,
        session_id: 's1',
        container: 'http://127.0.0.1:4723',
        at: clock.now().toISOString(),
      }),
    )
    await clock.advance(3_600_000)

    await store.write('put_phone', (tables) =>
      endAttempt(tables, deps, {
        item,
        from: 'EXECUTING',
        outcome,
        ...(workedMs !== undefined && { workedMs }),
      }),
    )

    assert.equal(store.read.accountUsage.used({ account_id: 'account_01', day: '2026-03-22' }), seconds)
  })
}

test('an item that was claimed but cancelled before its run began never begins and frees its phone', async () => {
  const { store, deps, item } = await claimed()
  const cancel = JSON.stringify({ reason: 'operator requested stop' })
  await store.write('put_phone', (tables) => {
    cancelPending(tables, 'p1', cancelError(cancel), deps.clock.now())
  })

  const begun = await store.write('put_phone', (tables) => beginAttempt(tables, deps, item))

  assert.equal(begun, false)
  assert.equal(store.read.queueItems.find('i1')?.status, 'CANCELLED')
  assert.equal(store.read.leases.ofPhone('phone_01'), null)
  assert.deepEqual(store.read.attempts.ofItem('i1'), [])
})

test('the second report of an ending changes nothing', async () => {
  const { store, deps, item } = await claimed()
  await store.write('put_phone', (tables) => beginAttempt(tables, deps, item))
  const done = { item, from: 'EXECUTING', outcome: { kind: 'done', result: '{"first":true}' } } as const
  const again = { item, from: 'EXECUTING', outcome: { kind: 'done', result: '{"first":false}' } } as const

  const first = await store.write('put_phone', (tables) => endAttempt(tables, deps, done))
  const second = await store.write('put_phone', (tables) => endAttempt(tables, deps, again))

  assert.deepEqual([first, second], [true, false])
  assert.equal(store.read.queueItems.find('i1')?.result, '{"first":true}')
})

test('every move of a process is announced once and in order', async () => {
  const { store, deps, item } = await claimed()
  await store.write('put_phone', (tables) => beginAttempt(tables, deps, item))
  const error = { message: 'phone is gone', category: 'device' } as const
  await store.write('put_phone', (tables) =>
    endAttempt(tables, deps, { item, from: 'EXECUTING', outcome: { kind: 'failed', error } }),
  )
  await store.write('put_phone', (tables) =>
    tables.claims.promoteDue({ at: '2026-03-22T08:30:10.000Z', limit: 10 }),
  )
  const of = { phone_id: 'phone_01', boot_id: 'boot-1' }
  const { item: next } = await store.write('put_phone', (tables) => claimNext(tables, deps, of))
  assert.ok(next)
  await store.write('put_phone', (tables) => beginAttempt(tables, deps, next))
  await store.write('put_phone', (tables) =>
    endAttempt(tables, deps, { item: next, from: 'EXECUTING', outcome: { kind: 'done', result: '{}' } }),
  )

  const milestones = store.read.timeline
    .ofProcess('p1')
    .map(({ event }) => event)
    .filter((event) => !event.startsWith('item_'))
  assert.deepEqual(milestones, ['accepted', 'executing', 'retrying', 'executing', 'completed'])
})
