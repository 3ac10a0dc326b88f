import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import type { Orphan } from '../../src/scheduler/rescue.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { addProcess, eventually, openFarm } from '../support/farm.ts'
import { schedulerOn, storeCancel } from './farm-scheduler.ts'
import { scriptedExecute, untilStopped, type HeldRun } from './scripted-execute.ts'

/** A boot that can be killed: its file is closed in mid-work and nothing of it is told to stop. */
interface Boot {
  file: string
  clock: FakeClock
  store: Store
}

async function firstBoot(t: TestContext, phones: readonly string[] = ['phone_01']): Promise<Boot> {
  const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-rescue-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'farm.sqlite')
  const clock = createFakeClock()
  return { file, clock, store: await openFarm(clock, { file, phones }) }
}

/** Runs item `i1` until the test's moment, then kills the daemon. */
async function crashWhile(
  { store, clock }: Boot,
  bootId: string,
  until: (held: HeldRun) => Promise<void>,
): Promise<void> {
  const script = scriptedExecute()
  const scheduler = schedulerOn(store, clock, { execute: script.execute, bootId })
  await scheduler.start()
  await until(await script.nth(0))
  await store.close()
}

function reopened(boot: Boot): Boot {
  return { ...boot, store: openStore({ file: boot.file }) }
}

const noWork = async () => undefined

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

const MOMENTS: { name: string; until: (held: HeldRun) => Promise<void>; session_id: string | null }[] = [
  { name: 'before its session was stored', until: noWork, session_id: null },
  {
    name: 'after its session was stored',
    until: ({ run }) => run.onSession({ session_id: 's1', container: 'http://127.0.0.1:4723' }),
    session_id: 's1',
  },
  {
    name: 'after progress was stored',
    until: async ({ run }) => {
      await run.onSession({ session_id: 's1', container: 'http://127.0.0.1:4723' })
      await run.saveProgress({ kind: 'edit_profile', fields: {} })
    },
    session_id: 's1',
  },
]

for (const { name, until, session_id } of MOMENTS) {
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
    assert.equal(item?.infra_failures, 1)
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

test('the rescue tells where the old session is', async (t) => {
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

  assert.deepEqual(orphans, [
    { phone_id: 'phone_01', serial: 'vp-01', session_id: 's1', container: 'http://127.0.0.1:4723' },
  ])
  await scheduler.idle()
  await store.close()
})

test('an item that killed the daemon three times in a row is a dead letter', async (t) => {
  const boot = await firstBoot(t)
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await crashWhile(boot, 'boot-1', noWork)
  await crashWhile(reopened(boot), 'boot-2', noWork)
  await crashWhile(reopened(boot), 'boot-3', noWork)
  const { store, clock } = reopened(boot)
  const script = scriptedExecute()
  const scheduler = schedulerOn(store, clock, { bootId: 'boot-4', execute: script.execute })

  await scheduler.start()
  await scheduler.idle()

  assert.equal(script.runs.length, 0)
  const item = store.read.queueItems.find('i1')
  assert.equal(item?.status, 'DEAD_LETTER')
  assert.deepEqual(JSON.parse(item?.error ?? ''), {
    message: 'the daemon died 3 times in a row during this item',
    category: 'interrupted',
  })
  assert.equal(store.read.processes.find('p1')?.status, 'DEAD_LETTER')
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

test('an old session that cannot be closed holds up only its own phone, and not for ever', async (t) => {
  const boot = await firstBoot(t, ['phone_01', 'phone_02'])
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await crashWhile(boot, 'boot-1', noWork)
  const { store, clock } = reopened(boot)
  await addProcess(store, clock, {
    process_id: 'p2',
    items: [{ queue_item_id: 'i2', phone_id: 'phone_02' }, { queue_item_id: 'i3' }],
  })
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => ({}),
    closeOrphan: () => new Promise(() => undefined),
  })

  const started = scheduler.start()
  await eventually(() => store.read.queueItems.find('i2')?.status === 'DONE')
  const samePhone = store.read.queueItems.find('i3')?.status
  await clock.advance(60_000)
  await started
  await scheduler.idle()

  assert.equal(samePhone, 'QUEUED')
  assert.equal(store.read.queueItems.find('i1')?.status, 'DONE')
  assert.equal(store.read.queueItems.find('i3')?.status, 'DONE')
  await store.close()
})

test('a closing that fails does not keep the item from its next attempt', async (t) => {
  const boot = await firstBoot(t)
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await crashWhile(boot, 'boot-1', noWork)
  const { store, clock } = reopened(boot)
  const scheduler = schedulerOn(store, clock, {
    bootId: 'boot-2',
    execute: async () => ({}),
    closeOrphan: async () => {
      throw new Error('nobody listens there')
    },
  })

  await scheduler.start()
  await scheduler.idle()

  assert.equal(store.read.queueItems.find('i1')?.status, 'DONE')
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

  const started = scheduler.start()
  await eventually(() => closing === 1)
  await scheduler.stop()
  await started

  const held = store.read.claims.heldByOthers('boot-2')
  assert.deepEqual(
    held.map(({ queue_item_id, status }) => ({ queue_item_id, status })),
    [{ queue_item_id: 'i1', status: 'EXECUTING' }],
  )
  await store.close()
})
