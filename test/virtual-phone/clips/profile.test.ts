import assert from 'node:assert/strict'
import test from 'node:test'
import { createTestScreen } from '../../support/virtual-screen.ts'

async function onField(row: 'edit_name_row' | 'edit_username_row' | 'edit_bio_row') {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('tab_profile', 'edit_profile_button', row)
  return screen
}

test('the profile shows the signed-in account', async () => {
  const screen = createTestScreen({ number: 7 })
  await screen.openClips()
  await screen.go('tab_profile')

  assert.equal(screen.node('profile_title').text, 'clips_user07')
  assert.equal(screen.node('profile_username').text, '@clips_user07')
  assert.equal(screen.node('profile_display_name').text, 'Clips User 07')
})

const REFUSED = [
  { row: 'edit_name_row', value: '', words: 'Name must be 1 to 30 characters' },
  { row: 'edit_name_row', value: '   ', words: 'Name must be 1 to 30 characters' },
  { row: 'edit_name_row', value: 'n'.repeat(31), words: 'Name must be 1 to 30 characters' },
  {
    row: 'edit_username_row',
    value: 'Vera Cooks',
    words: 'Usernames can only use lowercase letters, numbers, underscores and periods',
  },
  { row: 'edit_username_row', value: 'v', words: 'Username must be 2 to 24 characters' },
  { row: 'edit_username_row', value: 'official', words: "This username isn't available" },
  { row: 'edit_username_row', value: 'clips_alt29', words: "This username isn't available" },
  { row: 'edit_bio_row', value: '😀'.repeat(81), words: 'Bio can be up to 80 characters' },
] as const
for (const { row, value, words } of REFUSED) {
  test(`${row} refuses ${JSON.stringify(value.slice(0, 20))} with the app's words and saves nothing`, async () => {
    const screen = await onField(row)
    const shown = screen.clips.screen()
    screen.node('edit_input').onSetText?.(value)

    await screen.go('edit_save')

    assert.equal(screen.node('edit_error').text, words)
    assert.equal(screen.clips.screen(), shown)
    assert.deepEqual(screen.clips.edits(), [])
  })
}

test('the bio counts characters as code points', async () => {
  const screen = await onField('edit_bio_row')
  screen.node('edit_input').onSetText?.('😀'.repeat(80))
  assert.equal(screen.node('edit_counter').text, '80/80')

  await screen.go('edit_save')
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.accounts()[0]?.bio, '😀'.repeat(80))
})

test('a username field cuts what is too long', async () => {
  const screen = await onField('edit_username_row')
  screen.node('edit_input').onSetText?.('a'.repeat(30))

  assert.equal(screen.node('edit_input').text, 'a'.repeat(24))
  assert.equal(screen.node('edit_input').maxTextLength, 24)
})

test('Save is enabled only while the text differs', async () => {
  const screen = await onField('edit_name_row')
  assert.equal(screen.node('edit_save').enabled, false)
  screen.node('edit_input').onSetText?.('Vera')
  assert.equal(screen.node('edit_save').enabled, true)
  screen.node('edit_input').onSetText?.('Clips User 01')

  assert.equal(screen.node('edit_save').enabled, false)
})

test('saving takes a moment, returns to the list and shows a toast for 3.5 s', async () => {
  const screen = await onField('edit_name_row')
  screen.node('edit_input').onSetText?.('weekday meals')
  screen.tapOn('edit_save')
  await screen.clock.advance(250)
  assert.equal(screen.node('edit_status').text, 'Saving…')
  assert.deepEqual(screen.clips.edits(), [])
  await screen.clock.advance(1_500)

  assert.equal(screen.clips.screen(), 'edit_profile')
  assert.equal(screen.node('edit_name_value').text, 'weekday meals')
  assert.deepEqual(
    screen.windows.toasts().map(({ text }) => text),
    ['Profile saved'],
  )
  await screen.clock.advance(3_500)
  assert.deepEqual(screen.windows.toasts(), [])
  const [edit] = screen.clips.edits()
  assert.deepEqual(
    [edit?.account, edit?.field, edit?.before, edit?.after],
    ['clips_user01', 'display_name', 'Clips User 01', 'weekday meals'],
  )
})

test('a username is checked before it is saved, and the account is signed in under it', async () => {
  const screen = await onField('edit_username_row')
  screen.node('edit_input').onSetText?.('weekday.meals')
  screen.tapOn('edit_save')
  await screen.clock.advance(300)
  assert.equal(screen.node('edit_status').text, 'Checking…')
  await screen.clock.advance(3_000)

  assert.equal(screen.clips.signedIn(), 'weekday.meals')
})

test('leaving with unsaved changes asks first', async () => {
  const screen = await onField('edit_bio_row')
  screen.node('edit_input').onSetText?.('half a thought')
  screen.input.key(4)
  await screen.clock.advance(1_000)
  assert.equal(screen.node('android:id/alertTitle').text, 'Discard changes?')

  await screen.go('android:id/button2')
  assert.equal(screen.node('edit_input').text, 'half a thought')
  await screen.go('back_button', 'android:id/button1')

  assert.equal(screen.clips.screen(), 'edit_profile')
  assert.equal(screen.clips.accounts()[0]?.bio, '')
})

test('leaving without changes asks nothing', async () => {
  const screen = await onField('edit_bio_row')

  await screen.go('back_button')

  assert.equal(screen.clips.screen(), 'edit_profile')
})

test('the account switcher is a window of its own and switches', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  await screen.go('tab_profile', 'profile_title')
  assert.equal(screen.clips.screen(), 'account_switcher')
  const rows = screen.nodes().filter(({ resourceId }) => resourceId?.endsWith('/account_row'))
  assert.deepEqual(
    rows.map(({ selected }) => selected),
    [true, false],
  )

  rows[1]?.onTap?.()
  await screen.clock.advance(1_000)

  assert.equal(screen.clips.signedIn(), 'clips_alt01')
  assert.equal(screen.node('profile_title').text, 'clips_alt01')
})

test('the other account has a feed of its own', async () => {
  const screen = createTestScreen()
  await screen.openClips()
  const first = screen.node('caption').text
  await screen.go('tab_profile', 'profile_title')
  screen
    .nodes()
    .filter(({ resourceId }) => resourceId?.endsWith('/account_row'))[1]
    ?.onTap?.()
  await screen.clock.advance(1_000)

  await screen.go('tab_home')

  assert.notEqual(screen.node('caption').text, first)
  assert.equal(screen.clips.watched().at(-1)?.account, 'clips_alt01')
})
