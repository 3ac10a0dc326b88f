import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pauseAfterFailureMs } from '../../src/callbacks/schedule.ts'

// Source: contract, "Callbacks": 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h.
const PAUSES = [5000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000, null]

for (const [triesBefore, pauseMs] of PAUSES.entries()) {
  test(`after ${triesBefore + 1} failed tries the pause is ${pauseMs ?? 'endless'} ms`, () => {
    assert.equal(
      pauseAfterFailureMs(triesBefore, 1, () => 0.5),
      pauseMs,
    )
  })
}

test('the jitter is a tenth of the pause to either side', () => {
  assert.equal(
    pauseAfterFailureMs(0, 1, () => 0),
    4500,
  )
  assert.equal(
    pauseAfterFailureMs(0, 1, () => 0.999_999),
    5500,
  )
})

test('the scale makes the whole schedule shorter', () => {
  assert.equal(
    pauseAfterFailureMs(1, 0.001, () => 0.5),
    300,
  )
})
