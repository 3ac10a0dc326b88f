import assert from 'node:assert/strict'
import test from 'node:test'
import { createTestScreen } from '../../support/virtual-screen.ts'

test('a fresh phone shows its launcher', async () => {
  const screen = createTestScreen()
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'launcher')
  assert.equal(
    screen.windows.focused()?.title,
    'com.android.launcher3/com.android.launcher3.uioverrides.QuickstepLauncher',
  )
})

test('nothing has the focus for 200 ms after the top window changed', async () => {
  const screen = createTestScreen()
  await screen.openClips()

  screen.input.key(3)
  await screen.clock.advance(199)
  assert.equal(screen.windows.focused(), null)
  assert.equal(screen.windows.activeRoot(), null)
  await screen.clock.advance(1)

  assert.equal(screen.windows.focused()?.packageName, 'com.android.launcher3')
})

test('each dialog is a window with an id of its own, and only its tree is the active root', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  const appWindow = screen.windows.focused()?.id ?? 0
  const ids: number[] = []
  for (let times = 0; times < 2; times++) {
    screen.clips.scheduleDialog('rate_us')
    await screen.clock.advance(1_000)
    ids.push(screen.windows.focused()?.id ?? 0)
    assert.equal(screen.has('feed_pager'), false)
    await screen.go('android:id/button2')
  }

  assert.equal(new Set([appWindow, ...ids]).size, 3)
  assert.equal(screen.windows.focused()?.id, appWindow)
})

test('a permission dialog belongs to another package and pauses the app', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  screen.clips.scheduleDialog('permission')
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'dialog:permission')
  assert.deepEqual(screen.windows.focusedActivity(), {
    packageName: 'com.android.permissioncontroller',
    activity: '.permission.ui.GrantPermissionsActivity',
  })
  const before = screen.clips.watched().at(-1)?.seconds
  await screen.clock.advance(5_000)
  assert.equal(screen.clips.watched().at(-1)?.seconds, before)
  await screen.go('permission_deny_button')
  assert.equal(screen.clips.screen(), 'feed')
})

test('with the screen off there is no window, no focus and no picture of the app', async () => {
  const screen = createTestScreen()
  await screen.openClips()

  screen.input.key(26)
  await screen.clock.advance(1_000)

  assert.deepEqual(screen.windows.all(), [])
  assert.equal(screen.windows.focused(), null)
  assert.equal(screen.power.isLocked(), true)
})

test('after waking the keyguard has the focus until it is dismissed', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  screen.power.toggle()
  screen.power.wake()
  await screen.clock.advance(1_000)
  assert.equal(screen.windows.focused()?.title, 'NotificationShade')
  assert.equal(screen.clips.screen(), 'keyguard')

  screen.power.dismissKeyguard()
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'feed')
})

test('what was saved comes back on the next start', async () => {
  const first = createTestScreen()
  await first.openClips()
  await first.go('tab_profile', 'edit_profile_button', 'edit_bio_row')
  first.node('edit_input').onSetText?.('quick dinners')
  await first.go('edit_save')
  await first.clock.advance(1_000)

  const second = createTestScreen({ saved: JSON.parse(JSON.stringify(first.save())) })

  assert.deepEqual(second.clips.accounts()[0], {
    username: 'clips_user01',
    display_name: 'Clips User 01',
    bio: 'quick dinners',
  })
  assert.deepEqual(second.clips.watched(), first.clips.watched())
  assert.equal(second.clips.edits().length, 1)
})

test('a phone leaves no timer open', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('search_button', 'search_input')
  screen.input.typeCharacters('cats')

  assert.equal(screen.clock.pending(), 0)
})
