import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError, type ErrorCategory } from '../../src/domain/errors.ts'
import { runOne, startFarm } from './farm-scheduler.ts'

// Seconds after the failure before when each further attempt begins; without jitter. Source: design, "Attempts, errors, retries".
const RETRIES: { category: ErrorCategory; pauses: readonly number[] }[] = [
  { category: 'device', pauses: [10, 30, 60, 120, 300] },
  { category: 'session', pauses: [10, 30, 60, 120, 300] },
  { category: 'timeout', pauses: [10, 30, 60, 120, 300] },
  { category: 'app_changed', pauses: [10, 30] },
  { category: 'reasoner', pauses: [10, 30] },
  { category: 'internal', pauses: [10, 30] },
  { category: 'account_action_needed', pauses: [] },
  { category: 'account_mismatch', pauses: [] },
  { category: 'input', pauses: [] },
]

for (const { category, pauses } of RETRIES) {
  test(`${category} is tried ${pauses.length + 1} times, at the planned moments`, async () => {
    const begunAt: number[] = []
    const farm = await startFarm({
      execute: async () => {
        begunAt.push(farm.clock.monotonicMs() / 1000)
        throw new RunError(category, 'this went wrong')
      },
    })

    await runOne(farm)
    await farm.clock.advance(3_600_000)
    await farm.scheduler.idle()

    const expected = pauses.reduce<number[]>((times, pause) => [...times, (times.at(-1) ?? 0) + pause], [0])
    assert.deepEqual(begunAt, expected)
    const item = farm.store.read.queueItems.find('i1')
    assert.equal(item?.status, 'DEAD_LETTER')
    assert.deepEqual(JSON.parse(item?.error ?? ''), { message: 'this went wrong', category })
    assert.equal(farm.store.read.processes.find('p1')?.status, 'DEAD_LETTER')
  })
}

test('between two attempts the item is retryable until its exact moment', async () => {
  const farm = await startFarm({
    execute: async () => {
      throw new RunError('session', 'the session is gone')
    },
  })

  await runOne(farm)

  const item = farm.store.read.queueItems.find('i1')
  assert.equal(item?.status, 'RETRYABLE')
  assert.equal(item?.not_before, '2026-03-22T08:30:10.000Z')
  assert.equal(item?.ready, 0)
  assert.equal(farm.store.read.processes.find('p1')?.status, 'RETRYABLE')
  assert.equal(farm.store.read.processes.find('p1')?.retrying_at, '2026-03-22T08:30:00.000Z')
})

test('faults of phone and work are counted apart', async () => {
  const failures = ['device', 'app_changed', 'device', 'app_changed', 'device', 'app_changed'] as const
  const farm = await startFarm({
    execute: async ({ attempt }) => {
      throw new RunError(failures[attempt - 1] ?? 'input', 'this went wrong')
    },
  })

  await runOne(farm)
  await farm.clock.advance(3_600_000)
  await farm.scheduler.idle()

  const item = farm.store.read.queueItems.find('i1')
  assert.equal(item?.status, 'DEAD_LETTER')
  assert.equal(item?.attempt, 6)
  assert.equal(item?.work_failures, 3)
  assert.equal(item?.infra_failures, 3)
})

test('a bug in a run is told as internal, without its words', async () => {
  const farm = await startFarm({
    execute: async () => {
      throw new TypeError('x is not a function')
    },
  })

  await runOne(farm)

  assert.deepEqual(JSON.parse(farm.store.read.queueItems.find('i1')?.error ?? ''), {
    message: 'an internal error ended the run',
    category: 'internal',
  })
})
