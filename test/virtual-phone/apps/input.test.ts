import assert from 'node:assert/strict'
import test from 'node:test'
import {
  UnmappableCharacters,
  type Gesture,
  type TouchPoint,
} from '../../../src/virtual-phone/android/window.ts'
import { createTestScreen } from '../../support/virtual-screen.ts'

const swipe = (from: TouchPoint, to: TouchPoint): Gesture => ({
  from,
  to,
  durationMs: 200,
  releaseSpeed: 3_000,
})

async function onSearch() {
  const screen = createTestScreen({ withAppiumSettings: true })
  await screen.openClips()
  await screen.go('search_button')
  return screen
}

test('setting a field’s text neither focuses it nor opens the keyboard nor submits', async () => {
  const screen = await onSearch()

  screen.node('search_input').onSetText?.('meal prep')
  await screen.clock.advance(1_000)

  assert.equal(screen.node('search_input').text, 'meal prep')
  assert.equal(screen.node('search_input').focused, false)
  assert.equal(screen.inputMethods.isShown(), false)
  assert.equal(screen.clips.screen(), 'search')
})

test('Enter without a focused field submits nothing', async () => {
  const screen = await onSearch()
  screen.node('search_input').onSetText?.('meal prep')

  screen.input.key(66)
  await screen.clock.advance(2_000)

  assert.equal(screen.clips.screen(), 'search')
})

test('Enter in the focused search field submits', async () => {
  const screen = await onSearch()
  await screen.go('search_input')
  screen.node('search_input').onSetText?.('meal prep')

  screen.input.key(66)
  await screen.clock.advance(2_000)

  assert.equal(screen.clips.screen(), 'results')
})

test('the search action submits and another one does not', async () => {
  const screen = await onSearch()
  await screen.go('search_input')
  screen.input.typeCharacters('pasta')

  assert.equal(screen.input.editorAction('go'), false)
  assert.equal(screen.input.editorAction('search'), true)
  await screen.clock.advance(2_000)

  assert.equal(screen.clips.screen(), 'results')
})

test('a tap on a field focuses it and opens a keyboard that is not in the active window', async () => {
  const screen = await onSearch()
  await screen.go('search_input')

  assert.equal(screen.node('search_input').focused, true)
  assert.equal(screen.inputMethods.isShown(), true)
  assert.equal(screen.windows.focused()?.packageName, 'com.phonefarm.clips')
  assert.equal(screen.windows.all().find(({ type }) => type === 'input_method')?.focusable, false)
})

test('a tap on the keyboard hits a key, not the app below it', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('tab_profile', 'edit_profile_button', 'edit_bio_row', 'edit_input')

  screen.input.tap({ x: 45, y: 1200 })

  assert.equal(screen.node('edit_input').text, 'q')
})

test('BACK closes the keyboard first, then goes back, then leaves for the launcher', async () => {
  const screen = await onSearch()
  await screen.go('search_input')
  const seen: string[] = []
  for (let press = 0; press < 3; press++) {
    screen.input.key(4)
    await screen.clock.advance(1_000)
    seen.push(`${screen.clips.screen()} ${screen.inputMethods.isShown()}`)
  }

  assert.deepEqual(seen, ['search false', 'feed false', 'launcher false'])
})

test('characters without keys are refused and nothing is typed', async () => {
  const screen = await onSearch()
  await screen.go('search_input')

  assert.throws(() => screen.input.typeCharacters('crème'), UnmappableCharacters)
  assert.equal(screen.node('search_input').text, '')
})

test('without a focused field typed characters are lost', async () => {
  const screen = await onSearch()

  screen.input.typeCharacters('lost')

  assert.equal(screen.node('search_input').text, '')
})

test('through Appium’s Unicode keyboard any character can be typed, without keys on the screen', async () => {
  const screen = await onSearch()
  await screen.go('search_input')
  screen.inputMethods.set('io.appium.settings/.UnicodeIME')
  screen.input.typeCharacters('cr&AOg-me')

  assert.equal(screen.node('search_input').text, 'crème')
  assert.equal(screen.inputMethods.isShown(), false)
})

test('a disabled button swallows the tap', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('tab_profile', 'edit_profile_button', 'edit_name_row')
  assert.equal(screen.node('edit_save').enabled, false)

  await screen.go('edit_save')

  assert.equal(screen.clips.screen(), 'edit_name')
})

test('a full-screen swipe up starts in the system’s zone and goes home instead of to the next video', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  const author = screen.node('author_name').text

  assert.equal(screen.input.swipe(swipe({ x: 360, y: 1590 }, { x: 360, y: 300 })), false)
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'launcher')
  await screen.openClips()
  assert.equal(screen.node('author_name').text, author)
})

test('a swipe from the side edge is BACK', async () => {
  const screen = await onSearch()

  screen.input.swipe(swipe({ x: 4, y: 800 }, { x: 400, y: 810 }))
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'feed')
})

test('a swipe down from the top opens the notification shade, which is then the active window', async () => {
  const screen = createTestScreen()
  await screen.openClips()

  screen.input.swipe(swipe({ x: 360, y: 4 }, { x: 360, y: 900 }))
  await screen.clock.advance(1_000)

  assert.equal(screen.windows.focused()?.title, 'NotificationShade')
  assert.equal(screen.windows.activeRoot()?.root.packageName, 'com.android.systemui')
  assert.equal(screen.windows.focusedActivity()?.packageName, 'com.phonefarm.clips')
  screen.input.key(4)
  await screen.clock.advance(1_000)
  assert.equal(screen.clips.screen(), 'feed')
})

test('a key pressed while no window has the focus reaches the next one that has it', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('tab_profile', 'edit_profile_button', 'edit_name_row')
  screen.node('edit_input').onSetText?.('Vera')
  screen.input.key(4)
  assert.equal(screen.windows.focused(), null)

  screen.input.key(4)
  await screen.clock.advance(1_000)

  // The first BACK asked whether to discard; the second closed that question.
  assert.equal(screen.clips.screen(), 'edit_name')
  assert.equal(screen.node('edit_input').text, 'Vera')
})

test('a keyboard in extract mode takes the touches of the whole screen', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('search_button')
  screen.inputMethods.setFullscreen(true)
  await screen.go('search_input')
  assert.equal(screen.windows.focused()?.packageName, 'com.phonefarm.clips')

  await screen.go('back_button')
  assert.equal(screen.clips.screen(), 'search')
  screen.inputMethods.hide()
  await screen.go('back_button')

  assert.equal(screen.clips.screen(), 'feed')
})
