import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pauseAfterFailureMs } from '../../src/callbacks/schedule.ts'

// Source: contract, "Callbacks": 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h.
const PAUSES = [5000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000, null]

for (const [triesBefore, pauseMs] of PAUSES.entries()) {
  test(`after ${triesBefore + 1} failed tries the pause is ${pauseMs ?? 'endless'} ms`, () => {
    assert.equal(
      pauseAfterFailureMs({ triesBefore, toldMs: null }, 1, () => 0.5),
      pauseMs,
    )
  })
}

test('the jitter is a tenth of the pause to either side', () => {
  assert.equal(
    pauseAfterFailureMs({ triesBefore: 0, toldMs: null }, 1, () => 0),
    4500,
  )
  assert.equal(
    pauseAfterFailureMs({ triesBefore: 0, toldMs: null }, 1, () => 0.999_999),
    5500,
  )
})

test('the scale makes the whole schedule shorter', () => {
  assert.equal(
    pauseAfterFailureMs({ triesBefore: 1, toldMs: null }, 0.001, () => 0.5),
    300,
  )
})

const HOUR = 3_600_000

const TOLD: { what: string; triesBefore: number; toldMs: number; chance: number; pauseMs: number | null }[] =
  [
    {
      what: 'a longer wait takes the place of a shorter pause',
      triesBefore: 0,
      toldMs: 60_000,
      chance: 0,
      pauseMs: 60_000,
    },
    { what: 'its jitter only makes it longer', triesBefore: 0, toldMs: 60_000, chance: 0.5, pauseMs: 63_000 },
    { what: 'never beyond six hours', triesBefore: 0, toldMs: 6 * HOUR, chance: 0.999, pauseMs: 6 * HOUR },
    {
      what: 'a shorter wait does not hasten the schedule',
      triesBefore: 5,
      toldMs: 1000,
      chance: 0.5,
      pauseMs: 10 * HOUR,
    },
    {
      what: 'after the last try there is none, whatever is told',
      triesBefore: 7,
      toldMs: 60_000,
      chance: 0,
      pauseMs: null,
    },
  ]

for (const { what, triesBefore, toldMs, chance, pauseMs } of TOLD) {
  test(`told to wait: ${what}`, () => {
    assert.equal(
      pauseAfterFailureMs({ triesBefore, toldMs }, 1, () => chance),
      pauseMs,
    )
  })
}

test('told to wait six hours every time, all eight tries are made within 50 hours', () => {
  let allMs = 0
  for (let triesBefore = 0; triesBefore < 7; triesBefore++)
    allMs += pauseAfterFailureMs({ triesBefore, toldMs: 6 * HOUR }, 1, () => 0.5) ?? NaN

  assert.equal(allMs, 50 * HOUR)
})
