import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestScreen } from '../../support/virtual-screen.ts'

const CLIPS = 'com.phonefarm.clips'

test('an updated app has other ids, and does what it did', async () => {
  const screen = createTestScreen()
  await screen.openClips()

  screen.updates.set(CLIPS, { renames: { search_button: 'magnifier', caption: '' }, moves: {} })
  const before = { old: screen.has('search_button'), caption: screen.has('caption') }
  screen.tapOn('magnifier')
  await screen.clock.advance(2_000)

  assert.deepEqual(before, { old: false, caption: false })
  assert.equal(screen.clips.screen(), 'search')
})

test('a view that was moved is tapped where it stands now', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  const { left, top } = screen.node('search_button').bounds

  screen.updates.set(CLIPS, { renames: {}, moves: { search_button: { dx: -560, dy: 8 } } })
  const moved = screen.node('search_button').bounds
  screen.tapOn('search_button')
  await screen.clock.advance(2_000)

  assert.deepEqual({ left: moved.left - left, top: moved.top - top }, { left: -560, top: 8 })
  assert.equal(screen.clips.screen(), 'search')
})

test('without the update the app is as it was', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  screen.updates.set(CLIPS, { renames: { search_button: 'magnifier' }, moves: {} })

  screen.updates.set(CLIPS, null)

  assert.equal(screen.has('search_button'), true)
  assert.equal(screen.updates.of(CLIPS), null)
})
