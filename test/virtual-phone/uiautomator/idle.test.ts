import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rect, view } from './fake-phone.ts'
import { openWire, type Wire } from './wire.ts'

const root = () =>
  view({ key: 'root', className: 'android.widget.FrameLayout', bounds: rect(0, 0, 720, 1600) }, [
    view({ id: 'caption', text: 'Pasta', onTap: () => undefined }),
    view({
      id: 'field',
      text: 'old',
      className: 'android.widget.EditText',
      focused: true,
      onSetText: () => undefined,
    }),
    view({ id: 'empty', text: null, className: 'android.widget.EditText', onSetText: () => undefined }),
  ])

const element = (wire: Wire) => wire.find('id', 'caption')
const uia = 'new UiSelector().text("Pasta")'

/** A command with the number of idle waits that it costs (source: research/fidelity.md 5). */
const COSTS: readonly [name: string, waits: number, run: (wire: Wire) => Promise<() => Promise<unknown>>][] =
  [
    ['find by id', 1, async (w) => () => w.find('id', 'caption')],
    ['find by accessibility id', 1, async (w) => () => w.find('accessibility id', 'none')],
    ['find by class name', 1, async (w) => () => w.find('class name', 'android.widget.TextView')],
    ['find by xpath', 1, async (w) => () => w.find('xpath', '//*[@text="Pasta"]')],
    ['find several by id', 1, async (w) => () => w.texts('id', 'none')],
    ['source', 1, async (w) => () => w.call('GET', '/source')],
    ['the active element', 1, async (w) => () => w.call('GET', '/element/active')],
    ['find one by -android uiautomator', 2, async (w) => () => w.find('-android uiautomator', uia)],
    [
      'find three by -android uiautomator',
      5,
      async (w) => () =>
        w.call('POST', '/elements', {
          strategy: '-android uiautomator',
          selector: 'resourceIdMatches(".*")',
        }),
    ],
    [
      'find under an element',
      2,
      async (w) => {
        const id = await element(w)
        return () => w.find('class name', 'android.widget.TextView', id)
      },
    ],
    ...(['text', 'name', 'attribute/displayed', 'rect', 'size', 'location'] as const).map(
      (read): (typeof COSTS)[number] => [
        read,
        2,
        async (w) => {
          const id = await element(w)
          return () => w.call('GET', `/element/${id}/${read}`)
        },
      ],
    ),
    [
      'text of a -android uiautomator element',
      2,
      async (w) => {
        const id = await w.find('-android uiautomator', uia)
        return () => w.call('GET', `/element/${id}/text`)
      },
    ],
    [
      'click',
      3,
      async (w) => {
        const id = await element(w)
        return () => w.call('POST', `/element/${id}/click`)
      },
    ],
    [
      'clear',
      2,
      async (w) => {
        const id = await w.find('id', 'field')
        return () => w.call('POST', `/element/${id}/clear`)
      },
    ],
    [
      'value with replace',
      3,
      async (w) => {
        const id = await w.find('id', 'field')
        return () => w.call('POST', `/element/${id}/value`, { text: 'new', replace: true })
      },
    ],
    [
      'value appended to an empty field',
      4,
      async (w) => {
        const id = await w.find('id', 'empty')
        return () => w.call('POST', `/element/${id}/value`, { text: 'new' })
      },
    ],
    [
      'value appended to a text',
      6,
      async (w) => {
        const id = await w.find('id', 'field')
        return () => w.call('POST', `/element/${id}/value`, { text: 'new' })
      },
    ],
    ['back', 1, async (w) => () => w.call('POST', '/back')],
    ['a key', 1, async (w) => () => w.call('POST', '/appium/device/press_keycode', { keycode: 66 })],
    [
      'a gesture on an element',
      2,
      async (w) => {
        const id = await element(w)
        return () => w.call('POST', '/appium/gestures/click', { origin: { ELEMENT: id } })
      },
    ],
    [
      'a gesture by coordinates',
      0,
      async (w) => () => w.call('POST', '/appium/gestures/click', { offset: { x: 1, y: 2 } }),
    ],
    [
      'actions from an element',
      2,
      async (w) => {
        const id = await element(w)
        const move = {
          type: 'pointerMove',
          duration: 0,
          x: 0,
          y: 0,
          origin: { 'element-6066-11e4-a52e-4f735466cecf': id },
        }
        const tap = [move, { type: 'pointerDown' }, { type: 'pointerUp' }]
        return () => w.call('POST', '/actions', { actions: [{ id: 'a', type: 'pointer', actions: tap }] })
      },
    ],
    [
      'actions by coordinates',
      0,
      async (w) => () =>
        w.call('POST', '/actions', {
          actions: [
            { id: 'a', type: 'pointer', actions: [{ type: 'pointerMove', duration: 0, x: 1, y: 2 }] },
          ],
        }),
    ],
    ['a screenshot', 0, async (w) => () => w.call('GET', '/screenshot')],
    ['the window size', 0, async (w) => () => w.call('GET', '/window/current/size')],
    ['settings', 0, async (w) => () => w.call('GET', '/appium/settings')],
    ['the battery', 0, async (w) => () => w.call('GET', '/appium/device/battery_info')],
    ['looking for an alert', 3, async (w) => () => w.call('GET', '/alert/text')],
  ]

for (const [name, waits, prepare] of COSTS) {
  test(`${name} waits for idle ${waits} times, each up to the setting`, async () => {
    const wire = await openWire(root)
    const run = await prepare(wire)
    wire.waits.length = 0

    await run()

    assert.deepEqual(
      wire.waits,
      Array.from({ length: waits }, () => 10_000),
    )
  })
}

test('a click on a screen that is never idle takes three whole waits and taps before the last', async () => {
  const wire = await openWire(root)
  const id = await element(wire)
  wire.neverIdle = true
  const startMs = wire.clock.monotonicMs()

  await wire.call('POST', `/element/${id}/click`)

  assert.deepEqual(wire.inputs, [`tap 360,50 @${startMs + 20_008}`])
  assert.equal(wire.took(), 30_008)
})

test('waitForIdleTimeout caps every single wait', async () => {
  const wire = await openWire(root)
  await wire.call('POST', '/appium/settings', { settings: { waitForIdleTimeout: 200 } })
  wire.neverIdle = true

  await wire.find('-android uiautomator', uia)

  assert.deepEqual(wire.waits, [200, 200])
  assert.equal(wire.took(), 400)
})
