import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStopTimes } from '../../src/scheduler/stop-times.ts'

test('nothing has been stopped at first', () => {
  const nothing = { count: 0, sumMs: 0, p50Ms: null, p99Ms: null, maxMs: null }

  assert.deepEqual(createStopTimes().snapshot(), { soft: nothing, forced: nothing, hard: nothing })
})

test('percentiles are of the last thousand, count and sum of all', () => {
  const times = createStopTimes()
  for (let ms = 1; ms <= 2000; ms++) times.record('hard', ms)

  assert.deepEqual(times.snapshot().hard, {
    count: 2000,
    sumMs: 2_001_000,
    p50Ms: 1500,
    p99Ms: 1990,
    maxMs: 2000,
  })
})
