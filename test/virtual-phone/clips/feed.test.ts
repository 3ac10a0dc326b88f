import assert from 'node:assert/strict'
import test from 'node:test'
import { createTestScreen } from '../../support/virtual-screen.ts'

async function onFeed() {
  const screen = createTestScreen()
  await screen.openClips()
  return screen
}

test('a swipe up shows the next video in the same, recycled views', async () => {
  const screen = await onFeed()
  const before = screen.node('caption')

  assert.equal(screen.flickUp(), true)
  await screen.clock.advance(1_000)

  const after = screen.node('caption')
  assert.notEqual(after.text, before.text)
  assert.equal(after.key, before.key)
})

test('right after the swipe the old video is still there', async () => {
  const screen = await onFeed()
  const author = screen.node('author_name').text

  screen.flickUp()

  assert.equal(screen.node('author_name').text, author)
})

test('a short slow drag falls back to the same video', async () => {
  const screen = await onFeed()
  const caption = screen.node('caption').text
  const gesture = { from: { x: 360, y: 1100 }, to: { x: 360, y: 800 }, durationMs: 900, releaseSpeed: 200 }

  assert.equal(screen.input.swipe(gesture), false)
  await screen.clock.advance(1_000)

  assert.equal(screen.node('caption').text, caption)
})

test('a slow drag over most of the page turns it', async () => {
  const screen = await onFeed()
  const caption = screen.node('caption').text
  const gesture = { from: { x: 360, y: 1300 }, to: { x: 360, y: 300 }, durationMs: 1_500, releaseSpeed: 100 }

  assert.equal(screen.input.swipe(gesture), true)
  await screen.clock.advance(1_000)

  assert.notEqual(screen.node('caption').text, caption)
})

test('above the first video there is none', async () => {
  const screen = await onFeed()
  const gesture = { from: { x: 360, y: 400 }, to: { x: 360, y: 1100 }, durationMs: 150, releaseSpeed: 4_000 }

  assert.equal(screen.input.swipe(gesture), false)
})

test('a swipe down goes back to the video before', async () => {
  const screen = await onFeed()
  const first = screen.node('caption').text
  screen.flickUp()
  await screen.clock.advance(1_000)

  screen.input.swipe({
    from: { x: 360, y: 400 },
    to: { x: 360, y: 1100 },
    durationMs: 150,
    releaseSpeed: 4_000,
  })
  await screen.clock.advance(1_000)

  assert.equal(screen.node('caption').text, first)
})

test('a playing video is never idle and its progress moves', async () => {
  const screen = await onFeed()
  const before = screen.node('video_progress').range?.current ?? 0
  await screen.clock.advance(2_000)

  assert.ok(screen.clock.monotonicMs() - screen.accessibility.lastEventAtMs() < 250)
  assert.equal(Math.round(((screen.node('video_progress').range?.current ?? 0) - before) * 10) / 10, 2)
})

test('a tap on the picture pauses the video and the screen comes to rest', async () => {
  const screen = await onFeed()
  await screen.go('video_surface')
  const held = screen.node('video_progress').range?.current
  await screen.clock.advance(3_000)

  assert.equal(screen.node('video_progress').range?.current, held)
  assert.ok(screen.clock.monotonicMs() - screen.accessibility.lastEventAtMs() > 2_900)
})

test('the watched log counts the seconds that a video played', async () => {
  const screen = await onFeed()
  const author = screen.node('author_name').text
  const already = screen.clips.watched()[0]?.seconds ?? 0
  await screen.clock.advance(7_000)
  screen.flickUp()
  await screen.clock.advance(1_000)

  const [first, second] = screen.clips.watched()

  assert.equal(`@${first?.author}`, author)
  // 7 s, and the moment until the next page was bound.
  assert.equal(first?.seconds, Math.round((already + 7.1) * 10) / 10)
  assert.deepEqual([first?.source, first?.keyword, first?.account], ['feed', null, 'clips_user01'])
  assert.equal(second?.seconds, 0.9)
})

test('a video that played through is completed and goes on in a loop', async () => {
  const screen = await onFeed()
  const longest = 45
  await screen.clock.advance(longest * 1_000)

  const [only] = screen.clips.watched()
  assert.equal(only?.completed, true)
  const { max = 0, current = 0 } = screen.node('video_progress').range ?? {}
  assert.ok(current < max)
})

test('watching stops while the app is not in front, the screen is off or a dialog covers it', async () => {
  const screen = await onFeed()
  const seconds = () => screen.clips.watched().at(-1)?.seconds
  const pauses: (() => Promise<void>)[] = [
    async () => screen.input.key(3),
    async () => screen.power.toggle(),
    async () => {
      screen.clips.scheduleDialog('rate_us')
      await screen.clock.advance(0)
    },
  ]
  const resumes: (() => Promise<void>)[] = [
    async () => screen.openClips(),
    async () => {
      screen.power.wake()
      screen.power.dismissKeyguard()
    },
    async () => screen.go('android:id/button2'),
  ]
  for (const [index, pause] of pauses.entries()) {
    await pause()
    const before = seconds()
    await screen.clock.advance(10_000)
    assert.equal(seconds(), before, `pause ${index}`)
    await resumes[index]?.()
    await screen.clock.advance(2_000)
    assert.ok((seconds() ?? 0) > (before ?? 0), `resume ${index}`)
  }
  assert.equal(screen.clips.watched().length, 1)
})

test('after a restart the feed goes on with other videos', async () => {
  const screen = await onFeed()
  const first = screen.clips.watched()[0]?.video_id
  screen.activities.forceStop('com.phonefarm.clips')

  await screen.openClips()

  assert.notEqual(screen.clips.watched().at(-1)?.video_id, first)
})

test('the same seed shows the same videos', async () => {
  const [one, two] = [await onFeed(), await onFeed()]

  assert.equal(one.node('caption').text, two.node('caption').text)
})
