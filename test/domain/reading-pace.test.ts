import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  afterAnswer,
  afterLateness,
  readingDeadlineMs,
  UNKNOWN_PACE,
  type ReadingPace,
} from '../../src/domain/reading-pace.ts'

/** The pace after such readings: a number is an answer that took so long, `late` one that missed the deadline. */
function after(...readings: (number | 'late')[]): ReadingPace {
  return readings.reduce<ReadingPace>(
    (pace, reading) => (reading === 'late' ? afterLateness(pace) : afterAnswer(pace, reading)),
    UNKNOWN_PACE,
  )
}

for (const [what, readings, deadlineMs] of [
  ['a phone that has not answered yet gets the most', [], 10_000],
  ['a quick phone gets the least', [30, 30, 30], 2_000],
  // Mean 1000, deviation 500: 1000 + 4 * 500.
  ['one answer of a second makes three', [1_000], 3_000],
  // Mean 1000, deviation 375.
  ['an even phone gets less and less', [1_000, 1_000], 2_500],
  ['a slow phone gets no more than the most', [6_000], 10_000],
] as const) {
  test(what, () => {
    assert.equal(readingDeadlineMs(after(...readings)), deadlineMs)
  })
}

test('one late answer on a quick phone gives the next one longer', () => {
  const quick = after(40, 40, 40, 40, 40, 40)

  // Mean 40 + 2960 / 8 = 410, deviation about 740.
  const deadlineMs = readingDeadlineMs(afterAnswer(afterLateness(quick), 3_000))

  assert.ok(deadlineMs > 3_000 && deadlineMs < 4_000, String(deadlineMs))
})

for (const [readings, by] of [
  [[40, 'late'], 'hierarchy'],
  [[40, 'late', 'late'], 'picture'],
  [[40, 'late', 40, 'late'], 'hierarchy'],
  // The late answer came after all, but not in time: still two in a row.
  [[40, 'late', 3_000, 'late'], 'picture'],
  [[40, 'late', 'late', 40], 'picture'],
  [[40, 'late', 'late', 40, 40], 'hierarchy'],
  [[40, 'late', 'late', 40, 5_001, 40], 'picture'],
  [[40, 'late', 'late', 5_000, 5_000], 'hierarchy'],
] as const) {
  test(`after ${readings.join(', ')} a reading begins with the ${by}`, () => {
    assert.equal(after(...readings).by, by)
  })
}

test('a phone that is quick again is known by what it does now', () => {
  const back = after(40, 'late', 'late', 20_000, 20_000, 20_000, 50, 50)

  assert.deepEqual([back.by, back.meanMs, readingDeadlineMs(back)], ['hierarchy', 50, 2_000])
})
