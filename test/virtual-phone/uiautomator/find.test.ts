import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rect, view, windowOf } from './fake-phone.ts'
import { openWire } from './wire.ts'

const box = (id: string, text: string, ...children: ReturnType<typeof view>[]) =>
  view({ id, text, className: 'android.widget.FrameLayout', contentDesc: `desc ${id}` }, children)

const root = () =>
  view(
    { key: 'root', text: 'root', className: 'android.widget.FrameLayout', bounds: rect(0, 0, 720, 1600) },
    [
      box('outer', 'outer', box('inner', 'inner'), view({ id: 'label', text: 'Hello' })),
      box('hidden', 'hidden'),
      view({ key: 'tag', resourceId: 'bare_tag', text: 'compose' }),
      view({ key: 'other', resourceId: 'com.other:id/label', text: 'theirs', packageName: 'com.other' }),
      view({ key: 'server', resourceId: 'io.appium.uiautomator2.server:id/label', text: 'server' }),
    ],
  )

const NOT_FOUND =
  '404 no such element: An element could not be located on the page using the given search parameters'

test('class name matches come nested first: children before their ancestor', async () => {
  const wire = await openWire(root)

  assert.deepEqual(await wire.texts('class name', 'android.widget.FrameLayout'), [
    'inner',
    'outer',
    'hidden',
    'root',
  ])
})

test('XPath matches come in document order', async () => {
  const wire = await openWire(root)

  assert.deepEqual(await wire.texts('xpath', '//android.widget.FrameLayout'), [
    'root',
    'outer',
    'inner',
    'hidden',
  ])
})

test('UiSelector matches come parents first', async () => {
  const wire = await openWire(root)

  assert.deepEqual(await wire.texts('-android uiautomator', 'className("android.widget.FrameLayout")'), [
    'root',
    'outer',
    'inner',
    'hidden',
  ])
})

test('a bare id gets the appPackage of the session, not the package in the foreground', async () => {
  const wire = await openWire(root)

  assert.deepEqual(await wire.texts('id', 'label'), ['Hello'])
  wire.windows.push(
    windowOf(7, () => view({ key: 'x', resourceId: 'com.other:id/label', packageName: 'com.other' })),
  )
  assert.equal(await wire.find('id', 'label'), NOT_FOUND)
})

test('without appPackage a bare id gets the server package', async () => {
  const wire = await openWire(root, {})

  assert.deepEqual(await wire.texts('id', 'label'), ['server'])
})

test('a full id is searched as it is', async () => {
  const wire = await openWire(root)

  assert.deepEqual(await wire.texts('id', 'com.other:id/label'), ['theirs'])
})

test('disableIdLocatorAutocompletion finds bare tags', async () => {
  const wire = await openWire(root)
  assert.equal(await wire.find('id', 'bare_tag'), NOT_FOUND)
  await wire.call('POST', '/appium/settings', { settings: { disableIdLocatorAutocompletion: true } })

  assert.deepEqual(await wire.texts('id', 'bare_tag'), ['compose'])
})

test('accessibility id is the exact content description', async () => {
  const wire = await openWire(root)

  assert.deepEqual(await wire.texts('accessibility id', 'desc inner'), ['inner'])
  assert.deepEqual(await wire.texts('accessibility id', 'desc'), [])
  assert.deepEqual(await wire.texts('accessibility id', 'Desc inner'), [])
})

test('nothing found is an error for one and an empty list for many', async () => {
  const wire = await openWire(root)

  assert.equal(await wire.find('id', 'none'), NOT_FOUND)
  assert.deepEqual(await wire.call('POST', '/elements', { strategy: 'id', selector: 'none' }), [])
  assert.equal(await wire.find('-android uiautomator', 'text("none")'), NOT_FOUND)
})

test('invisible views are never found, not even with allowInvisibleElements', async () => {
  const wire = await openWire(() =>
    view({ key: 'root' }, [view({ id: 'hidden', text: 'h', visible: false })]),
  )
  await wire.call('POST', '/appium/settings', { settings: { allowInvisibleElements: true } })

  assert.equal(await wire.find('id', 'hidden'), NOT_FOUND)
  assert.equal(await wire.find('-android uiautomator', 'text("h")'), NOT_FOUND)
  assert.deepEqual(
    (await wire.call('POST', '/elements', { strategy: 'xpath', selector: '//*[@text="h"]' })).length,
    1,
  )
})

test('a strategy that the server does not know is refused', async () => {
  const wire = await openWire(root)

  assert.equal(
    await wire.find('css selector', '.x'),
    "400 invalid selector: Selector strategy 'css selector' is not supported. Only the following selector strategies are supported: [id, accessibility id, class name, xpath, -android uiautomator]",
  )
})

test('under an element id, class and description search below it', async () => {
  const wire = await openWire(root)
  const outer = await wire.find('id', 'outer')
  const found = await wire.call('POST', '/elements', {
    strategy: 'class name',
    selector: 'android.widget.FrameLayout',
    context: outer,
  })

  assert.equal(found.length, 2)
  assert.equal(await wire.find('id', 'hidden', outer), NOT_FOUND)
})

test('under an element XPath sees that element as the whole document', async () => {
  const wire = await openWire(root)
  const outer = await wire.find('id', 'outer')
  const textAt = async (xpath: string) => {
    const id = await wire.find('xpath', xpath, outer)
    return id === NOT_FOUND ? NOT_FOUND : wire.call('GET', `/element/${id}/text`)
  }

  assert.equal(await textAt('//*[@text="Hello"]'), 'Hello')
  assert.equal(await textAt('./..'), NOT_FOUND)
  assert.equal(await textAt('//*[@text="hidden"]'), NOT_FOUND)
  await wire.call('POST', '/appium/settings', { settings: { limitXPathContextScope: false } })
  assert.equal(await textAt('./..'), 'root')
  assert.equal(await textAt('//*[@text="hidden"]'), 'hidden')
})

test('a UiSelector under an element that was found otherwise searches a lookalike of it', async () => {
  const twin = (key: string, text: string) =>
    view({ id: 'row', key, className: 'android.view.ViewGroup' }, [
      view({ id: 'title', key: `${key} title`, text }),
    ])
  const wire = await openWire(() => view({ key: 'root' }, [twin('a', 'first'), twin('b', 'second')]))
  const [, second] = await wire.call('POST', '/elements', { strategy: 'id', selector: 'row' })

  const id = await wire.find('-android uiautomator', 'resourceIdMatches(".*title")', second.ELEMENT)

  assert.equal(await wire.call('GET', `/element/${id}/text`), 'first')
})

test('compact replies hold only the id, full ones what elementResponseAttributes names', async () => {
  const wire = await openWire(root)
  const settings = {
    shouldUseCompactResponses: false,
    elementResponseAttributes: 'name,text,rect,displayed,attribute/resource-id,nonsense,attribute/index',
  }
  await wire.call('POST', '/appium/settings', { settings })

  const { ELEMENT, ...fields } = await wire.call('POST', '/element', { strategy: 'id', selector: 'inner' })

  assert.deepEqual(fields, {
    'element-6066-11e4-a52e-4f735466cecf': ELEMENT,
    name: 'desc inner',
    text: 'inner',
    rect: { x: 0, y: 0, width: 720, height: 100 },
    displayed: 'true',
    'attribute/resource-id': 'com.example.app:id/inner',
  })
})

test('first_visible is the first child that can be seen', async () => {
  const wire = await openWire(root)
  const outer = await wire.find('id', 'outer')

  const first = await wire.call('GET', `/appium/element/${outer}/first_visible`)

  assert.equal(await wire.call('GET', `/element/${first.ELEMENT}/text`), 'inner')
})
