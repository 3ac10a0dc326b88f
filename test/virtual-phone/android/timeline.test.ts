import assert from 'node:assert/strict'
import test from 'node:test'
import { createTimeline } from '../../../src/virtual-phone/android/timeline.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

test('what fell due unseen runs as if it had run in time', async () => {
  const clock = createFakeClock('2026-03-22T08:30:00.000Z')
  const timeline = createTimeline(clock)
  const seen: string[] = []
  timeline.after(300, () => {
    seen.push(`${timeline.nowMs()} ${timeline.wallTime().toISOString()}`)
    timeline.after(200, () => seen.push(String(timeline.nowMs())))
  })
  await clock.advance(60_000)
  assert.deepEqual(seen, [])

  timeline.settle()

  assert.deepEqual(seen, ['300 2026-03-22T08:30:00.300Z', '500'])
  assert.equal(timeline.nowMs(), 60_000)
})

test('entries run in the order of their time, then of their making', async () => {
  const clock = createFakeClock()
  const timeline = createTimeline(clock)
  const seen: string[] = []
  timeline.after(20, () => seen.push('later'))
  timeline.after(10, () => seen.push('first'))
  timeline.after(10, () => seen.push('second'))
  await clock.advance(20)

  timeline.settle()

  assert.deepEqual(seen, ['first', 'second', 'later'])
})

test('a cancelled entry never runs, and no timer is left open', async () => {
  const clock = createFakeClock()
  const timeline = createTimeline(clock)
  const cancel = timeline.after(10, () => assert.fail('was cancelled'))
  cancel()
  await clock.advance(20)

  timeline.settle()

  assert.equal(clock.pending(), 0)
})
