import assert from 'node:assert/strict'
import { test } from 'node:test'
import { watchVideo } from '../../src/actions/watch-video.ts'
import type { ShownVideo } from '../../src/domain/app-driver.ts'
import { createFakeClock } from '../support/fake-clock.ts'

const VIDEO: ShownVideo = {
  author: 'lena',
  caption: 'meal prep',
  hashtags: [],
  sound: 'original',
  fingerprint: 'v1',
  position: 0,
}
const NEVER = new AbortController().signal

/** A video whose position moves with the clock; dialogs are met at the readings with these numbers, from 1. */
function scene(dialogsAt: readonly number[]) {
  const clock = createFakeClock()
  let readings = 0
  let met = 0
  const driver = {
    interruptions: () => met,
    currentVideo: async () => {
      readings += 1
      if (dialogsAt.includes(readings)) met += 1
      return { ...VIDEO, position: clock.monotonicMs() }
    },
  }
  return { clock, driver, readings: () => readings }
}

test('a stretch with a dialog in it is not counted as watched', async () => {
  const { clock, driver, readings } = scene([2])

  const watched = watchVideo({ driver, clock }, VIDEO, 2_000, NEVER)
  await clock.advance(3_000)

  const { seenAs: _, ...told } = await watched
  assert.deepEqual(told, { playedMs: 2_000, plays: true, movedOnTo: null })
  assert.equal(readings(), 3)
})

test('a video that dialogs cover all the time counts as one that does not play', async () => {
  const { clock, driver } = scene(Array.from({ length: 100 }, (_, index) => index + 1))

  const watched = watchVideo({ driver, clock }, VIDEO, 2_000, NEVER)
  await clock.advance(10_000)

  const { seenAs: _, ...told } = await watched
  assert.deepEqual(told, { playedMs: 0, plays: false, movedOnTo: null })
})
