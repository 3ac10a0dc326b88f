import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { View } from '../../../src/virtual-phone/android/view.ts'
import { tagOf } from '../../../src/virtual-phone/uiautomator/page-source.ts'
import { rect, view, windowOf } from './fake-phone.ts'
import { openWire } from './wire.ts'

const page = (children: readonly View[]) =>
  view({ key: 'root', className: 'android.widget.FrameLayout', bounds: rect(0, 0, 720, 1600) }, children)

const sourceOf = async (...children: View[]) => {
  const wire = await openWire(() => page(children))
  const xml: string = await wire.call('GET', '/source')
  return { wire, xml }
}

/** The start tag that holds `part`. */
const tagWith = (xml: string, part: string) => xml.split('\r\n').find((line) => line.includes(part)) ?? ''

test('the source is a hierarchy with the display, CR LF lines and two blanks a level', async () => {
  const { xml } = await sourceOf(view({ id: 'a', text: 'A' }))
  const lines = xml.split('\r\n')

  assert.equal(lines[0], `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>`)
  assert.equal(lines[1], '<hierarchy index="0" class="hierarchy" rotation="0" width="720" height="1552">')
  assert.match(lines[2] ?? '', /^ {2}<android\.widget\.FrameLayout index="0" package="com\.example\.app"/)
  assert.match(lines[3] ?? '', /^ {4}<android\.widget\.TextView .* \/>$/)
  assert.equal(lines.at(-1), '</hierarchy>')
})

test('attributes come in the order of the server, and those without a value are absent', async () => {
  const { xml } = await sourceOf(view({ id: 'a', text: 'A' }))
  const names = [...tagWith(xml, ':id/a"').matchAll(/ ([\w-]+)="/g)].map(([, name]) => name)

  assert.deepEqual(names, [
    'index',
    'package',
    'class',
    'text',
    'resource-id',
    'checkable',
    'checked',
    'clickable',
    'enabled',
    'focusable',
    'focused',
    'long-clickable',
    'password',
    'scrollable',
    'selected',
    'bounds',
    'displayed',
    'a11y-important',
    'screen-reader-focusable',
    'drawing-order',
    'showing-hint',
    'text-entry-key',
    'dismissable',
    'a11y-focused',
    'heading',
    'live-region',
    'context-clickable',
    'content-invalid',
    'text-has-clickable-span',
    'window-id',
    'is-collection',
    'is-collection-item',
  ])
})

test('a field tells input type, length, selection and hint', async () => {
  const field = view({
    id: 'field',
    className: 'android.widget.EditText',
    text: 'ab',
    hint: 'Name',
    selection: { start: 1, end: 2 },
    maxTextLength: 30,
    onSetText: () => undefined,
  })
  const tag = tagWith((await sourceOf(field)).xml, ':id/field"')

  assert.match(tag, / selection-start="1" selection-end="2" /)
  assert.match(tag, / hint="Name" /)
  assert.match(tag, / input-type="1" /)
  assert.match(tag, / showing-hint="false" /)
  assert.match(tag, / multiline="false" /)
  assert.match(tag, / max-text-length="30" /)
})

test('an empty field shows its hint as text', async () => {
  const { xml } = await sourceOf(view({ id: 'field', text: '', hint: 'Name' }))

  assert.match(tagWith(xml, ':id/field"'), / text="Name" .* showing-hint="true" /)
})

test('a password shows dots, never its value', async () => {
  const { xml } = await sourceOf(view({ id: 'field', text: 'secret', password: true }))

  assert.match(tagWith(xml, ':id/field"'), / text="••••••" /)
})

const RANGES: readonly [number, string][] = [
  [3, '3.0'],
  [0, '0.0'],
  [12.5, '12.5'],
  [0.1, '0.1'],
  [33.333333, '33.333332'],
]

for (const [current, text] of RANGES) {
  test(`a bar at ${current} has the text ${text}`, async () => {
    const { xml } = await sourceOf(view({ id: 'bar', text: 'label', range: { min: 0, max: 100, current } }))

    assert.match(tagWith(xml, ':id/bar"'), new RegExp(` text="${text.replace('.', '\\.')}" `))
  })
}

test('invisible views are left out with all that is in them, and leave a gap in the indexes', async () => {
  const hidden = view({ id: 'hidden', visible: false }, [view({ id: 'inner' })])
  const { xml } = await sourceOf(view({ id: 'first' }), hidden, view({ id: 'third' }))

  assert.equal(xml.includes('hidden'), false)
  assert.equal(xml.includes('inner'), false)
  assert.match(tagWith(xml, ':id/third"'), /<android\.widget\.TextView index="2"/)
})

test('allowInvisibleElements keeps invisible views', async () => {
  const { wire } = await sourceOf(view({ id: 'hidden', visible: false }))
  await wire.call('POST', '/appium/settings', { settings: { allowInvisibleElements: true } })

  assert.match(tagWith(await wire.call('GET', '/source'), ':id/hidden"'), / displayed="false"/)
})

test('alwaysTraversableViewClasses walks through the invisible children of those classes', async () => {
  const pager = view({ id: 'pager', className: 'androidx.viewpager.widget.ViewPager' }, [
    view({ id: 'hidden', visible: false }),
  ])
  const { wire } = await sourceOf(pager)
  await wire.call('POST', '/appium/settings', {
    settings: { alwaysTraversableViewClasses: '*ViewPager,x.Y' },
  })

  assert.match(await wire.call('GET', '/source'), /:id\/hidden"/)
})

test('bounds are cut by the scrollable ancestor', async () => {
  const list = view({ id: 'list', scrollable: true, bounds: rect(0, 200, 720, 1000) }, [
    view({ id: 'half', bounds: rect(0, 100, 720, 300) }),
  ])
  const { wire, xml } = await sourceOf(list)

  assert.match(tagWith(xml, ':id/half"'), / bounds="\[0,200\]\[720,300\]"/)
  await wire.call('POST', '/appium/settings', { settings: { simpleBoundsCalculation: true } })
  assert.match(tagWith(await wire.call('GET', '/source'), ':id/half"'), / bounds="\[0,100\]\[720,300\]"/)
})

test('snapshotMaxDepth ends the source without a word', async () => {
  const { wire } = await sourceOf(view({ id: 'a' }, [view({ id: 'b' }, [view({ id: 'c' })])]))
  await wire.call('POST', '/appium/settings', { settings: { snapshotMaxDepth: 3 } })
  const xml: string = await wire.call('GET', '/source')

  assert.equal(xml.includes(':id/b"'), true)
  assert.equal(xml.includes(':id/c"'), false)
})

test('ignoreUnimportantViews drops pure layout and moves its children up', async () => {
  const layout = view({ id: 'layout', className: 'android.widget.LinearLayout' }, [
    view({ id: 'a', text: 'A' }),
  ])
  const { wire } = await sourceOf(view({ id: 'first', text: 'x' }), layout)
  await wire.call('POST', '/appium/settings', { settings: { ignoreUnimportantViews: true } })
  const xml: string = await wire.call('GET', '/source')

  assert.equal(xml.includes(':id/layout"'), false)
  assert.match(tagWith(xml, ':id/a"'), /^ {4}<android\.widget\.TextView index="1"/)
})

test('markup, newlines and emoji are escaped, characters that XML forbids become question marks', async () => {
  const { xml } = await sourceOf(view({ id: 'a', text: '<a> & "b"\n\u0001 😀' }))

  assert.match(tagWith(xml, ':id/a"'), / text="&lt;a&gt; &amp; &quot;b&quot;&#10;\? &#128512;" /)
})

const TAGS: readonly [className: string, tag: string][] = [
  ['android.widget.Button', 'android.widget.Button'],
  ['com.app.Outer$Inner', 'com.app.Outer.Inner'],
  ['com.app..Odd##Name', 'com.app.Odd.Name'],
  ['a b', 'a_b'],
  ['', 'android.view.View'],
]

for (const [className, tag] of TAGS) {
  test(`the class "${className}" is the tag ${tag}`, () => {
    assert.equal(tagOf(className, false), tag)
  })
}

test('normalizeTagNames makes tags ASCII', () => {
  assert.equal(tagOf('com.app.Übung', true), 'com.app.Ubung')
})

test('only the active window is in the source, with enableMultiWindows all of them, topmost first', async () => {
  const { wire } = await sourceOf(view({ id: 'behind' }))
  wire.windows.push(windowOf(8, () => page([view({ id: 'dialog' })]), { type: 'dialog' }))

  assert.equal((await wire.call('GET', '/source')).includes(':id/behind"'), false)
  await wire.call('POST', '/appium/settings', { settings: { enableMultiWindows: true } })
  const xml: string = await wire.call('GET', '/source')
  assert.equal(xml.indexOf(':id/dialog"') < xml.indexOf(':id/behind"'), true)
})

test('the keyboard is not in the source', async () => {
  const { wire } = await sourceOf(view({ id: 'field' }))
  wire.windows.push(
    windowOf(9, () => page([view({ id: 'key' })]), { type: 'input_method', focusable: false }),
  )

  assert.equal((await wire.call('GET', '/source')).includes(':id/key"'), false)
})

test('a toast is a node of its own at the end, found by XPath and readable', async () => {
  const { wire } = await sourceOf(view({ id: 'a' }))
  wire.toasts.push({ text: 'Saved', packageName: 'com.example.app', shownAtMs: 0 })

  assert.match(
    await wire.call('GET', '/source'),
    /<android\.widget\.Toast index="1" package="com\.android\.settings" class="android\.widget\.Toast" text="Saved" displayed="true" \/>/,
  )
  const id = await wire.find('xpath', '//android.widget.Toast')
  assert.equal(await wire.call('GET', `/element/${id}/text`), 'Saved')
})

test('without any root for 10 s the source fails with the time it waited', async () => {
  const { wire } = await sourceOf()
  wire.windows.length = 0

  assert.match(
    await wire.call('GET', '/source'),
    /^500 unknown error: Timed out after 10000ms waiting for the root AccessibilityNodeInfo in the active window\. Make sure/,
  )
})

test('a root that comes within 10 s is waited for', async () => {
  const { wire } = await sourceOf(view({ id: 'late' }))
  const [window] = wire.windows.splice(0)
  wire.clock.after(2950, () => window && wire.windows.push(window))

  assert.match(await wire.call('GET', '/source'), /:id\/late"/)
  assert.equal(wire.took(), 3000)
})
