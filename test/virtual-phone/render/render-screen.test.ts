import assert from 'node:assert/strict'
import test from 'node:test'
import sharp from 'sharp'
import { screenSvg } from '../../../src/virtual-phone/render/render-screen.ts'
import { createTestScreen, type TestScreen } from '../../support/virtual-screen.ts'

const DISPLAY = { width: 720, height: 1600 }
const svgOf = ({ windows }: TestScreen) => screenSvg({ windows, display: DISPLAY })

test('a screenshot is a PNG of the display’s size', async () => {
  const screen = createTestScreen()
  await screen.openClips()

  const { format, width, height } = await sharp(await screen.screenshot()).metadata()

  assert.deepEqual([format, width, height], ['png', 720, 1600])
})

test('with the screen off the picture is black', async () => {
  const screen = createTestScreen()
  screen.power.toggle()

  const { channels } = await sharp(await screen.screenshot()).stats()

  assert.deepEqual(
    channels.slice(0, 3).map(({ max }) => max),
    [0, 0, 0],
  )
})

test('the picture shows what the tree says', async () => {
  const screen = createTestScreen()
  await screen.openClips()

  assert.ok(svgOf(screen).includes(`>${screen.node('author_name').text}<`))
})

test('the picture of a playing video moves', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  const before = svgOf(screen)
  await screen.clock.advance(2_000)

  assert.notEqual(svgOf(screen), before)
})

test('keyboard, dialog and toast are drawn over the app', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('tab_profile', 'edit_profile_button', 'edit_bio_row', 'edit_input')
  assert.match(svgOf(screen), />q</)
  screen.node('edit_input').onSetText?.('hello <b> & "you"')
  assert.match(svgOf(screen), /hello &#60;b&#62; &#38; &#34;you&#34;/)
  await screen.go('edit_save')
  assert.match(svgOf(screen), /Profile saved/)
  screen.clips.scheduleDialog('rate_us')
  await screen.clock.advance(1_000)

  assert.match(svgOf(screen), /Enjoying Clips\?/)
})

test('an app that has not drawn yet shows its splash', async () => {
  const screen = createTestScreen()
  const starting = screen.activities.start({
    packageName: 'com.phonefarm.clips',
    activity: null,
    data: null,
    stopFirst: false,
  })
  await screen.clock.advance(100)

  assert.match(svgOf(screen), /rx="100" fill="#15161c"/)
  await screen.clock.advance(1_000)
  await starting
})
