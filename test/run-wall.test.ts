import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError } from '../src/domain/errors.ts'
import { startRunWall, wallMs } from '../src/run-wall.ts'
import { createFakeClock } from './support/fake-clock.ts'
import { EDIT, WARMUP } from './support/farm.ts'

const MINUTE = 60_000
const NEVER = new AbortController().signal

test('a warmup has its max_minutes and five more, an edit has fifteen', () => {
  assert.equal(wallMs(WARMUP), 35 * MINUTE)
  assert.equal(wallMs(EDIT), 15 * MINUTE)
})

test('an attempt that hangs is ended as a timeout when it reaches its wall, not before', async () => {
  const clock = createFakeClock()
  const wall = startRunWall(clock, WARMUP, NEVER)

  await clock.advance(35 * MINUTE - 1)
  const early = wall.signal.aborted
  await clock.advance(1)

  const reason: unknown = wall.signal.reason
  assert.equal(early, false)
  assert.ok(reason instanceof RunError)
  assert.deepEqual(
    [reason.category, reason.message],
    ['timeout', 'the attempt was not over within 35 minutes'],
  )
})

test('setting the host clock does not end an attempt, nor lengthen it', async () => {
  for (const jumpMs of [3 * 24 * 60 * MINUTE, -120 * MINUTE]) {
    const clock = createFakeClock()
    const wall = startRunWall(clock, EDIT, NEVER)

    clock.jumpWall(jumpMs)
    await clock.advance(15 * MINUTE - 1)
    const early = wall.signal.aborted
    await clock.advance(1)

    assert.deepEqual([early, wall.signal.aborted], [false, true])
  }
})

test('a run that does not listen to its wall loses its session half a minute later', async () => {
  const clock = createFakeClock()
  const wall = startRunWall(clock, EDIT, NEVER)
  let taken = 0
  wall.onForce(async () => taken++)

  await clock.advance(15 * MINUTE + 29_999)
  const early = taken
  await clock.advance(1)

  assert.deepEqual([early, taken], [0, 1])
})

test('an attempt that is over leaves no timer behind, and one that is stopped keeps the reason', async () => {
  const clock = createFakeClock()
  const stop = new AbortController()
  const wall = startRunWall(clock, EDIT, stop.signal)

  stop.abort(new Error('enough'))
  wall.end()

  assert.equal(wall.signal.reason, stop.signal.reason)
  assert.equal(clock.pending(), 0)
})
