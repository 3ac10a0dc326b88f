import assert from 'node:assert/strict'
import test from 'node:test'
import { createTestScreen, type TestScreen } from '../../support/virtual-screen.ts'

async function withClips(): Promise<TestScreen> {
  const screen = createTestScreen()
  await screen.openClips()
  return screen
}

async function nextVideo(screen: TestScreen, waitMs = 1_000): Promise<void> {
  screen.flickUp()
  await screen.clock.advance(waitMs)
}

test('without a line the videos that were loaded ahead still play, the next one does not come', async () => {
  const screen = await withClips()
  screen.clips.line.set('offline')
  await nextVideo(screen)
  await nextVideo(screen)
  assert.ok(screen.has('author_name'))

  await nextVideo(screen)
  assert.ok(screen.has('video_loading'))
  await screen.clock.advance(4_000)

  assert.equal(screen.node('error_title').text, 'No internet connection')
  assert.equal(screen.clips.watched().length, 3)
})

test('retry loads the page once the line is back, and not before', async () => {
  const screen = await withClips()
  screen.clips.line.set('offline', 20_000)
  for (let count = 0; count < 3; count++) await nextVideo(screen, 4_000)
  screen.tapOn('error_retry')
  await screen.clock.advance(4_000)
  assert.ok(screen.has('error_retry'))

  await screen.clock.advance(20_000)
  await screen.go('error_retry')

  assert.ok(screen.has('author_name'))
})

test('a search without a line shows an error page in the place of results', async () => {
  const screen = await withClips()
  screen.clips.line.set('offline')
  await screen.go('search_button')
  screen.node('search_input').onSetText?.('meal prep')
  await screen.go('search_submit')
  await screen.clock.advance(4_000)
  assert.ok(screen.has('error_retry'))

  screen.clips.line.set('online')
  await screen.go('error_retry')
  await screen.clock.advance(1_000)

  assert.ok(screen.has('result_item'))
})

test('a save without a line keeps the text and offers to try again', async () => {
  const screen = await withClips()
  await screen.go('tab_profile', 'edit_profile_button', 'edit_bio_row')
  screen.clips.line.set('offline')
  screen.node('edit_input').onSetText?.('hello')
  await screen.go('edit_save')
  await screen.clock.advance(4_000)
  assert.equal(screen.node('snackbar_text').text, 'No internet connection')
  assert.equal(screen.node('edit_input').text, 'hello')
  assert.deepEqual(screen.clips.edits(), [])

  screen.clips.line.set('online')
  await screen.go('snackbar_action')
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.accounts()[0]?.bio, 'hello')
})

test('on a slow line a video stands still now and then without being held', async () => {
  const screen = await withClips()
  screen.clips.line.set('slow')
  await nextVideo(screen, 4_500)

  assert.ok(screen.has('video_buffering'))
  assert.equal(screen.node('video_surface').contentDesc, 'Pause video')
  await screen.clock.advance(2_500)
  assert.ok(!screen.has('video_buffering'))
})

test('a feed that has run dry says so, and goes no further', async () => {
  const screen = await withClips()
  screen.clips.line.setFeedLeft(1)
  await nextVideo(screen)
  await nextVideo(screen)
  assert.ok(screen.has('feed_end'))
  assert.ok(!screen.has('author_name'))

  assert.equal(screen.flickUp(), false)
})

test('clearing the faults brings the line and the feed back', async () => {
  const screen = await withClips()
  screen.clips.line.set('offline')
  screen.clips.line.setFeedLeft(0)

  screen.clips.clear()

  assert.deepEqual([screen.clips.line.state(), screen.clips.line.feedLeft()], ['online', null])
})
