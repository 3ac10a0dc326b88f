import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createUnknownErrors, shapeOf } from '../../src/devices/unknown-errors.ts'
import { recordingLog } from '../support/recording-log.ts'

test('an unknown error is logged once for each shape of text and counted every time', () => {
  const { log, lines } = recordingLog()
  const unknown = createUnknownErrors(log)

  unknown.note('frobnication 17 of "a" failed')
  unknown.note('frobnication 18 of "b" failed')
  unknown.note('another failure')

  assert.deepEqual(
    lines.map(({ shape }) => shape),
    ['frobnication # of … failed', 'another failure'],
  )
  assert.deepEqual(unknown.metric().samples, [{ value: 3 }])
})

test('a shape has no ids, numbers or quoted names, and an end', () => {
  assert.equal(
    shapeOf("session 0f4c2d1e-77aa on 'R5CT60ABCDE'\n  timed out after 1234 ms"),
    'session #-#aa on … timed out after # ms',
  )
  assert.equal(shapeOf('x'.repeat(1000)).length, 160)
})
