import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FarmError } from '../../src/domain/errors.ts'
import type { Execute } from '../../src/scheduler/run.ts'
import type { ChangeName } from '../../src/store/changes.ts'
import type { Store } from '../../src/store/store.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'
import { schedulerOn } from './farm-scheduler.ts'

/** How often a change is refused before it is taken. */
type Refused = Partial<Record<ChangeName, number>>

const ALWAYS = Number.POSITIVE_INFINITY

/** A store that refuses changes of some names; what it refuses was asked for and is undone, as in a failed transaction. */
function refusing(store: Store, refused: Refused, refusal: () => Error): Store {
  const left = new Map(Object.entries(refused))
  return {
    ...store,
    write(name, change) {
      const times = left.get(name) ?? 0
      if (times === 0) return store.write(name, change)
      left.set(name, times - 1)
      return store.write(name, (tables) => {
        change(tables)
        throw refusal()
      })
    },
  }
}

interface Life {
  store: Store
  clock: FakeClock
  /** The attempts that were begun, as `item/attempt`. */
  begun: string[]
}

/** Items i1 and i2 of phone_01 under a store that refuses, for ten minutes. */
async function lived(refused: Refused, refusal: () => Error, execute: Execute): Promise<Life> {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  for (const [index, id] of ['i1', 'i2'].entries())
    await addProcess(store, clock, { process_id: `p${index + 1}`, items: [{ queue_item_id: id }] })
  const begun: string[] = []
  const scheduler = schedulerOn(refusing(store, refused, refusal), clock, {
    execute: (run) => {
      begun.push(`${run.item.queue_item_id}/${run.attempt}`)
      return execute(run)
    },
  })
  await scheduler.start()
  await clock.advance(600_000)
  await scheduler.idle()
  return { store, clock, begun }
}

const bug = () => new TypeError('cannot read properties of undefined')
const fullDisk = () => new FarmError('unavailable', 'the disk is full', { detail: 'storage_full' })
const done: Execute = () => Promise.resolve({ videos_seen: 2 })

const errorOf = (store: Store, id: string): unknown =>
  JSON.parse(store.read.queueItems.find(id)?.error ?? 'null')
const statuses = (store: Store) => ['i1', 'i2'].map((id) => store.read.queueItems.find(id)?.status)
const INTERNAL = { message: 'an internal error ended the run', category: 'internal' }

test('a full disk is waited for, and the end of a run is stored as it was', async () => {
  const { store, begun } = await lived({ end_attempt: 20 }, fullDisk, done)

  assert.deepEqual(statuses(store), ['DONE', 'DONE'])
  assert.equal(store.read.queueItems.find('i1')?.result, '{"videos_seen":2}')
  assert.deepEqual(begun, ['i1/1', 'i2/1'])
})

test('progress that a bug keeps from being stored ends the run as an internal failure', async () => {
  const { store } = await lived({ save_progress: ALWAYS }, bug, async (run) => {
    if (run.item.queue_item_id === 'i1') await run.saveProgress({ kind: 'edit_profile', fields: {} })
    return {}
  })

  assert.deepEqual(statuses(store), ['DEAD_LETTER', 'DONE'])
  assert.deepEqual(errorOf(store, 'i1'), INTERNAL)
})

test('an attempt that a bug keeps from being begun never touches its phone and ends as an internal failure', async () => {
  const { store, begun } = await lived({ begin_attempt: ALWAYS }, bug, done)

  assert.deepEqual(statuses(store), ['DEAD_LETTER', 'DEAD_LETTER'])
  assert.deepEqual(errorOf(store, 'i1'), INTERNAL)
  assert.deepEqual(begun, [])
})

test('a result that a bug keeps from being stored costs the attempt, not the phone', async () => {
  const { store, begun } = await lived({ end_attempt: 3 }, bug, done)

  assert.deepEqual(statuses(store), ['DONE', 'DONE'])
  assert.deepEqual(begun, ['i1/1', 'i2/1', 'i1/2'])
})

test('an end that no transaction of its kind can store makes the item a dead letter', async () => {
  const { store } = await lived({ end_attempt: 6 }, bug, done)

  assert.deepEqual(statuses(store), ['DEAD_LETTER', 'DONE'])
  assert.deepEqual(errorOf(store, 'i1'), INTERNAL)
  assert.equal(store.read.processes.find('p1')?.status, 'DEAD_LETTER')
  assert.deepEqual(
    store.read.attempts.ofItem('i1').map(({ outcome }) => outcome),
    ['failed'],
  )
})

test('an item whose end cannot be stored at all is parked: its phone works on, the next boot takes it back', async () => {
  const { store, clock, begun } = await lived({ end_attempt: 6, end_broken: 3 }, bug, done)
  const parked = statuses(store)
  const next = schedulerOn(store, clock, { bootId: 'boot-2', execute: done })

  await next.start()
  await next.idle()

  assert.deepEqual(begun, ['i1/1', 'i2/1'])
  assert.deepEqual(parked, ['EXECUTING', 'DONE'])
  assert.deepEqual(statuses(store), ['DONE', 'DONE'])
  assert.equal(store.read.leases.ofPhone('phone_01'), null)
})

test('an action that this build cannot read ends its run, whatever hours its account has', async () => {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  const account = {
    account_id: 'account_01',
    phone_id: 'phone_01',
    app: 'clips',
    username: 'user_01',
  } as const
  const settings = JSON.stringify({ timezone: 'UTC', quiet_hours: [], daily_budget_minutes: 60 })
  await store.write('put_account', ({ accounts }) =>
    accounts.put({ ...account, status: 'active', settings }, clock.now()),
  )
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  const actions = { ...store.read.actions, read: () => '{"name":"dance"}' }
  const scheduler = schedulerOn({ ...store, read: { ...store.read, actions } }, clock, { execute: done })

  await scheduler.start()
  await clock.advance(600_000)
  await scheduler.idle()

  assert.equal(store.read.queueItems.find('i1')?.status, 'DEAD_LETTER')
  assert.equal(store.read.leases.ofPhone('phone_01'), null)
})
