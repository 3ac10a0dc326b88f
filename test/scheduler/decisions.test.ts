import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError } from '../../src/domain/errors.ts'
import { drainLimits } from '../../src/scheduler/drain.ts'
import type { Run } from '../../src/scheduler/run.ts'
import type { Store } from '../../src/store/store.ts'
import { decisionOf, promptObject, warmupProgress } from '../support/decisions.ts'
import { eventually } from '../support/farm.ts'
import { judgeSnapshot } from '../support/judging.ts'
import { runOne, startFarm, type Farm } from './farm-scheduler.ts'
import { untilStopped } from './scripted-execute.ts'

/** Captions of the stored decisions of `p1`, oldest first, and how many its item counts. */
function told({ read }: Store): { captions: unknown[]; counted: unknown } {
  const filter = { keyword: [], decision: [], judge: [] }
  const { rows } = read.decisions.ofProcess({ process_id: 'p1', before: null, filter, limit: 100 })
  const progress = JSON.parse(read.queueItems.find('i1')?.progress ?? '{}')
  return {
    captions: rows.map(({ item }) => JSON.parse(item).caption).toReversed(),
    counted: progress.judging?.decided_by.embedded ?? 0,
  }
}

const about = (caption: string) => decisionOf({ item: { caption } })

async function farmOf(execute: (run: Run) => Promise<object>): Promise<Farm> {
  return startFarm({ execute: async (run) => ({ ...(await execute(run)) }) })
}

test('a decision is stored with the progress that counts its video, not before', async () => {
  const before: unknown[] = []
  const farm = await farmOf(async (run) => {
    run.decided(about('a'), warmupProgress(0, 1))
    before.push(told(farm.store))
    await run.saveProgress(warmupProgress(1))
    before.push(told(farm.store))
    return {}
  })

  await runOne(farm)

  assert.deepEqual(before, [
    { captions: [], counted: 0 },
    { captions: ['a'], counted: 1 },
  ])
})

/** Ways in which an attempt ends while a decision is not stored yet. */
const ENDS = [
  ['does its work', () => Promise.resolve({})],
  ['fails', () => Promise.reject(new RunError('app_changed', 'no such screen'))],
  ['fails for good', () => Promise.reject(new RunError('input', 'no such account'))],
  ['is ended by a bug', () => Promise.reject(new Error('a bug'))],
] as const

for (const [what, end] of ENDS) {
  test(`what was decided last is stored with the end of an attempt that ${what}`, async () => {
    let attempts = 0
    const farm = await farmOf((run) => {
      if (++attempts > 1) return Promise.resolve({})
      run.decided(about('a'), warmupProgress(0, 1))
      return end()
    })

    await runOne(farm)

    assert.deepEqual(told(farm.store), { captions: ['a'], counted: 1 })
  })
}

test('what was decided last is stored with the end of a run that makes way for the stop of the daemon', async () => {
  const farm = await farmOf((run) => {
    run.decided(about('a'), warmupProgress(0, 1))
    return untilStopped(run)
  })
  const over = runOne(farm)
  await eventually(() => farm.store.read.queueItems.find('i1')?.status === 'EXECUTING')

  await farm.scheduler.stop(drainLimits(0))
  await over

  assert.deepEqual(told(farm.store), { captions: ['a'], counted: 1 })
})

test('each attempt is stored with what its judge was given, once', async () => {
  const context = { snapshot: judgeSnapshot(), prompt: promptObject() }
  const farm = await farmOf(async (run) => {
    for (const seen of [1, 2]) {
      run.decided(decisionOf({ context }), warmupProgress(seen - 1, seen))
      await run.saveProgress(warmupProgress(seen))
    }
    return {}
  })

  await runOne(farm)

  const contexts = [...farm.store.read.judgeContexts.ofProcess('p1', null, 10)]
  assert.deepEqual(contexts, [
    {
      queue_item_id: 'i1',
      attempt: 1,
      task: JSON.stringify({ capability: 'fyp_warmup', inputs: {}, prompt: promptObject() }),
      snapshot: JSON.stringify(judgeSnapshot()),
    },
  ])
})

test('an attempt that lost its item stores no decision', async () => {
  const farm = await farmOf(async (run) => {
    run.decided(about('stale'), warmupProgress(0, 1))
    await farm.store.write('put_phone', (tables) => {
      const fence = { queue_item_id: 'i1', attempt: run.attempt, boot_id: run.bootId }
      const at = '2026-03-22T08:31:00.000Z'
      tables.claims.end(fence, { from: 'EXECUTING', to: 'CANCELLED', at })
    })
    await run.saveProgress(warmupProgress(1))
    return {}
  })

  await runOne(farm)

  assert.deepEqual(told(farm.store), { captions: [], counted: 0 })
})
