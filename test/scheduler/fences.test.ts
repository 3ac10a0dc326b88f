import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import Sqlite from 'better-sqlite3'
import { RETRY_LIMITS } from '../../src/domain/retry.ts'
import { beginAttempt, endAttempt, type MoveDeps, type Outcome } from '../../src/scheduler/item-moves.ts'
import { RunStopped } from '../../src/domain/run-control.ts'
import { openStore, type Store, type Tables } from '../../src/store/store.ts'
import type { ClaimedItem, Fence } from '../../src/store/claims.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { addProcess, countingIds, EDIT, eventually, registerPhones } from '../support/farm.ts'
import { schedulerOn } from './farm-scheduler.ts'
import { scriptedExecute } from './scripted-execute.ts'

const AT = '2026-03-22T08:31:00.000Z'
const SESSION = { session_id: 's9', container: 'http://127.0.0.1:9' }
const USERNAME = { before: 'user_01', after: 'new.name', changed: true, verified: true }
const PROGRESS = { kind: 'edit_profile', fields: { username: USERNAME } } as const
const RESULT: Outcome = { kind: 'done', result: '{"fields":{}}' }

interface Ground {
  store: Store
  clock: FakeClock
  moves: MoveDeps
  /** Every row of every table. */
  dump: () => unknown
}

function openGround(t: TestContext): Ground {
  const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-fences-'))
  const file = path.join(folder, 'farm.db')
  const clock = createFakeClock()
  const store = openStore({ file })
  const reader = new Sqlite(file, { readonly: true })
  t.after(async () => {
    reader.close()
    await store.close()
    rmSync(folder, { recursive: true })
  })
  const tables = reader.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck()
  return {
    store,
    clock,
    moves: { clock, newId: countingIds('id'), random: () => 0.5, retryLimits: RETRY_LIMITS },
    dump: () => tables.all().map((table) => [table, reader.prepare(`SELECT * FROM ${table}`).all()]),
  }
}

/** Claims i1 on phone_01, with the phone's lease. */
function claim(tables: Tables, bootId: string): ClaimedItem {
  const of = { phone_id: 'phone_01', boot_id: bootId }
  const item = tables.claims.next(of)
  if (!item) throw new Error('nothing is ready')
  tables.leases.take({ ...of, queue_item_id: item.queue_item_id, attempt: item.attempt, at: AT })
  return item
}

/** Attempt 2 of boot-2 runs i1; attempt 1 of boot-1 was interrupted. @returns the running one */
async function secondAttempt({ store, clock, moves }: Ground): Promise<ClaimedItem> {
  await registerPhones(store, ['phone_01'], clock)
  const items = [{ queue_item_id: 'i1', action: EDIT }]
  await addProcess(store, clock, { process_id: 'p1', process_type: 'maintenance', items })
  return await store.write('put_phone', (tables) => {
    const first = claim(tables, 'boot-1')
    beginAttempt(tables, moves, first)
    endAttempt(tables, moves, { item: first, from: 'EXECUTING', outcome: { kind: 'interrupted' } })
    const second = claim(tables, 'boot-2')
    beginAttempt(tables, moves, second)
    return second
  })
}

/** Every write that a run can cause. */
const REPORTS: { name: string; report: (tables: Tables, fence: Fence, ground: Ground) => unknown }[] = [
  { name: 'begin', report: ({ claims }, fence) => claims.begin({ ...fence, at: AT }) },
  {
    name: 'beginning an attempt',
    report: (tables, fence, { moves }) => beginAttempt(tables, moves, { ...running, ...fence }),
  },
  {
    name: 'progress',
    report: ({ claims }, fence) => claims.saveProgress({ ...fence, progress: JSON.stringify(PROGRESS) }),
  },
  { name: 'session', report: ({ attempts }, fence) => attempts.setSession({ ...fence, ...SESSION, at: AT }) },
  {
    name: 'sign of life',
    report: ({ attempts }, fence) => attempts.report({ ...fence, at: AT, progressed: 1 }),
  },
  {
    name: "an attempt's end",
    report: ({ attempts }, fence) => attempts.end({ ...fence, ended_at: AT, outcome: 'done', error: null }),
  },
  {
    name: "an item's end",
    report: ({ claims }, fence) =>
      claims.end(fence, { from: 'EXECUTING', to: 'DONE', at: AT, result: '{"fields":{}}' }),
  },
  {
    name: 'release of the phone',
    report: ({ leases }, fence) => leases.release({ ...fence, phone_id: 'phone_01', at: AT }),
  },
  ...(['EXECUTING', 'CLAIMED'] as const).flatMap((from) =>
    [RESULT, { kind: 'interrupted' } as const, { kind: 'put_back' } as const].map((outcome) => ({
      name: `the end ${outcome.kind} from ${from}`,
      report: (tables: Tables, fence: Fence, { moves }: Ground) =>
        endAttempt(tables, moves, { item: { ...running, ...fence }, from, outcome }),
    })),
  ),
]

/** What `claim` gives, but for its fence. */
const running: ClaimedItem = {
  queue_item_id: 'i1',
  attempt: 2,
  boot_id: 'boot-2',
  process_id: 'p1',
  position: 0,
  phone_id: 'phone_01',
  account_id: 'account_01',
  action_id: 1,
  progress: null,
  work_failures: 0,
  infra_failures: 0,
}

const STALE: { name: string; fence: Fence }[] = [
  { name: 'the attempt before', fence: { queue_item_id: 'i1', attempt: 1, boot_id: 'boot-1' } },
  { name: 'another boot', fence: { queue_item_id: 'i1', attempt: 2, boot_id: 'boot-1' } },
  { name: 'another attempt of this boot', fence: { queue_item_id: 'i1', attempt: 1, boot_id: 'boot-2' } },
  { name: 'an attempt that never was', fence: { queue_item_id: 'i1', attempt: 3, boot_id: 'boot-2' } },
  { name: 'an item that never was', fence: { queue_item_id: 'i9', attempt: 2, boot_id: 'boot-2' } },
]

for (const { name, report } of REPORTS) {
  test(`${name}, reported by anybody but the attempt that holds the item, changes nothing`, async (t) => {
    const ground = openGround(t)
    await secondAttempt(ground)
    const before = ground.dump()
    for (const stale of STALE) {
      const answer = await ground.store.write('put_phone', (tables) => report(tables, stale.fence, ground))

      assert.equal(answer, false, stale.name)
      assert.deepEqual(ground.dump(), before, stale.name)
    }
  })
}

test('every report of an attempt that is over is refused, and nothing of it is stored', async (t) => {
  const ground = openGround(t)
  const held = await secondAttempt(ground)
  await ground.store.write('put_phone', (tables) =>
    endAttempt(tables, ground.moves, { item: held, from: 'EXECUTING', outcome: RESULT }),
  )
  const before = ground.dump()
  for (const { name, report } of REPORTS) {
    const answer = await ground.store.write('put_phone', (tables) => report(tables, held, ground))

    assert.equal(answer, false, name)
    assert.deepEqual(ground.dump(), before, name)
  }
})

test('a run whose item was taken over learns it at its next report, and leaves no trace', async (t) => {
  const ground = openGround(t)
  const { store, clock, moves } = ground
  await registerPhones(store, ['phone_01'], clock)
  const items = [{ queue_item_id: 'i1', action: EDIT }]
  await addProcess(store, clock, { process_id: 'p1', process_type: 'maintenance', items })
  const script = scriptedExecute()
  const scheduler = schedulerOn(store, clock, { execute: script.execute, bootId: 'boot-1' })
  await scheduler.start()
  const old = await script.nth(0)
  await store.write('put_phone', (tables) => {
    const item = { ...running, attempt: 1, boot_id: 'boot-1' }
    endAttempt(tables, moves, { item, from: 'EXECUTING', outcome: { kind: 'put_back' } })
    beginAttempt(tables, moves, claim(tables, 'boot-2'))
  })
  const before = ground.dump()

  await assert.rejects(old.run.saveProgress(PROGRESS), RunStopped)
  await assert.rejects(old.run.onSession(SESSION), RunStopped)
  await assert.rejects(old.run.onIdentity('user_01'), RunStopped)
  old.succeed({ fields: {} })
  await eventually(() => scheduler.runningCount() === 0)

  assert.deepEqual(ground.dump(), before)
  assert.equal(store.read.accounts.find('account_01')?.username, 'user_01')
})
