import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMawja, type MawjaScene } from './words-on-screen.ts'

async function openEdit(): Promise<MawjaScene> {
  const scene = await openMawja()
  await scene.tapOnWords('حسابي', 'تعديل الملف الشخصي')
  return scene
}

/** What the check mark stands in. */
const saveOf = (scene: MawjaScene) =>
  scene.nodes().find(({ clickable, children }) => clickable && children[0]?.contentDesc === 'حفظ')

test('the check mark works only while something differs from what is saved', async () => {
  const scene = await openEdit()
  const seen = [saveOf(scene)?.enabled]

  scene.fields()[2]?.onSetText?.('جديد')
  seen.push(saveOf(scene)?.enabled)
  scene.fields()[2]?.onSetText?.('')
  seen.push(saveOf(scene)?.enabled)

  assert.deepEqual(seen, [false, true, false])
})

test('all that was changed is saved by one tap', async () => {
  const scene = await openEdit()
  const [name, username, bio] = scene.fields()
  name?.onSetText?.(' ليلى ')
  username?.onSetText?.('layla.cooks')
  bio?.onSetText?.('طبخ')

  await scene.tapOnWords('حفظ')
  await scene.clock.advance(2_000)

  assert.equal(scene.apps.mawja.screen(), 'profile')
  assert.deepEqual(scene.apps.mawja.accounts()[0], {
    username: 'layla.cooks',
    display_name: 'ليلى',
    bio: 'طبخ',
  })
})

const REFUSED = [
  { field: 0, text: '', words: 'الاسم من ١ إلى ٣٠ حرفًا' },
  { field: 0, text: 'x'.repeat(31), words: 'الاسم من ١ إلى ٣٠ حرفًا' },
  { field: 1, text: 'a', words: 'اسم المستخدم من ٢ إلى ٢٤ حرفًا' },
  { field: 1, text: 'Layla', words: 'حروف إنجليزية صغيرة وأرقام ونقاط وشرطات سفلية فقط' },
  { field: 1, text: 'official', words: 'اسم المستخدم هذا لشخص آخر' },
  { field: 1, text: 'mawja_alt07', words: 'اسم المستخدم هذا لشخص آخر' },
  { field: 2, text: 'x'.repeat(81), words: 'النبذة أطول من ٨٠ حرفًا' },
]

for (const { field, text, words } of REFUSED) {
  test(`"${text.slice(0, 12)}" in field ${field} is refused in the app's words, inside the field`, async () => {
    const scene = await openEdit()
    scene.fields()[field]?.onSetText?.(text)

    await scene.tapOnWords('حفظ')
    await scene.clock.advance(2_000)

    assert.equal(scene.fields()[field]?.children.at(-1)?.text, words)
    assert.deepEqual(scene.apps.mawja.edits(), [])
  })
}

test('nothing is saved when one of the fields is refused', async () => {
  const scene = await openEdit()
  scene.fields()[0]?.onSetText?.('ليلى')
  scene.fields()[1]?.onSetText?.('official')

  await scene.tapOnWords('حفظ')
  await scene.clock.advance(2_000)

  assert.deepEqual(scene.apps.mawja.edits(), [])
})

test('changes are not lost without a question', async () => {
  const scene = await openEdit()
  scene.fields()[2]?.onSetText?.('جديد')

  await scene.tapOnWords('رجوع')
  const asked = scene.apps.mawja.screen()
  await scene.tapOnWords('بقاء')
  const stayed = scene.apps.mawja.screen()
  await scene.tapOnWords('رجوع', 'خروج')

  assert.deepEqual(
    [asked, stayed, scene.apps.mawja.screen()],
    ['dialog:discard_changes', 'edit_profile', 'profile'],
  )
  assert.deepEqual(scene.apps.mawja.edits(), [])
})

test('a save without a line keeps what was typed and offers to try again', async () => {
  const scene = await openEdit()
  scene.apps.mawja.line.set('offline')
  scene.fields()[2]?.onSetText?.('جديد')

  await scene.tapOnWords('حفظ')
  await scene.clock.advance(3_000)
  const failed = scene.says('إعادة المحاولة')
  scene.apps.mawja.line.set('online')
  await scene.tapOnWords('إعادة المحاولة')

  assert.equal(failed, true)
  assert.equal(scene.apps.mawja.accounts()[0]?.bio, 'جديد')
})
