import assert from 'node:assert/strict'
import test from 'node:test'
import { createTestScreen, type TestScreen } from '../../support/virtual-screen.ts'

async function withClips(): Promise<TestScreen> {
  const screen = createTestScreen()
  await screen.openClips()
  return screen
}

const WINDOWS = [
  { kind: 'anr', packageName: 'android', title: 'Application Not Responding: com.phonefarm.clips' },
  { kind: 'crash', packageName: 'android', title: 'Application Error: com.phonefarm.clips' },
  { kind: 'battery_low', packageName: 'com.android.systemui', title: 'SystemUIDialog' },
  {
    kind: 'usb_debugging',
    packageName: 'com.android.systemui',
    title: 'com.android.systemui/com.android.systemui.usb.UsbDebuggingActivity',
  },
  { kind: 'sim_removed', packageName: 'com.android.phone', title: 'Sys2003' },
  {
    kind: 'foreign',
    packageName: 'com.vendor.gamehub',
    title: 'com.vendor.gamehub/com.vendor.gamehub.OfferActivity',
  },
] as const

for (const { kind, packageName, title } of WINDOWS) {
  test(`${kind} is a window of ${packageName} that has the focus`, async () => {
    const screen = await withClips()
    screen.clips.scheduleSystemDialog(kind)
    await screen.clock.advance(1_000)

    const focused = screen.windows.focused()
    assert.deepEqual([focused?.packageName, focused?.title], [packageName, title])
    assert.equal(screen.clips.screen(), `dialog:${kind}`)
  })
}

test('an app that hangs does nothing with touches until somebody waits for it', async () => {
  const screen = await withClips()
  const before = screen.clips.watched().length
  screen.clips.scheduleSystemDialog('anr')
  await screen.clock.advance(5_000)
  assert.equal(screen.node('android:id/alertTitle').text, 'Clips isn’t responding')
  const played = screen.clips.watched()[0]?.seconds

  await screen.go('android:id/aerr_wait')

  assert.equal(screen.clips.screen(), 'feed')
  assert.equal(screen.clips.watched().length, before)
  await screen.clock.advance(2_000)
  assert.notEqual(screen.clips.watched()[0]?.seconds, played)
})

test('closing an app that hangs ends its process', async () => {
  const screen = await withClips()
  screen.clips.scheduleSystemDialog('anr')
  await screen.clock.advance(1_000)

  await screen.go('android:id/aerr_close')

  assert.equal(screen.clips.screen(), 'launcher')
})

test('a crash leaves the launcher with a question over it, which BACK does not close', async () => {
  const screen = await withClips()
  screen.clips.scheduleSystemDialog('crash', { language: 'de' })
  await screen.clock.advance(1_000)
  assert.equal(screen.node('android:id/alertTitle').text, 'Clips wird wiederholt beendet')

  screen.input.key(4)
  await screen.clock.advance(1_000)
  assert.equal(screen.clips.screen(), 'dialog:crash')
  await screen.go('android:id/aerr_close')

  assert.equal(screen.clips.screen(), 'launcher')
})

test('an app that is killed while it hangs takes the question along', async () => {
  const screen = await withClips()
  screen.clips.scheduleSystemDialog('anr')
  await screen.clock.advance(1_000)

  screen.activities.forceStop('com.phonefarm.clips')
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'launcher')
})

for (const kind of ['battery_low', 'usb_debugging', 'system_update', 'sim_removed', 'foreign'] as const) {
  test(`BACK closes ${kind} without an answer`, async () => {
    const screen = await withClips()
    screen.clips.scheduleSystemDialog(kind)
    await screen.clock.advance(1_000)

    screen.input.key(4)
    await screen.clock.advance(1_000)

    assert.equal(screen.clips.screen(), 'feed')
  })
}

test('several come one over the other', async () => {
  const screen = await withClips()
  screen.clips.scheduleSystemDialog('battery_low')
  screen.clips.scheduleSystemDialog('sim_removed')
  await screen.clock.advance(1_000)
  assert.equal(screen.clips.screen(), 'dialog:sim_removed')

  screen.input.key(4)
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'dialog:battery_low')
})

test('a heads-up notification is in no tree, takes the touches of the top bar and goes after five seconds', async () => {
  const screen = await withClips()
  screen.clips.scheduleSystemDialog('heads_up', { text: 'Update ready' })
  await screen.clock.advance(500)
  assert.equal(screen.windows.focused()?.packageName, 'com.phonefarm.clips')
  assert.ok(!screen.nodes().some(({ text }) => text === 'Update ready'))

  screen.tapOn('search_button')
  await screen.clock.advance(1_000)
  assert.equal(screen.clips.foreground(), 'com.android.settings')
  screen.input.key(4)
  await screen.clock.advance(5_000)
  await screen.go('search_button')

  assert.equal(screen.clips.screen(), 'search')
})

test('clearing the faults closes what the system had put up', async () => {
  const screen = await withClips()
  for (const kind of ['anr', 'foreign', 'notification_shade'] as const)
    screen.clips.scheduleSystemDialog(kind)
  await screen.clock.advance(1_000)

  screen.clips.clear()
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.screen(), 'feed')
  assert.equal(screen.windows.focused()?.packageName, 'com.phonefarm.clips')
})
