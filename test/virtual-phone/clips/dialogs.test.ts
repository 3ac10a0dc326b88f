import assert from 'node:assert/strict'
import test from 'node:test'
import { createTestScreen } from '../../support/virtual-screen.ts'

const ALERTS = [
  { kind: 'rate_us', title: 'Enjoying Clips?', buttons: ['Not now', 'Rate'] },
  { kind: 'update_available', title: 'Update available', buttons: ['Later', 'Update'] },
  { kind: 'network_error', title: 'No internet connection', buttons: ['Retry'] },
] as const
for (const { kind, title, buttons } of ALERTS) {
  test(`${kind} is an AlertDialog over the app`, async () => {
    const screen = createTestScreen()
    await screen.openClips()
    screen.clips.scheduleDialog(kind)
    await screen.clock.advance(1_000)

    assert.equal(screen.clips.screen(), `dialog:${kind}`)
    assert.equal(screen.node('android:id/alertTitle').text, title)
    const found = screen.nodes().filter(({ resourceId }) => /^android:id\/button\d$/.test(resourceId ?? ''))
    assert.deepEqual(
      found.map(({ text }) => text),
      [...buttons],
    )
    await screen.go('android:id/button1')
    assert.equal(screen.clips.screen(), 'feed')
  })
}

test('a dialog waits for its time and its screen', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  screen.clips.scheduleDialog('rate_us', { afterMs: 3_000, onScreen: 'profile' })
  await screen.clock.advance(5_000)
  assert.equal(screen.clips.screen(), 'feed')
  await screen.go('tab_profile')
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'dialog:rate_us')
})

test('a dialog that is due while the app is away comes when it is back', async () => {
  const screen = createTestScreen()
  screen.clips.scheduleDialog('update_available')
  await screen.clock.advance(2_000)
  assert.equal(screen.clips.screen(), 'launcher')

  await screen.openClips()

  assert.equal(screen.clips.screen(), 'dialog:update_available')
})

test('the one without a choice cannot be closed by BACK', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  screen.clips.scheduleDialog('network_error')
  await screen.clock.advance(1_000)

  screen.input.key(4)
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'dialog:network_error')
})

test('a touch beside a dialog closes it and does not reach the app', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  screen.clips.scheduleDialog('rate_us')
  await screen.clock.advance(1_000)

  screen.input.tap({ x: 672, y: 96 })
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'feed')
})

test('login_required signs the account out and cannot be dismissed', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  screen.clips.scheduleDialog('login_required')
  await screen.clock.advance(1_000)
  assert.equal(screen.node('login_title').text, 'Log in to continue')
  assert.equal(screen.clips.signedIn(), null)

  await screen.go('login_button')
  assert.equal(screen.node('login_error').text, 'Incorrect account or password')
  screen.input.key(4)
  await screen.clock.advance(1_000)
  assert.equal(screen.clips.screen(), 'launcher')
  await screen.openClips()

  assert.equal(screen.clips.screen(), 'dialog:login_required')
})

test('a sign-out outlives a restart of the app until the fault is cleared', async () => {
  const screen = createTestScreen()
  screen.clips.signOut()
  await screen.openClips()
  assert.equal(screen.clips.screen(), 'dialog:login_required')
  screen.activities.forceStop('com.phonefarm.clips')
  await screen.openClips()
  assert.equal(screen.clips.screen(), 'dialog:login_required')

  screen.clips.clear()
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.signedIn(), 'clips_user01')
  assert.equal(screen.clips.screen(), 'feed')
})

test('a sign-out in the background brings nothing to the front', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  screen.input.key(3)
  await screen.clock.advance(1_000)

  screen.clips.signOut()
  await screen.clock.advance(1_000)
  assert.equal(screen.clips.screen(), 'launcher')
  await screen.openClips()

  assert.equal(screen.clips.screen(), 'dialog:login_required')
})

for (const kind of ['rate_us', 'permission'] as const) {
  test(`clearing the faults closes an open ${kind}`, async () => {
    const screen = createTestScreen()
    await screen.openClips()
    screen.clips.scheduleDialog(kind)
    await screen.clock.advance(1_000)

    screen.clips.clear()
    await screen.clock.advance(1_000)

    assert.equal(screen.clips.screen(), 'feed')
    assert.equal(screen.windows.focused()?.packageName, 'com.phonefarm.clips')
  })
}

const LANGUAGES = [
  { language: 'es', title: 'Actualización disponible', no: 'Más tarde' },
  { language: 'fr', title: 'Mise à jour disponible', no: 'Plus tard' },
  { language: 'de', title: 'Update verfügbar', no: 'Später' },
  { language: 'pt', title: 'Atualização disponível', no: 'Mais tarde' },
] as const
for (const { language, title, no } of LANGUAGES) {
  test(`a dialog speaks ${language} and keeps its ids`, async () => {
    const screen = createTestScreen()
    await screen.openClips()
    screen.clips.scheduleDialog('update_available', { language })
    await screen.clock.advance(1_000)

    assert.equal(screen.node('android:id/alertTitle').text, title)
    assert.equal(screen.node('android:id/button2').text, no)
  })
}

test('a forced update comes back whatever is tapped', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  screen.clips.scheduleDialog('update_required')
  await screen.clock.advance(1_000)
  screen.input.key(4)
  await screen.clock.advance(1_000)

  await screen.go('android:id/button1')

  assert.equal(screen.clips.screen(), 'dialog:update_required')
})

test('an expired session ends on the login page', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  screen.clips.scheduleDialog('session_expired')
  await screen.clock.advance(1_000)
  assert.equal(screen.clips.screen(), 'dialog:session_expired')

  await screen.go('android:id/button1')

  assert.equal(screen.clips.screen(), 'dialog:login_required')
})

test('a challenge is solved by nobody but the control API', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  screen.clips.scheduleDialog('challenge')
  await screen.clock.advance(1_000)
  screen
    .nodes()
    .find(({ onSetProgress }) => onSetProgress)
    ?.onSetProgress?.(100)
  screen.input.key(4)
  await screen.clock.advance(1_000)
  await screen.openClips()
  assert.equal(screen.clips.screen(), 'dialog:challenge')

  screen.clips.clear()
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'feed')
})

test('a cookie banner lies in the window of the app, over its tab bar', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  screen.clips.scheduleDialog('cookie_consent')
  await screen.clock.advance(1_000)
  assert.equal(screen.clips.screen(), 'feed')

  screen.input.tap({ x: 630, y: 1510 })
  await screen.clock.advance(1_000)

  assert.ok(!screen.has('cookie_banner'))
  assert.equal(screen.clips.screen(), 'feed')
})

test('an unknown dialog punishes whoever taps at random', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  screen.clips.scheduleDialog('unknown', { text: 'New: gifts!' })
  await screen.clock.advance(1_000)
  assert.equal(screen.node('android:id/alertTitle').text, 'New: gifts!')

  await screen.go('android:id/button1')

  assert.equal(screen.clips.signedIn(), null)
})
