import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { View } from '../../../src/virtual-phone/android/view.ts'
import { rect, view, windowOf } from './fake-phone.ts'
import { openWire } from './wire.ts'

const page = (children: readonly View[]) =>
  view({ key: 'root', className: 'android.widget.FrameLayout', bounds: rect(0, 0, 720, 1600) }, children)

/** A screen whose content the test replaces. */
async function openOn(...children: View[]) {
  const shown = { children }
  const wire = await openWire(() => page(shown.children))
  return { wire, show: (...next: View[]) => void (shown.children = next) }
}

const row = (key: string, text: string, more: Parameters<typeof view>[0] = {}) =>
  view({ id: 'caption', key, text, ...more })

test('an element id is the window id and the view id written as a UUID', async () => {
  const { wire } = await openOn(row('a', 'one'))

  const id = await wire.find('id', 'caption')

  assert.match(id, /^00000000-0000-0003-ffff-ffff[0-9a-f]{8}$/)
})

test('the same view has the same id in every find, whatever the strategy', async () => {
  const { wire } = await openOn(row('a', 'one'))

  const ids = [
    await wire.find('id', 'caption'),
    await wire.find('xpath', '//*[@text="one"]'),
    await wire.find('-android uiautomator', 'text("one")'),
  ]

  assert.equal(new Set(ids).size, 1)
})

test('a view in a window that was opened anew has another id', async () => {
  const { wire } = await openOn(row('a', 'one'))
  const before = await wire.find('id', 'caption')
  wire.windows[0] = windowOf(4, () => page([row('a', 'one')]))

  assert.notEqual(await wire.find('id', 'caption'), before)
})

test('a held element of a recycled row becomes the next content without any error', async () => {
  const { wire, show } = await openOn(row('slot-1', 'first video'))
  const id = await wire.find('id', 'caption')

  show(row('slot-1', 'second video'))

  assert.equal(await wire.call('GET', `/element/${id}/text`), 'second video')
})

test('new bounds do not make an element stale', async () => {
  const { wire, show } = await openOn(row('a', 'one'))
  const id = await wire.find('id', 'caption')

  show(row('a', 'one', { bounds: rect(10, 20, 30, 60) }))

  assert.deepEqual(await wire.call('GET', `/element/${id}/rect`), { x: 10, y: 20, width: 20, height: 40 })
})

test('a single match that is gone, and whose locator finds nothing, does not exist any more', async () => {
  const { wire, show } = await openOn(row('a', 'one'))
  const id = await wire.find('id', 'caption')
  show()

  assert.equal(
    await wire.call('POST', `/element/${id}/click`),
    "404 stale element reference: The element 'By.id: caption' does not exist in DOM anymore",
  )
  assert.deepEqual(wire.inputs, [])
})

test('a single match that is gone, and whose locator finds another view, is not linked to it', async () => {
  const { wire, show } = await openOn(row('a', 'one'))
  const id = await wire.find('id', 'caption')
  show(row('b', 'two'))

  assert.equal(
    await wire.call('GET', `/element/${id}/text`),
    "404 stale element reference: The element 'By.id: caption' is not linked to the same object in DOM anymore",
  )
})

test('a member of a list that is gone is stale without another search', async () => {
  const { wire, show } = await openOn(row('a', 'one'), row('b', 'two'))
  const [first] = await wire.call('POST', '/elements', {
    strategy: 'class name',
    selector: 'android.widget.TextView',
  })
  show(row('b', 'two'))
  wire.waits.length = 0

  const answer = await wire.call('GET', `/element/${first.ELEMENT}/text`)

  assert.equal(
    answer,
    "404 stale element reference: Cached elements 'By.clazz: android.widget.TextView' do not exist in DOM anymore",
  )
  assert.equal(wire.waits.length, 1)
})

test('a view that is not visible any more is stale', async () => {
  const { wire, show } = await openOn(row('a', 'one'))
  const id = await wire.find('accessibility id', 'none').then(() => wire.find('id', 'caption'))
  show(row('a', 'one', { visible: false }))

  assert.match(await wire.call('GET', `/element/${id}/text`), /^404 stale element reference/)
})

test('the view of a window behind a dialog can still be read', async () => {
  const { wire } = await openOn(row('a', 'one'))
  const id = await wire.find('id', 'caption')
  wire.windows.push(windowOf(9, () => page([row('d', 'dialog')]), { type: 'dialog' }))

  assert.equal(await wire.call('GET', `/element/${id}/text`), 'one')
})

test('an element that goes away between the look and the use is a stale object', async () => {
  const { wire, show } = await openOn(row('a', 'one'))
  const id = await wire.find('id', 'caption')
  wire.neverIdle = true
  wire.clock.after(10_001, () => show())

  assert.equal(
    await wire.call('GET', `/element/${id}/text`),
    '404 stale element reference: androidx.test.uiautomator.StaleObjectException',
  )
})

test('an unknown id is not in the cache', async () => {
  const { wire } = await openOn()

  assert.equal(
    await wire.call('GET', '/element/abc/text'),
    "404 no such element: The element identified by 'abc' is not present in the cache or has expired. Try to find it again",
  )
})

test('of 501 elements the least recently used one has dropped out', async () => {
  const { wire, show } = await openOn()
  const many = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => row(`k${from + index}`, `t${from + index}`))
  show(...many(0, 499))
  const found = await wire.call('POST', '/elements', { strategy: 'id', selector: 'caption' })
  const [first, second] = found
  show(...many(0, 500))
  await wire.call('GET', `/element/${first.ELEMENT}/text`)
  await wire.find('xpath', '//*[@text="t499"]')
  show(...many(0, 501))
  await wire.find('xpath', '//*[@text="t500"]')

  assert.equal(await wire.call('GET', `/element/${first.ELEMENT}/text`), 't0')
  assert.match(await wire.call('GET', `/element/${second.ELEMENT}/text`), /not present in the cache/)
})

test('a -android uiautomator element acts on whatever matches now', async () => {
  const { wire, show } = await openOn(row('a', 'Save', { bounds: rect(0, 0, 100, 100) }))
  const id = await wire.find('-android uiautomator', 'text("Save")')
  show(row('b', 'Save', { bounds: rect(200, 0, 300, 100) }))

  await wire.call('POST', `/element/${id}/click`)

  assert.deepEqual(wire.inputs, ['tap 250,50 @8'])
})

test('a -android uiautomator element is searched for up to waitForSelectorTimeout, a search a second', async () => {
  const { wire, show } = await openOn(row('a', 'Save'))
  const id = await wire.find('-android uiautomator', 'text("Save")')
  await wire.call('POST', '/appium/settings', { settings: { waitForSelectorTimeout: 5000 } })
  show()
  wire.clock.after(3500, () => show(row('a', 'Save')))

  assert.equal(await wire.call('GET', `/element/${id}/text`), 'Save')
  assert.equal(wire.took(), 4000)
})

test('a -android uiautomator element that does not come back is stale after the timeout', async () => {
  const { wire, show } = await openOn(row('a', 'Save'))
  const id = await wire.find('-android uiautomator', 'text("Save")')
  show()

  assert.equal(
    await wire.call('GET', `/element/${id}/text`),
    `404 stale element reference: The element 'By.AndroidUiAutomator: text("Save")' does not exist in DOM anymore`,
  )
  assert.equal(wire.took(), 10_000)
})

test('elements of an earlier session are not in the cache', async () => {
  const { wire } = await openOn(row('a', 'one'))
  const id = await wire.find('id', 'caption')
  wire.automation.elements.clear()

  assert.match(await wire.call('GET', `/element/${id}/text`), /not present in the cache/)
})
