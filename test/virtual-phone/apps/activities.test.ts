import assert from 'node:assert/strict'
import test from 'node:test'
import type { StartRequest } from '../../../src/virtual-phone/android/phone.ts'
import { createTestScreen } from '../../support/virtual-screen.ts'

const CLIPS: StartRequest = {
  packageName: 'com.phonefarm.clips',
  activity: 'com.phonefarm.clips.MainActivity',
  data: null,
  stopFirst: false,
}

async function startOn(screen: ReturnType<typeof createTestScreen>, request: Partial<StartRequest>) {
  const starting = screen.activities.start({ ...CLIPS, ...request })
  await screen.clock.advance(1_000)
  return await starting
}

test('a cold start takes 300 to 700 ms until the first frame and shows nothing before', async () => {
  const screen = createTestScreen()
  const starting = screen.activities.start(CLIPS)
  await screen.clock.advance(250)
  assert.equal(screen.windows.focused()?.packageName, 'com.phonefarm.clips')
  assert.equal(screen.windows.activeRoot(), null)
  assert.equal(screen.clips.screen(), 'splash')
  await screen.clock.advance(500)

  const outcome = await starting

  assert.equal(outcome.kind, 'started')
  assert.ok(outcome.kind === 'started' && outcome.cold && outcome.totalMs >= 300 && outcome.totalMs <= 700)
  assert.equal(screen.clips.screen(), 'feed')
})

test('a running app is only brought to the front, on the screen it was', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('tab_profile')
  screen.input.key(3)

  const outcome = await startOn(screen, {})

  assert.deepEqual(outcome, { kind: 'brought_to_front', activity: 'com.phonefarm.clips/.MainActivity' })
  assert.equal(screen.clips.screen(), 'profile')
})

test('a link to a running app is delivered to it', async () => {
  const screen = createTestScreen()
  await screen.openClips()

  const outcome = await startOn(screen, { data: 'https://clips.example/video/7' })

  assert.deepEqual(outcome, { kind: 'delivered_to_top', activity: 'com.phonefarm.clips/.MainActivity' })
})

test('-S stops the app first, so that it starts cold on its feed', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('tab_profile')

  const outcome = await startOn(screen, { stopFirst: true })

  assert.equal(outcome.kind, 'started')
  assert.equal(screen.clips.screen(), 'feed')
})

test('a package or activity that does not exist is refused', async () => {
  const screen = createTestScreen()

  assert.deepEqual(await startOn(screen, { activity: '.Missing' }), {
    kind: 'no_such_activity',
    component: 'com.phonefarm.clips/com.phonefarm.clips.Missing',
  })
  assert.deepEqual(await startOn(screen, { packageName: 'com.example.none', activity: '.Main' }), {
    kind: 'no_such_activity',
    component: 'com.example.none/com.example.none.Main',
  })
  assert.deepEqual(await startOn(screen, { packageName: 'com.example.none', activity: null }), {
    kind: 'unable_to_resolve',
  })
})

test('Appium Settings starts without taking the screen', async () => {
  const screen = createTestScreen({ withAppiumSettings: true })
  await screen.openClips()

  const outcome = await startOn(screen, { packageName: 'io.appium.settings', activity: '.Settings' })

  assert.equal(outcome.kind, 'started')
  assert.equal(screen.clips.screen(), 'feed')
})

test('force-stop ends the app’s windows but keeps its data', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('search_button')

  screen.activities.forceStop('com.phonefarm.clips')
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'launcher')
  assert.equal(screen.clips.signedIn(), 'clips_user01')
  assert.equal(screen.clips.watched().length, 1)
})

test('after a force-stop nothing of the old process happens any more', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('tab_profile', 'edit_profile_button', 'edit_bio_row')
  screen.node('edit_input').onSetText?.('never saved')
  screen.tapOn('edit_save')
  await screen.clock.advance(100)

  screen.activities.forceStop('com.phonefarm.clips')
  await screen.clock.advance(5_000)

  assert.deepEqual(screen.clips.edits(), [])
  assert.equal(screen.clips.accounts()[0]?.bio, '')
})

test('clearing an app’s data signs everybody out', async () => {
  const screen = createTestScreen()
  await screen.openClips()

  screen.activities.clearData('com.phonefarm.clips')
  await screen.openClips()

  assert.equal(screen.clips.signedIn(), null)
  assert.deepEqual(screen.clips.accounts(), [])
  assert.equal(screen.clips.screen(), 'dialog:login_required')
})

test('a tap on the launcher’s icon opens the app', async () => {
  const screen = createTestScreen()
  await screen.clock.advance(1_000)
  const icon = screen.nodes().find(({ contentDesc, clickable }) => contentDesc === 'Clips' && clickable)
  icon?.onTap?.()
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'feed')
})
