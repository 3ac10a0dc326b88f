import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ActionProgress } from '../../src/domain/action.ts'
import { RunError } from '../../src/domain/errors.ts'
import { RunStopped } from '../../src/domain/run-control.ts'
import type { Run } from '../../src/scheduler/run.ts'
import type { Store } from '../../src/store/store.ts'
import { addProcess, EDIT, eventually, ONE_VIDEO, WARMUP } from '../support/farm.ts'
import { runOne, startFarm } from './farm-scheduler.ts'
import { scriptedExecute } from './scripted-execute.ts'

function events(store: Store, processId: string): string[] {
  return store.read.timeline.ofProcess(processId).map(({ event }) => event)
}

test('a run is given its item, its account and its attempt', async () => {
  const seen: Run[] = []
  const farm = await startFarm({
    execute: async (run) => {
      seen.push(run)
      return {}
    },
  })

  await runOne(farm)

  const [run] = seen
  assert.deepEqual(run?.item, {
    queue_item_id: 'i1',
    process_id: 'p1',
    position: 0,
    phone_id: 'phone_01',
    account_id: 'account_01',
    action: WARMUP,
  })
  assert.deepEqual(run?.account, { account_id: 'account_01', app: 'clips', username: 'user_01' })
  assert.equal(run?.attempt, 1)
  assert.equal(run?.bootId, 'boot-1')
  assert.equal(run?.snapshot, null)
  assert.equal(run?.progress, null)
})

test('a run that ends well is stored with its result, and its process with it', async () => {
  const farm = await startFarm({ execute: async () => ({ videos_seen: 2 }) })

  await runOne(farm)

  const item = farm.store.read.queueItems.find('i1')
  assert.equal(item?.status, 'DONE')
  assert.equal(item?.result, '{"videos_seen":2}')
  assert.equal(item?.finished_at, '2026-03-22T08:30:00.000Z')
  assert.equal(farm.store.read.processes.find('p1')?.status, 'DONE')
  assert.deepEqual(events(farm.store, 'p1'), [
    'accepted',
    'item_executing',
    'executing',
    'item_done',
    'completed',
  ])
  assert.equal(farm.store.read.attempts.ofItem('i1')[0]?.outcome, 'done')
  assert.equal(farm.store.read.leases.ofPhone('phone_01'), null)
})

test('while a run holds the phone the process is executing and the phone is leased to the attempt', async () => {
  const script = scriptedExecute()
  const { store, clock, scheduler } = await startFarm({ execute: script.execute })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })

  scheduler.wake()
  await script.nth(0)

  assert.equal(store.read.processes.find('p1')?.status, 'EXECUTING')
  assert.equal(store.read.processes.find('p1')?.executing_at, '2026-03-22T08:30:00.000Z')
  assert.deepEqual(store.read.leases.ofPhone('phone_01'), {
    lease_id: 1,
    phone_id: 'phone_01',
    kind: 'run',
    queue_item_id: 'i1',
    attempt: 1,
    holder: null,
    boot_id: 'boot-1',
    taken_at: '2026-03-22T08:30:00.000Z',
    until: null,
    released_at: null,
  })
})

test('a session is on the disk when onSession resolves', async () => {
  const script = scriptedExecute()
  const { store, clock, scheduler } = await startFarm({ execute: script.execute })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
  const { run } = await script.nth(0)

  await run.onSession({ session_id: 's1', container: 'http://127.0.0.1:4723' })

  const [attempt] = store.read.attempts.ofItem('i1')
  assert.equal(attempt?.session_id, 's1')
  assert.equal(attempt?.container, 'http://127.0.0.1:4723')
})

test('another attempt is given the progress of the one before', async () => {
  const progress: (ActionProgress | null)[] = []
  const farm = await startFarm({
    execute: async (run) => {
      progress.push(run.progress)
      if (run.attempt === 2) return {}
      await run.saveProgress(ONE_VIDEO)
      throw new RunError('device', 'phone is gone')
    },
  })
  await runOne(farm)

  await farm.clock.advance(10_000)
  await farm.scheduler.idle()

  assert.deepEqual(progress, [null, ONE_VIDEO])
})

test('progress that does not fit its schema fails the run and is not stored', async () => {
  const farm = await startFarm({
    execute: async (run) => {
      await run.saveProgress({ ...ONE_VIDEO, videos_seen: -1 })
      return {}
    },
  })

  await runOne(farm)

  const item = farm.store.read.queueItems.find('i1')
  assert.equal(item?.progress, null)
  assert.equal(JSON.parse(item?.error ?? '').category, 'internal')
})

test('an account follows a verified username at once, even when the run fails afterwards', async () => {
  const farm = await startFarm({
    execute: async (run) => {
      const username = { before: 'user_01', after: 'new.name', changed: true, verified: true }
      await run.saveProgress({ kind: 'edit_profile', fields: { username } })
      throw new RunError('input', 'bio is too long')
    },
  })
  await addProcess(farm.store, farm.clock, {
    process_id: 'p1',
    process_type: 'maintenance',
    items: [{ queue_item_id: 'i1', action: EDIT }],
  })

  farm.scheduler.wake()
  await farm.scheduler.idle()

  assert.equal(farm.store.read.accounts.find('account_01')?.username, 'new.name')
})

test('an account does not follow a username that was not verified', async () => {
  const farm = await startFarm({
    execute: async (run) => {
      const username = { before: 'user_01', after: 'new.name', changed: true, verified: false }
      await run.saveProgress({ kind: 'edit_profile', fields: { username } })
      return {}
    },
  })

  await runOne(farm)

  assert.equal(farm.store.read.accounts.find('account_01')?.username, 'user_01')
})

const UNWORKABLE = [
  {
    name: 'is inactive',
    change: { status: 'inactive', phone_id: 'phone_01' },
    error: { message: 'account account_01 is inactive', category: 'input' },
  },
  {
    name: 'lives on another phone by now',
    change: { status: 'active', phone_id: 'phone_02' },
    error: {
      message: 'account account_01 no longer lives on phone phone_01',
      category: 'account_mismatch',
    },
  },
] as const

for (const { name, change, error } of UNWORKABLE) {
  test(`an item whose account ${name} ends without touching the phone`, async () => {
    const script = scriptedExecute()
    const farm = await startFarm({ execute: script.execute }, ['phone_01', 'phone_02'])
    await farm.store.write('put_phone', (tables) =>
      tables.accounts.put(
        { account_id: 'account_01', app: 'clips', username: 'user_01', ...change },
        farm.clock.now(),
      ),
    )

    await runOne(farm)

    const item = farm.store.read.queueItems.find('i1')
    assert.equal(item?.status, 'DEAD_LETTER')
    assert.deepEqual(JSON.parse(item?.error ?? ''), error)
    assert.equal(script.runs.length, 0)
  })
}

test('the report of an attempt that another boot took over changes nothing', async () => {
  const script = scriptedExecute()
  const { store, clock, scheduler } = await startFarm({ execute: script.execute })
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
  const held = await script.nth(0)
  // Another boot puts the item back and claims it again.
  const item = { queue_item_id: 'i1', attempt: 1, boot_id: 'boot-1', phone_id: 'phone_01' }
  await store.write('put_phone', (tables) => {
    const ending = { from: 'EXECUTING', to: 'QUEUED', at: '2026-03-22T08:30:01.000Z', ready: true } as const
    tables.claims.end(item, ending)
    tables.leases.release({ ...item, at: ending.at })
    tables.claims.next({ phone_id: 'phone_01', boot_id: 'boot-2' })
    tables.claims.begin({
      queue_item_id: 'i1',
      attempt: 2,
      boot_id: 'boot-2',
      at: '2026-03-22T08:30:02.000Z',
    })
  })
  const before = store.read.queueItems.find('i1')

  await assert.rejects(held.run.saveProgress(ONE_VIDEO), RunStopped)
  held.succeed({ videos_seen: 99 })
  await eventually(() => scheduler.runningCount() === 0)

  assert.deepEqual(store.read.queueItems.find('i1'), before)
  assert.equal(before?.status, 'EXECUTING')
  assert.equal(before?.boot_id, 'boot-2')
})

test('a phone that was unplugged before the run had a session uses up no try: its item waits for it', async () => {
  const phone: { away: string | null } = { away: null }
  const attempts: number[] = []
  const farm = await startFarm({
    canRun: () => phone.away,
    settle: () => Promise.resolve((phone.away = 'phone phone_01 is offline: adb does not list vp-01')),
    execute: async ({ attempt }) => {
      attempts.push(attempt)
      if (attempt === 1) throw new RunError('device', 'phone vp-01 is not online')
      return {}
    },
  })
  await runOne(farm)
  await farm.clock.advance(3_600_000)
  const waiting = farm.store.read.queueItems.find('i1')

  phone.away = null
  farm.scheduler.wake()
  await farm.scheduler.idle()

  assert.deepEqual([waiting?.status, waiting?.ready, waiting?.infra_failures], ['QUEUED', 1, 0])
  assert.deepEqual(attempts, [1, 2])
  assert.equal(farm.store.read.queueItems.find('i1')?.status, 'DONE')
  const told = farm.store.read.timeline.ofProcess('p1').find(({ event }) => event === 'item_put_back')
  assert.equal(told?.detail, 'no attempt was made: phone phone_01 is offline: adb does not list vp-01')
})

test('a phone that is gone again and again at the beginning is tried less and less', async () => {
  const beganMs: number[] = []
  const farm = await startFarm({
    settle: () => Promise.resolve('phone phone_01 is offline'),
    execute: async () => {
      beganMs.push(farm.clock.monotonicMs())
      throw new RunError('device', 'phone vp-01 is not online')
    },
  })

  await runOne(farm)
  await farm.clock.advance(3_600_000)

  const pauses = beganMs.slice(1).map((ms, index) => ms - (beganMs[index] ?? 0))
  assert.deepEqual(pauses.slice(0, 7), [0, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000])
  assert.ok(beganMs.length < 70)
  assert.equal(farm.store.read.queueItems.find('i1')?.infra_failures, 0)
})

test('an item whose phone is reached on another way goes on at once', async () => {
  const beganMs: number[] = []
  const farm = await startFarm({
    execute: async (run) => {
      beganMs.push(farm.clock.monotonicMs())
      if (run.attempt === 1) throw new RunError('session', 'its connection was lost', { atOnce: true })
      return {}
    },
  })

  await runOne(farm)

  assert.equal(beganMs[1], beganMs[0])
  assert.equal(farm.store.read.queueItems.find('i1')?.status, 'DONE')
})

const TRIES: { name: string; away: string | null; session: boolean }[] = [
  { name: 'a phone that is there but does not do its work', away: null, session: false },
  { name: 'a phone that was unplugged in the middle of a run', away: 'gone', session: true },
]

for (const { name, away, session } of TRIES) {
  test(`${name} uses up a try`, async () => {
    const farm = await startFarm({
      settle: () => Promise.resolve(away),
      execute: async (run) => {
        if (session) await run.onSession({ session_id: 's1', container: 'http://127.0.0.1:4723' })
        throw new RunError('device', 'phone is gone')
      },
    })

    await runOne(farm)

    const item = farm.store.read.queueItems.find('i1')
    assert.deepEqual([item?.status, item?.infra_failures], ['RETRYABLE', 1])
  })
}
