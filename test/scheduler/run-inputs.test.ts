import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Action } from '../../src/domain/action.ts'
import { parseRuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts'
import type { Run } from '../../src/scheduler/run.ts'
import { addProcess, WARMUP } from '../support/farm.ts'
import { runtimeSnapshot } from '../support/requests.ts'
import { startFarm } from './farm-scheduler.ts'

const PACED = {
  watch_seconds: { min: 2, max: 4 },
  max_minutes: 241,
  interests: ['meal prep'],
  comment_style: 'dry',
}

/** What a run is given when its account has that personality. */
async function runWith(personality: Record<string, unknown>): Promise<Run | undefined> {
  const seen: Run[] = []
  const farm = await startFarm({
    execute: async (run) => {
      seen.push(run)
      return {}
    },
  })
  const { account_id, ...snapshot } = parseRuntimeSnapshot(runtimeSnapshot({ personality }))
  const { snapshot_id, strategy_version, strategy_synced_at, content_hash } = snapshot
  const body = JSON.stringify({ account_id, ...snapshot })
  const row = {
    account_id,
    snapshot_id,
    strategy_version,
    strategy_synced_at,
    content_hash,
    body,
    changes: null,
  }
  await farm.store.write('upsert_snapshot', (tables) =>
    tables.runtimeSnapshots.put({ ...row, stored_at: '2026-03-22T08:30:00.000Z' }),
  )
  assert.ok(WARMUP.name === 'keyword_warmup')
  const action: Action = { ...WARMUP, left_out: ['watch_seconds', 'max_minutes'] }
  await addProcess(farm.store, farm.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1', action }] })
  farm.scheduler.wake()
  await farm.scheduler.idle()
  return seen[0]
}

test('what a caller left out comes from the snapshot that is current when the run begins, as far as it is valid', async () => {
  const run = await runWith(PACED)

  assert.deepEqual(run?.defaultsFromSnapshot, ['watch_seconds'])
  assert.ok(run?.item.action.name === 'keyword_warmup')
  assert.deepEqual(run.item.action.inputs.watch_seconds, { min: 2, max: 4 })
  assert.equal(run.item.action.inputs.max_minutes, 30)
})

test('skills and the style of comments reach a run as words of the personality alone', async () => {
  const run = await runWith(PACED)

  assert.deepEqual(Object.keys(run?.snapshot ?? {}).toSorted(), [
    'active_action',
    'interests',
    'personality',
    'snapshot_id',
    'stage',
    'strategy_version',
  ])
  assert.equal(run?.snapshot?.personality['comment_style'], 'dry')
})

test('a personality of 900,000 characters fails no run', async () => {
  const run = await runWith({ text: 'x'.repeat(900_000), max_minutes: 'long', interests: ['meal prep'] })

  assert.deepEqual(run?.snapshot?.interests, ['meal prep'])
  assert.deepEqual(run?.snapshot?.personality, { max_minutes: 'long', interests: ['meal prep'] })
})

test('a run is given the snapshot that is current when it begins', async () => {
  const personality = { interests: ['meal prep', 7], tone: 'dry' }

  const run = await runWith(personality)

  assert.deepEqual(run?.snapshot, {
    snapshot_id: 'snapshot-2026-03-22-001',
    strategy_version: 7,
    stage: 'warmup',
    active_action: 'keyword_warmup',
    interests: ['meal prep'],
    personality,
  })
})
