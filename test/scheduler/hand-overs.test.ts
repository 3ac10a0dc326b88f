import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import { createProcesses } from '../../src/processes/processes.ts'
import type { Execute } from '../../src/scheduler/run.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, countingIds, openFarm } from '../support/farm.ts'
import { schedulerOn } from './farm-scheduler.ts'

const MINUTE_MS = 60_000

/** A farm with the accounts account_01 and account_02 on phone_01; the app asks for a person as long as `asks` says so. */
async function farmThatAsks(t: TestContext, { holdPhoneMs = 0 }: { holdPhoneMs?: number } = {}) {
  const clock = createFakeClock()
  const store = await openFarm(clock)
  const asks = new Set(['account_01'])
  const ran: string[] = []
  const execute: Execute = async ({ item }) => {
    ran.push(item.queue_item_id)
    if (asks.has(item.account_id))
      throw new RunError('account_action_needed', 'Clips asks for a person (login_required): Log in')
    return {}
  }
  const scheduler = schedulerOn(store, clock, { execute, limits: { holdPhoneMs } })
  const processes = createProcesses({
    store,
    clock,
    newId: countingIds('id'),
    runs: scheduler,
    callbackAllow: [],
    knownApps: () => ['clips'],
    wake: scheduler.wake,
  })
  await processes.putAccount('account_02', {
    phone_id: 'phone_01',
    app: 'clips',
    username: 'user_02',
    status: 'active',
  })
  await scheduler.start()
  t.after(async () => {
    await scheduler.stop()
    await store.close()
  })
  let submitted = 0
  return {
    clock,
    store,
    processes,
    asks,
    ran,
    submit: async (queue_item_id: string, account_id: string): Promise<string> => {
      const process_id = `process-${++submitted}`
      await addProcess(store, clock, { process_id, items: [{ queue_item_id, account_id }] })
      scheduler.wake()
      await scheduler.idle()
      return process_id
    },
    settled: async () => {
      await clock.advance(0)
      await scheduler.idle()
    },
  }
}

test('an account whose app asks for a person is on hold from the end of that run, and shows what must be done', async (t) => {
  const { submit, processes } = await farmThatAsks(t)
  const processId = await submit('i1', 'account_01')

  const { hand_over } = processes.readAccount('account_01')
  assert.deepEqual(hand_over, {
    hand_over_id: 'boot-1-2',
    phone_id: 'phone_01',
    process_id: processId,
    queue_item_id: 'i1',
    reason: 'Clips asks for a person (login_required): Log in',
    needed:
      'on phone phone_01, do in the app clips what it asks of user_01 (sign in, enter a code, confirm), then resume account account_01',
    opened_at: '2026-03-22T08:30:00.000Z',
    closed_at: null,
    closed_by: null,
    note: null,
  })
  assert.equal(processes.readProcess(processId).status, 'failed_terminal')
  const events = processes.readTimeline(processId).events.map(({ event }) => event)
  assert.ok(events.includes('account_on_hold'), events.join())
})

test('further work of an account on hold is accepted and waits, and the other accounts of its phone go on', async (t) => {
  const { submit, processes, ran } = await farmThatAsks(t)
  await submit('i1', 'account_01')
  const waiting = await submit('i2', 'account_01')
  await submit('i3', 'account_02')

  assert.deepEqual(ran, ['i1', 'i3'])
  assert.deepEqual(
    processes.explainProcess(waiting).waiting.map(({ code, since }) => ({ code, since })),
    [{ code: 'account_on_hold', since: '2026-03-22T08:30:00.000Z' }],
  )
})

test('a resumed account goes on at once with what waited; what had failed stays failed', async (t) => {
  const { submit, processes, ran, asks, clock, settled } = await farmThatAsks(t)
  const failed = await submit('i1', 'account_01')
  const waiting = await submit('i2', 'account_01')
  await clock.advance(5 * MINUTE_MS)
  asks.clear()

  const account = await processes.resumeAccount('account_01', { note: 'signed in', by: 'ann' })
  await settled()

  assert.deepEqual([account.hand_over, ran], [null, ['i1', 'i2']])
  assert.deepEqual(
    [failed, waiting].map((id) => processes.readProcess(id).status),
    ['failed_terminal', 'completed'],
  )
  const { hand_overs } = processes.listHandOvers('account_01', {})
  assert.deepEqual(
    hand_overs.map(({ closed_at, closed_by, note }) => ({ closed_at, closed_by, note })),
    [{ closed_at: '2026-03-22T08:35:00.000Z', closed_by: 'ann', note: 'signed in' }],
  )
  assert.equal(processes.readTimeline(failed).events.at(-1)?.detail, 'ann: signed in')
})

test('work that waits for a person waits for days, looked at again without being run', async (t) => {
  const { submit, ran, clock } = await farmThatAsks(t)
  await submit('i1', 'account_01')
  await submit('i2', 'account_01')
  await clock.advance(3 * 24 * 60 * MINUTE_MS)
  assert.deepEqual(ran, ['i1'])
})

test('the phone stays as it is for a while, for whoever comes to look at it', async (t) => {
  const { submit, processes, ran, clock, settled } = await farmThatAsks(t, { holdPhoneMs: 10 * MINUTE_MS })
  await submit('i1', 'account_01')
  await submit('i2', 'account_02')
  const { lease } = processes.readPhone('phone_01')
  const before = [...ran]
  await clock.advance(10 * MINUTE_MS)
  await settled()

  assert.deepEqual(lease, {
    kind: 'person',
    holder: 'waiting for a person: account_01',
    queue_item_id: null,
    since: '2026-03-22T08:30:00.000Z',
    until: '2026-03-22T08:40:00.000Z',
  })
  assert.deepEqual([before, ran], [['i1'], ['i1', 'i2']])
})

test('whoever comes takes the phone over, and a resume does not take it from them', async (t) => {
  const { submit, processes } = await farmThatAsks(t, { holdPhoneMs: 10 * MINUTE_MS })
  await submit('i1', 'account_01')
  await processes.takePhone('phone_01', { holder: 'ann', minutes: 60 })
  await processes.resumeAccount('account_01', { note: 'signed in' })

  const { lease } = processes.readPhone('phone_01')
  assert.deepEqual([lease?.holder, lease?.until], ['ann', '2026-03-22T09:30:00.000Z'])
})

test('a resume gives the phone back that was kept for a person', async (t) => {
  const { submit, processes, ran, settled } = await farmThatAsks(t, { holdPhoneMs: 10 * MINUTE_MS })
  await submit('i1', 'account_01')
  await submit('i2', 'account_02')
  await processes.resumeAccount('account_01', { note: 'signed in' })
  await settled()

  assert.deepEqual([processes.readPhone('phone_01').lease, ran], [null, ['i1', 'i2']])
})

test('an account that does not wait for a person cannot be resumed', async (t) => {
  const { processes } = await farmThatAsks(t)
  await assert.rejects(processes.resumeAccount('account_02', { note: 'nothing' }), {
    code: 'conflict',
    detail: 'account_not_on_hold',
  })
})

test('the accounts that wait for a person can be listed alone', async (t) => {
  const { submit, processes } = await farmThatAsks(t)
  await submit('i1', 'account_01')
  const ids = (on_hold: string) =>
    processes.listAccounts({ on_hold: [on_hold] }).accounts.map(({ account_id }) => account_id)
  assert.deepEqual([ids('true'), ids('false')], [['account_01'], ['account_02']])
})

test('a phone that is paused while a run goes on is draining: the run ends well and nothing new starts', async (t) => {
  const { submit, processes, asks, ran, store } = await farmThatAsks(t)
  asks.clear()
  await store.write('put_phone', ({ leases }) =>
    leases.take({
      phone_id: 'phone_01',
      queue_item_id: 'i0',
      attempt: 1,
      boot_id: 'boot-1',
      at: '2026-03-22T08:30:00.000Z',
    }),
  )
  const paused = await processes.pausePhone('phone_01')
  await submit('i1', 'account_01')

  assert.deepEqual([paused.paused, paused.draining, ran], [true, true, []])
})
