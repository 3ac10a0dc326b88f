import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeFailure, RETRY_LIMITS } from '../../src/domain/retry.ts'

const middle = { limits: RETRY_LIMITS, random: () => 0.5 }

const CASES = [
  { category: 'device', work: 0, infra: 0, kind: 'infrastructure', retryAfterMs: 10_000 },
  { category: 'device', work: 2, infra: 4, kind: 'infrastructure', retryAfterMs: 300_000 },
  { category: 'device', work: 0, infra: 5, kind: 'infrastructure', retryAfterMs: null },
  { category: 'interrupted', work: 0, infra: 3, kind: 'infrastructure', retryAfterMs: 0 },
  { category: 'interrupted', work: 0, infra: 5, kind: 'infrastructure', retryAfterMs: null },
  { category: 'app_changed', work: 0, infra: 5, kind: 'work', retryAfterMs: 10_000 },
  { category: 'app_changed', work: 2, infra: 0, kind: 'work', retryAfterMs: null },
  { category: 'internal', work: 1, infra: 0, kind: 'work', retryAfterMs: 30_000 },
  { category: 'input', work: 0, infra: 0, kind: 'work', retryAfterMs: null },
  { category: 'cancelled', work: 0, infra: 0, kind: 'work', retryAfterMs: null },
] as const

for (const { category, work, infra, kind, retryAfterMs } of CASES) {
  test(`${category} after ${work} faults of the work and ${infra} of the infrastructure: ${retryAfterMs ?? 'the end'}`, () => {
    const verdict = judgeFailure(category, { work_failures: work, infra_failures: infra }, middle)

    assert.deepEqual(verdict, { kind, retryAfterMs })
  })
}

test('the jitter is a fifth of the pause to either side', () => {
  const failures = { work_failures: 0, infra_failures: 0 }
  const pause = (random: number) =>
    judgeFailure('device', failures, { limits: RETRY_LIMITS, random: () => random }).retryAfterMs

  assert.equal(pause(0), 8000)
  assert.equal(pause(0.999_999), 12_000)
})

test('the base makes every pause shorter', () => {
  const limits = { ...RETRY_LIMITS, baseMs: 10 }
  const failures = { work_failures: 0, infra_failures: 4 }

  assert.equal(judgeFailure('session', failures, { limits, random: () => 0.5 }).retryAfterMs, 300)
})
