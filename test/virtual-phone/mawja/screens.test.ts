import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMawja } from './words-on-screen.ts'

const PLACES = [
  { name: 'feed', way: [] },
  { name: 'menu', way: ['خيارات أخرى'] },
  { name: 'search', way: ['خيارات أخرى', 'بحث'] },
  { name: 'profile', way: ['حسابي'] },
  { name: 'profile_menu', way: ['حسابي', 'خيارات أخرى'] },
  { name: 'account_switcher', way: ['حسابي', 'خيارات أخرى', 'تبديل الحساب'] },
  { name: 'edit_profile', way: ['حسابي', 'تعديل الملف الشخصي'] },
]

for (const { name, way } of PLACES) {
  test(`nothing on the screen ${name} has an id of the app`, async () => {
    const scene = await openMawja()

    await scene.tapOnWords(...way)

    const ids = scene.nodes().flatMap(({ resourceId }) => resourceId ?? [])
    assert.equal(scene.apps.mawja.screen(), name)
    assert.deepEqual(ids, ['android:id/content'])
  })
}

test('what can be clicked has no words of its own', async () => {
  const scene = await openMawja()

  const wordy = scene
    .nodes()
    .filter(({ clickable, text, contentDesc, onSetText }) => clickable && !onSetText && (text ?? contentDesc))

  assert.deepEqual(wordy, [])
})

test('Arabic is laid out from the right, English from the left', async () => {
  const scene = await openMawja()
  await scene.tapOnWords('خيارات أخرى', 'بحث')
  const arabic = scene.said('رجوع').bounds

  scene.apps.mawja.setLanguage('en')

  assert.deepEqual(arabic, { left: 624, top: 60, right: 712, bottom: 148 })
  assert.deepEqual(scene.said('Navigate up').bounds, { left: 8, top: 60, right: 96, bottom: 148 })
})

test('the tab of the screen in front is selected and cannot be clicked', async () => {
  const scene = await openMawja()

  const tabs = scene
    .nodes()
    .filter(({ children }) => children.some(({ text }) => text === 'الرئيسية' || text === 'حسابي'))

  assert.deepEqual(
    tabs
      .filter(({ className, onTap }) => className === 'android.view.View' && onTap !== null)
      .map((tab) => [tab.children[0]?.text, tab.selected, tab.clickable]),
    [
      ['الرئيسية', true, false],
      ['حسابي', false, true],
    ],
  )
})

test('a video tells how far it is in Arabic digits, and stands still while a menu is open', async () => {
  const scene = await openMawja()
  await scene.clock.advance(4_000)
  const timeOf = () => scene.nodes().find(({ text }) => / \/ /.test(text ?? ''))?.text
  assert.match(timeOf() ?? '', /^٠:٠[٣-٥] \/ ٠:[٠-٩]{2}$/)

  await scene.tapOnWords('خيارات أخرى')
  await scene.clock.advance(5_000)
  scene.input.key(4)
  await scene.clock.advance(1_000)

  assert.match(timeOf() ?? '', /^٠:٠[٣-٧] \/ /)
})

test('words are searched by the key of the keyboard alone, and found as a list', async () => {
  const scene = await openMawja()
  await scene.tapOnWords('خيارات أخرى', 'بحث')
  scene.fields()[0]?.onTap?.()
  scene.fields()[0]?.onSetText?.('وصفات')
  await scene.clock.advance(2_000)
  assert.equal(scene.apps.mawja.screen(), 'search')

  scene.input.key(66)
  await scene.clock.advance(3_000)

  assert.equal(scene.apps.mawja.screen(), 'results')
  const rows = scene.nodes().filter(({ key }) => /row_\d+$/.test(key))
  assert.ok(rows.length >= 3)
  assert.ok(rows.every(({ bounds }) => bounds.right - bounds.left === 720))
})

test('going back from results leads past the search to the feed', async () => {
  const scene = await openMawja()
  await scene.tapOnWords('خيارات أخرى', 'بحث')
  scene.fields()[0]?.onTap?.()
  scene.fields()[0]?.onSetText?.('وصفات')
  scene.input.key(66)
  await scene.clock.advance(3_000)

  scene.inputMethods.hide()
  scene.input.key(4)
  await scene.clock.advance(1_500)

  assert.equal(scene.apps.mawja.screen(), 'feed')
})

test('the other account of the phone is picked on the sheet; the one that is signed in cannot be', async () => {
  const scene = await openMawja()
  await scene.tapOnWords('حسابي', 'خيارات أخرى', 'تبديل الحساب')
  const rows = scene.nodes().filter(({ checkable }) => checkable)
  assert.deepEqual(
    rows.map(({ checked, clickable }) => [checked, clickable]),
    [
      [true, false],
      [false, true],
    ],
  )

  await scene.tapOnWords('mawja_alt01')

  assert.equal(scene.apps.mawja.signedIn(), 'mawja_alt01')
  assert.equal(scene.apps.clips.signedIn(), 'clips_user01')
})
