import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountSettings } from '../../src/domain/account-settings.ts'
import type { Execute } from '../../src/scheduler/run.ts'
import type { QueueItemRow } from '../../src/store/queue-items.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { EDIT, addProcess, openFarm } from '../support/farm.ts'
import { schedulerOn, type Farm } from './farm-scheduler.ts'
import { untilStopped } from './scripted-execute.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

const DEFAULTS: AccountSettings = { timezone: 'UTC', quiet_hours: [], daily_budget_minutes: null }
const NIGHT: AccountSettings = { ...DEFAULTS, quiet_hours: [{ from: '22:00', to: '07:00' }] }

/** A farm with two accounts on phone_01: account_01 with the settings, and account_free. */
async function heldFarm(nowIso: string, settings: AccountSettings, execute: Execute): Promise<Farm> {
  const clock = createFakeClock(nowIso)
  const store = await openFarm(clock)
  const scheduler = schedulerOn(store, clock, { execute })
  await scheduler.start()
  await setAccount({ clock, store, scheduler }, 'account_01', settings)
  await setAccount({ clock, store, scheduler }, 'account_free', DEFAULTS)
  return { clock, store, scheduler }
}

async function setAccount({ store, clock }: Farm, account_id: string, settings: AccountSettings) {
  const account = { account_id, phone_id: 'phone_01', app: 'clips', username: account_id } as const
  await store.write('put_account', (tables) => {
    tables.accounts.put({ ...account, status: 'active', settings: JSON.stringify(settings) }, clock.now())
    tables.holds.reconsider({ account_id, at: clock.now().toISOString() })
  })
}

async function submit(farm: Farm, ids: readonly string[], more: object = {}): Promise<void> {
  const items = ids.map((queue_item_id) => ({ queue_item_id, ...more }))
  await addProcess(farm.store, farm.clock, { process_id: `process of ${ids[0]}`, items })
  farm.scheduler.wake()
  await farm.scheduler.idle()
}

const itemOf = ({ store }: Farm, id: string): QueueItemRow => {
  const item = store.read.queueItems.find(id)
  assert.ok(item)
  return item
}

const facts = (farm: Farm, id: string) => {
  const { status, ready, not_before, held_for, attempt } = itemOf(farm, id)
  return { status, ready, not_before, held_for, attempt }
}

const done: Execute = async () => ({})

/** Works until it is stopped, or for that long. */
function working({ clock }: { clock: Farm['clock'] }, ms: number): Execute {
  return async (run) => {
    await clock.sleep(ms, run.signal)
    return {}
  }
}

test('an item of an account in its quiet hours waits for their end, and then runs', async () => {
  const farm = await heldFarm('2026-03-22T23:15:00.000Z', NIGHT, done)
  await submit(farm, ['i1'])
  const before = facts(farm, 'i1')

  await farm.clock.advance(7.75 * HOUR_MS)
  await farm.scheduler.idle()

  assert.deepEqual(before, {
    status: 'QUEUED',
    ready: 0,
    not_before: '2026-03-23T07:00:00.000Z',
    held_for: 'quiet_hours',
    attempt: 0,
  })
  assert.deepEqual(facts(farm, 'i1'), {
    status: 'DONE',
    ready: 0,
    not_before: null,
    held_for: null,
    attempt: 1,
  })
})

test('the other accounts of the phone go on meanwhile', async () => {
  const farm = await heldFarm('2026-03-22T23:15:00.000Z', NIGHT, done)
  await submit(farm, ['i1', 'i2'])
  await submit(farm, ['free'], { account_id: 'account_free' })

  assert.equal(itemOf(farm, 'free').status, 'DONE')
  assert.deepEqual(
    ['i1', 'i2'].map((id) => itemOf(farm, id).held_for),
    ['quiet_hours', 'quiet_hours'],
  )
})

test('a backlog longer than one claim looks through is put aside all the same', async () => {
  const farm = await heldFarm('2026-03-22T23:15:00.000Z', NIGHT, done)
  await submit(
    farm,
    Array.from({ length: 1200 }, (_, index) => `i${index}`),
  )
  await submit(farm, ['free'], { account_id: 'account_free' })

  assert.equal(itemOf(farm, 'free').status, 'DONE')
  assert.equal(itemOf(farm, 'i1199').held_for, 'quiet_hours')
})

test('what was held by night does not go before everybody else in the morning', async () => {
  const order: string[] = []
  const farm = await heldFarm('2026-03-22T06:59:00.000Z', NIGHT, async ({ item }) => {
    order.push(item.queue_item_id)
    return {}
  })
  const night = Array.from({ length: 5 }, (_, index) => `night-${index + 1}`)
  await submit(farm, night)
  const items = ['early-1', 'early-2', 'early-3'].map((queue_item_id) => ({
    queue_item_id,
    account_id: 'account_free',
  }))
  await addProcess(farm.store, farm.clock, { process_id: 'early', system: 'other', items })
  farm.scheduler.wake()
  await farm.clock.advance(0)
  await farm.scheduler.idle()
  await addProcess(farm.store, farm.clock, {
    process_id: 'late',
    system: 'other',
    items: [{ queue_item_id: 'late-1', account_id: 'account_free' }],
  })

  await farm.clock.advance(MINUTE_MS)
  await farm.scheduler.idle()

  assert.deepEqual(order.slice(0, 3), ['early-1', 'early-2', 'early-3'])
  assert.deepEqual(
    order.filter((id) => id.startsWith('night')),
    night,
  )
})

test('what came while its phone was busy does not go before what was held earlier', async () => {
  const order: string[] = []
  const farm = await heldFarm('2026-03-22T06:58:00.000Z', NIGHT, async ({ item, signal }) => {
    order.push(item.queue_item_id)
    if (item.queue_item_id === 'long') await farm.clock.sleep(10 * MINUTE_MS, signal)
    return {}
  })
  await submit(farm, ['night-1'])
  const long = { queue_item_id: 'long', account_id: 'account_free' }
  await addProcess(farm.store, farm.clock, { process_id: 'long', items: [long] })
  farm.scheduler.wake()
  await farm.clock.advance(MINUTE_MS)
  await addProcess(farm.store, farm.clock, { process_id: 'dawn', items: [{ queue_item_id: 'dawn-1' }] })
  farm.scheduler.wake()

  await farm.clock.advance(20 * MINUTE_MS)
  await farm.scheduler.idle()

  assert.deepEqual(order, ['long', 'night-1', 'dawn-1'])
})

test('new settings let what is held run at once', async () => {
  const farm = await heldFarm('2026-03-22T23:15:00.000Z', NIGHT, done)
  await submit(farm, ['i1'])

  await setAccount(farm, 'account_01', DEFAULTS)
  farm.scheduler.wake()
  await farm.scheduler.idle()

  assert.equal(itemOf(farm, 'i1').status, 'DONE')
})

test('new settings that change nothing for the moment hold it again', async () => {
  const farm = await heldFarm('2026-03-22T23:15:00.000Z', NIGHT, done)
  await submit(farm, ['i1'])

  await setAccount(farm, 'account_01', { ...NIGHT, quiet_hours: [{ from: '22:00', to: '06:00' }] })
  farm.scheduler.wake()
  await farm.scheduler.idle()

  assert.equal(facts(farm, 'i1').not_before, '2026-03-23T06:00:00.000Z')
})

test('a warmup that runs when the quiet hours begin stops at its next step and goes on in the morning', async () => {
  const attempts: string[] = []
  const clock = createFakeClock('2026-03-22T21:30:00.000Z')
  const farm = await heldFarm('2026-03-22T21:30:00.000Z', NIGHT, async (run) => {
    attempts.push(`attempt ${run.attempt} at ${farm.clock.now().toISOString()}`)
    return run.attempt === 1 ? await untilStopped(run) : {}
  })
  await addProcess(farm.store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  farm.scheduler.wake()

  await farm.clock.advance(31 * MINUTE_MS)
  const inTheNight = facts(farm, 'i1')
  await farm.clock.advance(9 * HOUR_MS)
  await farm.scheduler.idle()

  assert.deepEqual(inTheNight, {
    status: 'QUEUED',
    ready: 0,
    not_before: '2026-03-23T07:00:00.000Z',
    held_for: 'quiet_hours',
    attempt: 1,
  })
  assert.deepEqual(attempts, [
    'attempt 1 at 2026-03-22T21:30:00.000Z',
    'attempt 2 at 2026-03-23T07:00:00.000Z',
  ])
  assert.deepEqual(
    farm.store.read.attempts.ofItem('i1').map(({ outcome }) => outcome),
    ['stopped', 'done'],
  )
  const { work_failures, infra_failures } = itemOf(farm, 'i1')
  assert.deepEqual({ work_failures, infra_failures }, { work_failures: 0, infra_failures: 0 })
})

test('an edit that runs when the quiet hours begin is finished', async () => {
  const farm = await heldFarm('2026-03-22T21:59:00.000Z', NIGHT, (run) => working(farm, 2 * MINUTE_MS)(run))
  await addProcess(farm.store, farm.clock, {
    process_id: 'p1',
    items: [{ queue_item_id: 'i1', action: EDIT }],
  })
  farm.scheduler.wake()

  await farm.clock.advance(3 * MINUTE_MS)
  await farm.scheduler.idle()

  assert.deepEqual(
    farm.store.read.attempts.ofItem('i1').map(({ outcome }) => outcome),
    ['done'],
  )
})

test('nothing is started that would have to stop within a minute', async () => {
  const farm = await heldFarm('2026-03-22T21:59:30.000Z', NIGHT, done)
  await submit(farm, ['i1'])

  assert.equal(facts(farm, 'i1').held_for, 'quiet_hours')
})

test("an account's minutes of the day are used up by its runs, and new ones come at its midnight", async () => {
  const settings = { ...DEFAULTS, timezone: 'Europe/Berlin', daily_budget_minutes: 30 }
  const farm = await heldFarm('2026-03-22T08:30:00.000Z', settings, (run) =>
    working(farm, 20 * MINUTE_MS)(run),
  )
  const ids = ['i1', 'i2', 'i3']
  const items = ids.map((queue_item_id) => ({ queue_item_id }))
  await addProcess(farm.store, farm.clock, { process_id: 'p1', items })
  farm.scheduler.wake()

  await farm.clock.advance(2 * HOUR_MS)
  const byDay = ids.map((id) => itemOf(farm, id).status)
  const held = facts(farm, 'i3')
  await farm.clock.advance(13 * HOUR_MS)

  // The second one used what was left and is to go on tomorrow.
  assert.deepEqual(byDay, ['DONE', 'QUEUED', 'QUEUED'])
  assert.deepEqual(
    { held_for: held.held_for, not_before: held.not_before },
    { held_for: 'daily_budget', not_before: '2026-03-22T23:00:00.000Z' },
  )
  assert.equal(farm.store.read.accountUsage.used({ account_id: 'account_01', day: '2026-03-22' }), 1800)
  assert.equal(itemOf(farm, 'i2').status, 'DONE')
  assert.equal(farm.store.read.accountUsage.used({ account_id: 'account_01', day: '2026-03-23' }), 1800)
})

test('on a host whose clock was never set, what depends on the time of day waits and everything else runs', async () => {
  const farm = await heldFarm('1970-01-01T00:00:30.000Z', NIGHT, done)
  await submit(farm, ['i1'])
  await submit(farm, ['free'], { account_id: 'account_free' })

  assert.equal(itemOf(farm, 'free').status, 'DONE')
  assert.deepEqual(facts(farm, 'i1'), {
    status: 'QUEUED',
    ready: 0,
    not_before: '1970-01-01T00:01:30.000Z',
    held_for: 'clock',
    attempt: 0,
  })
})

test('a held item can be cancelled and never comes back', async () => {
  const farm = await heldFarm('2026-03-22T23:15:00.000Z', NIGHT, done)
  await submit(farm, ['i1'])

  await farm.store.write('cancel', (tables) => {
    const error = JSON.stringify({ message: 'operator requested stop', category: 'cancelled' })
    tables.queueItems.cancelPending('process of i1', error, farm.clock.now())
  })
  await farm.clock.advance(10 * HOUR_MS)

  assert.deepEqual(facts(farm, 'i1'), {
    status: 'CANCELLED',
    ready: 0,
    not_before: null,
    held_for: null,
    attempt: 0,
  })
})
