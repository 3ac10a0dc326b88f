import assert from 'node:assert/strict'
import test from 'node:test'
import { createAccessibility } from '../../../src/virtual-phone/android/accessibility.ts'
import { createTimeline } from '../../../src/virtual-phone/android/timeline.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

function setUp() {
  // Five seconds past the minute: the status bar's clock is no part of these stories.
  const clock = createFakeClock('2026-03-22T08:30:05.000Z')
  const accessibility = createAccessibility(clock, createTimeline(clock))
  const signal = new AbortController().signal
  /** Milliseconds that a wait for idle takes, looked at after `ms`; undefined when it still waits. */
  async function waitTime(timeoutMs: number, ms: number): Promise<number | undefined> {
    const startMs = clock.monotonicMs()
    let tookMs: number | undefined
    async function wait(): Promise<void> {
      await accessibility.waitForIdle(timeoutMs, signal)
      tookMs = clock.monotonicMs() - startMs
    }
    const waiting = wait()
    await clock.advance(ms)
    if (tookMs !== undefined) await waiting
    return tookMs
  }
  return { clock, accessibility, waitTime }
}

test('a screen that was quiet for 500 ms is idle at once', async () => {
  const { clock, waitTime } = setUp()
  await clock.advance(500)

  assert.equal(await waitTime(10_000, 1), 0)
})

test('a wait lasts until 500 ms after the last event', async () => {
  const { clock, accessibility, waitTime } = setUp()
  await clock.advance(1_000)
  accessibility.fire()
  await clock.advance(200)

  assert.equal(await waitTime(10_000, 1_000), 300)
})

test('an event during the wait makes it longer', async () => {
  const { clock, accessibility, waitTime } = setUp()
  await clock.advance(1_000)
  accessibility.fire()
  clock.after(400, accessibility.fire)

  assert.equal(await waitTime(10_000, 2_000), 900)
})

test('on a screen that never rests the wait gives up silently after its timeout', async () => {
  const { clock, accessibility, waitTime } = setUp()
  accessibility.tickFrom(() => ({ everyMs: 250, sinceMs: 0 }))
  await clock.advance(2_000)

  assert.equal(await waitTime(10_000, 12_000), 10_000)
})

test('a timeout of 0 does not wait at all', async () => {
  const { accessibility, waitTime } = setUp()
  accessibility.fire()

  assert.equal(await waitTime(0, 1), 0)
})

test('an animation keeps the screen busy until 500 ms after its last event', async () => {
  const { clock, accessibility, waitTime } = setUp()
  await clock.advance(1_000)
  accessibility.animate(300)

  assert.equal(await waitTime(10_000, 2_000), 800)
})

test('the minute of the status bar is an event', async () => {
  const { clock, accessibility } = setUp()
  await clock.advance(58_000)

  assert.equal(accessibility.lastEventAtMs(), 55_000)
})

test('an aborted wait rejects with the reason of its signal', async () => {
  const { accessibility } = setUp()
  accessibility.fire()
  const controller = new AbortController()
  const waiting = accessibility.waitForIdle(10_000, controller.signal)
  controller.abort(new Error('session deleted'))

  await assert.rejects(waiting, /session deleted/)
})
