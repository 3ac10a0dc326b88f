import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import type { Orphan } from '../../src/scheduler/rescue.ts'
import { addProcess, eventually } from '../support/farm.ts'
import { crashWhile, deadOnOnePhone, firstBoot, noWork, reopened, statusOf } from './crashed-farm.ts'
import { schedulerOn, storeCancel } from './farm-scheduler.ts'
import { scriptedExecute, untilStopped, type HeldRun } from './scripted-execute.ts'

test('an item that was claimed when the daemon died is claimed again, with nobody to blame', async (t) => {
  const boot = await firstBoot(t)
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await boot.store.write('put_phone', (tables) => {
    tables.claims.next({ phone_id: 'phone_01', boot_id: 'boot-1' })
    const at = boot.clock.now().toISOString()
    tables.leases.take({
      phone_id: 'phone_01',
      queue_item_id: 'i1',
      attempt: 1,
      boot_id: 'boot-1',
      at,
    })
  })
  await boot.store.close()
  const { store, clock } = reopened(boot)
  const orphans: Orphan[] = []
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => ({}),
    closeOrphan: async (orphan) => void orphans.push(orphan),
  })

  await scheduler.start()
  await scheduler.idle()

  const item = store.read.queueItems.find('i1')
  assert.equal(item?.status, 'DONE')
  assert.equal(item?.infra_failures, 0)
  assert.deepEqual(orphans, [])
  await store.close()
})

const MOMENTS: {
  name: string
  until: (held: HeldRun) => Promise<void>
  session_id: string | null
  infra_failures: number
}[] = [
  { name: 'before its session was stored', until: noWork, session_id: null, infra_failures: 1 },
  {
    name: 'after its session was stored',
    until: ({ run }) => run.onSession({ session_id: 's1', container: 'http://127.0.0.1:4723' }),
    session_id: 's1',
    infra_failures: 1,
  },
  {
    name: 'after progress was stored',
    until: async ({ run }) => {
      await run.onSession({ session_id: 's1', container: 'http://127.0.0.1:4723' })
      await run.saveProgress({ kind: 'edit_profile', fields: {} })
    },
    session_id: 's1',
    // It had got further: that is no failure.
    infra_failures: 0,
  },
]

for (const { name, until, session_id, infra_failures } of MOMENTS) {
  test(`a run that was killed ${name} is closed first and then tried again`, async (t) => {
    const boot = await firstBoot(t)
    await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
    await crashWhile(boot, 'boot-1', until)
    const { store, clock } = reopened(boot)
    const story: unknown[] = []
    const scheduler = schedulerOn(store, clock, {
      bootId: 'boot-2',
      execute: async ({ attempt }) => {
        story.push(`attempt ${attempt}`)
        return {}
      },
      closeOrphan: async (orphan) => void story.push(orphan.session_id),
    })

    await scheduler.start()
    await scheduler.idle()

    assert.deepEqual(story, [session_id, 'attempt 2'])
    const item = store.read.queueItems.find('i1')
    assert.equal(item?.status, 'DONE')
    assert.equal(item?.infra_failures, infra_failures)
    assert.deepEqual(
      store.read.attempts.ofItem('i1').map(({ outcome }) => outcome),
      ['interrupted', 'done'],
    )
    assert.equal(store.read.processes.find('p1')?.status, 'DONE')
    await store.close()
  })
}

test('a run that was killed after its end was stored is left alone', async (t) => {
  const boot = await firstBoot(t)
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await crashWhile(boot, 'boot-1', async (held) => {
    held.succeed({ videos_seen: 2 })
    await eventually(() => boot.store.read.queueItems.find('i1')?.status === 'DONE')
  })
  const { store, clock } = reopened(boot)
  const script = scriptedExecute()
  const scheduler = schedulerOn(store, clock, { bootId: 'boot-2', execute: script.execute })

  await scheduler.start()
  await scheduler.idle()

  assert.equal(script.runs.length, 0)
  assert.equal(store.read.queueItems.find('i1')?.result, '{"videos_seen":2}')
  await store.close()
})

test('an item that waited for its next attempt when the daemon died still waits for its moment', async (t) => {
  const boot = await firstBoot(t)
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await crashWhile(boot, 'boot-1', async (held) => {
    held.fail(new RunError('device', 'phone is gone'))
    await eventually(() => boot.store.read.queueItems.find('i1')?.status === 'RETRYABLE')
  })
  const { store, clock } = reopened(boot)
  const begunAt: string[] = []
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => {
      begunAt.push(clock.now().toISOString())
      return {}
    },
  })

  await scheduler.start()
  await clock.advance(60_000)
  await scheduler.idle()

  assert.deepEqual(begunAt, ['2026-03-22T08:30:10.000Z'])
  await store.close()
})

test('the rescue tells where the old session is and whose app it drove', async (t) => {
  const boot = await firstBoot(t)
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await crashWhile(boot, 'boot-1', ({ run }) =>
    run.onSession({ session_id: 's1', container: 'http://127.0.0.1:4723' }),
  )
  const { store, clock } = reopened(boot)
  const orphans: Orphan[] = []
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => ({}),
    closeOrphan: async (orphan) => void orphans.push(orphan),
  })

  await scheduler.start()
  await scheduler.idle()

  assert.deepEqual(orphans, [
    {
      phone_id: 'phone_01',
      serial: 'vp-01',
      account_id: 'account_01',
      session_id: 's1',
      container: 'http://127.0.0.1:4723',
    },
  ])
  await store.close()
})

test('a run that was killed while its cancel was under way is cancelled, forced or not', async (t) => {
  const boot = await firstBoot(t)
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await crashWhile(boot, 'boot-1', () => storeCancel(boot.store, boot.clock, 10_000))
  const { store, clock } = reopened(boot)
  let closed = 0
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => ({}),
    closeOrphan: async () => void closed++,
  })

  await scheduler.start()
  await scheduler.idle()

  assert.equal(closed, 1)
  assert.equal(store.read.queueItems.find('i1')?.status, 'CANCELLED')
  const process = store.read.processes.find('p1')
  assert.equal(process?.status, 'CANCELLED')
  assert.equal(process?.force_at, null)
  assert.deepEqual(JSON.parse(process?.error ?? ''), {
    message: 'operator requested stop',
    category: 'cancelled',
  })
  await store.close()
})

test('an attempt of an earlier boot whose item has moved on is closed before anything runs on its phone', async (t) => {
  const boot = await firstBoot(t)
  await addProcess(boot.store, boot.clock, {
    process_id: 'p1',
    items: [{ queue_item_id: 'i1' }, { queue_item_id: 'i2' }],
  })
  const at = boot.clock.now().toISOString()
  const key = { queue_item_id: 'i1', attempt: 1, boot_id: 'boot-1' }
  await boot.store.write('put_phone', ({ attempts, claims }) => {
    claims.next({ phone_id: 'phone_01', boot_id: 'boot-1' })
    claims.end(key, { from: 'CLAIMED', to: 'QUEUED', ready: true, at })
    attempts.begin({ ...key, phone_id: 'phone_01', started_at: at })
    attempts.setSession({ ...key, session_id: 's1', container: 'http://127.0.0.1:4723', at })
  })
  await boot.store.close()
  const { store, clock } = reopened(boot)
  const story: string[] = []
  let heldBy: string | null | undefined
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async ({ item }) => {
      story.push(item.queue_item_id)
      return {}
    },
    closeOrphan: async ({ session_id }) => {
      heldBy = store.read.leases.ofPhone('phone_01')?.holder
      story.push(`close ${session_id}`)
    },
  })

  await scheduler.start()
  await scheduler.idle()

  assert.deepEqual(story, ['close s1', 'i1', 'i2'])
  assert.equal(heldBy, 'rescue')
  assert.deepEqual(store.read.attempts.openOfOthers('boot-3'), [])
  assert.equal(store.read.leases.ofPhone('phone_01'), null)
  await store.close()
})

test('a lease of a dead run whose item has moved on is released once its phone is known to be free', async (t) => {
  const boot = await firstBoot(t)
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  const at = boot.clock.now().toISOString()
  await boot.store.write('put_phone', ({ leases }) =>
    leases.take({ phone_id: 'phone_01', queue_item_id: 'i1', attempt: 1, boot_id: 'boot-1', at }),
  )
  await boot.store.close()
  const { store, clock } = reopened(boot)
  let closed = 0
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => ({}),
    closeOrphan: async () => void closed++,
  })

  await scheduler.start()
  await scheduler.idle()

  assert.equal(closed, 1)
  assert.equal(statusOf(store, 'i1'), 'DONE')
  await store.close()
})

test('an interrupted item is claimed again within 10 seconds of the start', async (t) => {
  const { store, clock } = await deadOnOnePhone(t)
  let claimedMs = -1
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async ({ item }) => {
      if (item.queue_item_id === 'i1') claimedMs = clock.monotonicMs()
      return {}
    },
    // The slowest closing that still is one: everything but the last moment of its deadline for Appium.
    closeOrphan: (_orphan, signal) => clock.sleep(7_000, signal),
  })

  await scheduler.start()
  await clock.advance(10_000)

  assert.equal(claimedMs, 7_000)
  await scheduler.idle()
  await store.close()
})

test('a daemon that is stopped during its rescue leaves the rest to the next boot', async (t) => {
  const boot = await firstBoot(t)
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await crashWhile(boot, 'boot-1', noWork)
  const { store, clock } = reopened(boot)
  let closing = 0
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: untilStopped,
    closeOrphan: (_orphan, signal) => {
      closing++
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    },
  })

  await scheduler.start()
  await eventually(() => closing === 1)
  await scheduler.stop()

  const held = store.read.claims.heldByOthers('boot-2')
  assert.deepEqual(
    held.map(({ queue_item_id, status }) => ({ queue_item_id, status })),
    [{ queue_item_id: 'i1', status: 'EXECUTING' }],
  )
  await store.close()
})
