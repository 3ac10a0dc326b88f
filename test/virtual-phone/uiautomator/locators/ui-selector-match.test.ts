import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rect, view } from '../fake-phone.ts'
import { openWire } from '../wire.ts'

const row = (name: string, more: Parameters<typeof view>[0] = {}) =>
  view({ id: 'row', key: name, className: 'android.view.ViewGroup', contentDesc: `row ${name}`, ...more }, [
    view({ id: 'title', key: `${name} title`, text: `Title ${name}` }),
    view({ id: 'line', key: `${name} line`, text: `first\nsecond ${name}` }),
  ])

const root = () =>
  view({ key: 'root', className: 'android.widget.FrameLayout', bounds: rect(0, 0, 720, 1600) }, [
    row('A', { onTap: () => undefined }),
    row('B', { selected: true }),
    row('C', { visible: false }),
    view({ key: 'plain', className: 'android.view.View', text: null }),
    view({
      key: 'hinted',
      className: 'android.widget.EditText',
      text: '',
      hint: 'Your name',
      onSetText: () => undefined,
    }),
  ])

const MATCHES: readonly [expression: string, texts: string[]][] = [
  ['text("Title A")', ['Title A']],
  ['text("title a")', []],
  ['text("")', []],
  ['text("Your name")', ['Your name']],
  ['textContains("TITLE")', ['Title A', 'Title B']],
  ['textStartsWith("title b")', ['Title B']],
  ['textMatches("Title .")', ['Title A', 'Title B']],
  ['textMatches("Title")', []],
  ['textMatches("(?i)title a")', ['Title A']],
  ['textMatches("first.second A")', []],
  ['textMatches("(?s)first.second A")', ['first\nsecond A']],
  [String.raw`textMatches("\QTitle A\E")`, ['Title A']],
  ['resourceId("com.example.app:id/title")', ['Title A', 'Title B']],
  ['resourceId("title")', []],
  ['resourceIdMatches(".*:id/title").instance(1)', ['Title B']],
  ['descriptionContains("ROW b").childSelector(text("Title B"))', ['Title B']],
  ['clickable(true).childSelector(className("android.widget.TextView"))', ['Title A']],
  ['text("Title B").fromParent(textContains("second"))', ['first\nsecond B']],
  ['className(android.widget.TextView).index(0)', ['Title A', 'Title B']],
  ['text("Title C")', []],
  ['text("Title A");text("Title B");text("Title A")', ['Title A', 'Title B']],
]

for (const [expression, texts] of MATCHES) {
  test(`${expression} finds ${JSON.stringify(texts)}`, async () => {
    const wire = await openWire(root)

    assert.deepEqual(await wire.texts('-android uiautomator', expression), texts)
  })
}

test('a list find by a class pattern counts by the place among siblings', async () => {
  const wire = await openWire(root)

  // Title A (0), the line of A (1), then nothing else of that class at place 2.
  assert.deepEqual(await wire.texts('-android uiautomator', 'classNameMatches(".*TextView")'), [
    'Title A',
    'first\nsecond A',
  ])
})

test('a single find looks at the first statement only', async () => {
  const wire = await openWire(root)

  assert.match(
    await wire.find('-android uiautomator', 'text("none"); text("Title A")'),
    /^404 no such element/,
  )
})

test('with instance(2) a selector passes over two matches, wherever they are', async () => {
  const wire = await openWire(root)
  const id = await wire.find('-android uiautomator', 'className("android.widget.TextView").instance(2)')

  assert.equal(await wire.call('GET', `/element/${id}/text`), 'Title B')
})

test('the instance of a child selector counts over the whole search, the parents of a list find are counted outside of it', async () => {
  const wire = await openWire(root)
  const child = 'className("android.widget.TextView").instance(1)'

  assert.deepEqual(
    await wire.texts('-android uiautomator', `resourceIdMatches(".*row").childSelector(${child})`),
    ['first\nsecond A', 'first\nsecond B'],
  )
})
