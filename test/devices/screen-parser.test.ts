import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseScreen } from '../../src/devices/screen-parser.ts'

const HEAD = `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\r\n`
const SOURCE = `${HEAD}<hierarchy index="0" class="hierarchy" rotation="0" width="720" height="1504">\r
  <android.widget.FrameLayout index="0" package="com.phonefarm.clips" class="android.widget.FrameLayout" text="" checkable="false" checked="false" clickable="false" enabled="true" focusable="false" focused="false" long-clickable="false" password="false" scrollable="false" selected="false" bounds="[0,0][720,1504]" displayed="true">\r
    <android.widget.EditText index="2" package="com.phonefarm.clips" class="android.widget.EditText" text="Search" resource-id="com.phonefarm.clips:id/query" checkable="false" checked="false" clickable="true" enabled="true" focusable="true" focused="true" long-clickable="true" password="false" scrollable="false" selected="false" bounds="[24,-8][600,96]" displayed="true" hint="Search" showing-hint="true" />\r
    <com.phonefarm.clips.Pager.Page index="3" package="com.phonefarm.clips" class="com.phonefarm.clips.Pager$Page" text="" content-desc="" checkable="true" checked="true" clickable="false" enabled="false" focusable="false" focused="false" long-clickable="false" password="false" scrollable="true" selected="true" bounds="[0,96][720,1504]" displayed="true" />\r
    <android.widget.TextView index="4" package="com.phonefarm.clips" class="android.widget.TextView" text="line one&#10;line two &amp; 🍝" bounds="[0,0][0,0]" />\r
  </android.widget.FrameLayout>\r
  <android.widget.Toast index="1" package="com.android.settings" class="android.widget.Toast" text="Saved" displayed="true" />\r
</hierarchy>`

const screen = parseScreen(SOURCE)
const [window, toast] = screen.root.children
const [field, pager, caption] = window?.children ?? []

test('the screen belongs to the package of the active window, not of a toast', () => {
  assert.equal(screen.package_name, 'com.phonefarm.clips')
  assert.equal(toast?.package_name, 'com.android.settings')
})

test('the root is the display less what the phone keeps for bars', () => {
  assert.equal(screen.root.class_name, 'hierarchy')
  assert.deepEqual(screen.root.bounds, { left: 0, top: 0, right: 720, bottom: 1504 })
})

test('an empty edit field shows its hint', () => {
  assert.equal(field?.text, 'Search')
  assert.equal(field?.hint, 'Search')
  assert.equal(field?.showing_hint, true)
  assert.equal(field?.focused, true)
  assert.equal(field?.resource_id, 'com.phonefarm.clips:id/query')
})

test('an absent attribute is null and an empty one is empty', () => {
  assert.equal(field?.content_desc, null)
  assert.equal(pager?.content_desc, '')
  assert.equal(pager?.resource_id, null)
  assert.equal(pager?.hint, null)
})

test('the class keeps the dollar sign that the tag cannot hold', () => {
  assert.equal(pager?.class_name, 'com.phonefarm.clips.Pager$Page')
})

test('flags are read as they are', () => {
  const { checked, clickable, enabled, scrollable, selected } = pager ?? {}
  assert.deepEqual(
    { checked, clickable, enabled, scrollable, selected },
    { checked: true, clickable: false, enabled: false, scrollable: true, selected: true },
  )
})

test('bounds may reach outside the display', () => {
  assert.deepEqual(field?.bounds, { left: 24, top: -8, right: 600, bottom: 96 })
})

test('line breaks, entities and emoji in a text survive', () => {
  assert.equal(caption?.text, 'line one\nline two & 🍝')
})

test('a node without bounds has an empty box', () => {
  assert.deepEqual(toast?.bounds, { left: 0, top: 0, right: 0, bottom: 0 })
})

test('a screen without any window belongs to no package', () => {
  const empty = parseScreen(
    `${HEAD}<hierarchy index="0" class="hierarchy" rotation="0" width="720" height="1504" />`,
  )
  assert.equal(empty.package_name, '')
  assert.deepEqual(empty.root.children, [])
})

for (const [name, text] of [
  ['broken XML', '<hierarchy><a></hierarchy>'],
  ['another document', '<html />'],
  ['nothing', ''],
] as const) {
  test(`${name} is not taken for a screen`, () => {
    assert.throws(() => parseScreen(text))
  })
}

test('what is typed into a password field is not read, its hint is', () => {
  const field = (attributes: string) =>
    parseScreen(`<hierarchy><f class="f" password="true" ${attributes}/></hierarchy>`).root.children[0]?.text

  assert.equal(field('text="hunter2"'), '')
  assert.equal(field('text="Password" showing-hint="true"'), 'Password')
})
