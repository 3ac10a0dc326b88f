import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWithinTime } from '../../src/judging/within-time.ts'

test('what the work answers or throws comes through', () => {
  const withinTime = createWithinTime(1_000)

  assert.equal(
    withinTime(() => 7),
    7,
  )
  assert.equal(
    withinTime(() => undefined),
    undefined,
  )
  assert.throws(
    () =>
      withinTime(() => {
        throw new RangeError('no')
      }),
    RangeError,
  )
})

test('work that does not end is ended, and the next one runs', () => {
  const withinTime = createWithinTime(20)

  assert.throws(
    () =>
      withinTime(() => {
        for (;;);
      }),
    { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' },
  )
  assert.equal(
    withinTime(() => 'well'),
    'well',
  )
})
