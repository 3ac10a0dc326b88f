import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rect, view } from './fake-phone.ts'
import { openWire } from './wire.ts'

const root = () =>
  view({ key: 'root', className: 'android.widget.FrameLayout', bounds: rect(0, 0, 720, 1600) }, [
    view({ id: 'card', bounds: rect(100, 200, 300, 600) }),
  ])

const AREA = { left: 60, top: 300, width: 600, height: 1000 }

/** Density 320 is 2 px a dp: swipe 10,000, scroll 3,000, fling 15,000, drag 5,000, pinch 2,000 px/s. */
const CASES: readonly [route: string, body: unknown, inputs: string[], tookMs: number][] = [
  ['click', { offset: { x: 10, y: 20 } }, ['tap 10,20 @8'], 8],
  ['double_click', { offset: { x: 10, y: 20 } }, ['tap 10,20 @8', 'tap 10,20 @166'], 166],
  ['long_click', { offset: { x: 10, y: 20 } }, ['longPress 10,20 @500'], 508],
  ['long_click', { offset: { x: 10, y: 20 }, duration: 1200 }, ['longPress 10,20 @500'], 1208],
  ['long_click', { offset: { x: 10, y: 20 }, duration: 300 }, ['tap 10,20 @300'], 300],
  ['swipe', { area: AREA, direction: 'up', percent: 0.8 }, ['swipe 360,1300 360,500 @80'], 80],
  ['swipe', { area: AREA, direction: 'down', percent: 0.5 }, ['swipe 360,300 360,800 @56'], 56],
  ['swipe', { area: AREA, direction: 'left', percent: 1 }, ['swipe 660,800 60,800 @64'], 64],
  [
    'swipe',
    { area: AREA, direction: 'right', percent: 0.5, speed: 300 },
    ['swipe 60,800 360,800 @1000'],
    1000,
  ],
  ['scroll', { area: AREA, direction: 'down', percent: 0.6 }, ['swipe 360,1300 360,700 @450'], 1450],
  [
    'scroll',
    { area: AREA, direction: 'up', percent: 1.5 },
    ['swipe 360,300 360,1300 @586', 'swipe 360,300 360,800 @2004'],
    3004,
  ],
  ['fling', { area: AREA, direction: 'down' }, ['swipe 360,1300 360,300 @72'], 5072],
  [
    'drag',
    { start: { x: 0, y: 0 }, end: { x: 0, y: 500 } },
    ['longPress 0,0 @500', 'swipe 0,0 0,500 @854'],
    854,
  ],
  ['pinch_open', { area: AREA, percent: 0.5 }, [], 152],
]

for (const [route, body, inputs, tookMs] of CASES) {
  test(`${route} ${JSON.stringify(body)} takes ${tookMs} ms`, async () => {
    const wire = await openWire(root)
    wire.swipeResults.push(true, true)

    await wire.call('POST', `/appium/gestures/${route}`, body)

    assert.deepEqual(wire.inputs, inputs)
    assert.equal(wire.took(), tookMs)
    assert.deepEqual(wire.waits, [])
  })
}

test('scroll and fling answer whether they could go on, swipe answers nothing', async () => {
  const wire = await openWire(root)
  const answer = async (route: string, scrolled: boolean) => {
    wire.swipeResults.push(scrolled)
    return wire.call('POST', `/appium/gestures/${route}`, { area: AREA, direction: 'down', percent: 0.5 })
  }

  assert.equal(await answer('scroll', true), true)
  assert.equal(await answer('scroll', false), false)
  assert.equal(await answer('fling', true), true)
  assert.equal(await answer('fling', false), false)
  assert.equal(await answer('swipe', true), null)
})

test('a scroll ends its finger at rest, a swipe and a fling at full speed', async () => {
  const wire = await openWire(root)
  for (const route of ['scroll', 'swipe', 'fling']) {
    await wire.call('POST', `/appium/gestures/${route}`, { area: AREA, direction: 'down', percent: 0.5 })
  }

  assert.deepEqual(
    wire.gestures.map(({ releaseSpeed }) => releaseSpeed),
    [0, 10_000, 15_000],
  )
})

test('a full-screen area begins at the very edge of the screen', async () => {
  const wire = await openWire(root)
  const area = { left: 0, top: 0, width: 720, height: 1600 }
  await wire.call('POST', '/appium/gestures/swipe', { area, direction: 'up', percent: 0.5 })

  assert.deepEqual(wire.gestures[0]?.from, { x: 360, y: 1600 })
})

test('an element as origin is used without a tenth at each side', async () => {
  const wire = await openWire(root)
  const origin = { ELEMENT: await wire.find('id', 'card') }
  await wire.call('POST', '/appium/gestures/swipe', { origin, direction: 'up', percent: 1 })

  assert.deepEqual(
    [wire.gestures[0]?.from, wire.gestures[0]?.to],
    [
      { x: 200, y: 560 },
      { x: 200, y: 240 },
    ],
  )
})

test('a click on an element goes to its middle, with an offset to its corner plus that', async () => {
  const wire = await openWire(root)
  const origin = { ELEMENT: await wire.find('id', 'card') }
  await wire.call('POST', '/appium/gestures/click', { origin })
  await wire.call('POST', '/appium/gestures/click', { origin, offset: { x: 1, y: 2 } })
  await wire.call('POST', '/appium/gestures/click', { locator: { strategy: 'id', selector: 'card' } })

  assert.deepEqual(
    wire.inputs.map((input) => input.split(' @')[0]),
    ['tap 200,400', 'tap 101,202', 'tap 200,400'],
  )
})

const REFUSED: readonly [route: string, body: unknown, answer: RegExp][] = [
  [
    'swipe',
    { area: AREA, direction: 'up' },
    /^500 unknown error: java\.lang\.NullPointerException: Attempt to invoke virtual method 'float java\.lang\.Float\.floatValue\(\)' on a null object reference$/,
  ],
  ['swipe', { area: AREA, percent: 0.5 }, /^500 unknown error: java\.lang\.NullPointerException: /],
  ['swipe', { direction: 'up', percent: 0.5 }, /^500 unknown error: java\.lang\.NullPointerException: /],
  [
    'swipe',
    { area: AREA, direction: 'up', percent: 1.5 },
    /^500 unknown error: java\.lang\.IllegalArgumentException: Percent must be between 0\.0f and 1\.0f$/,
  ],
  [
    'click',
    {},
    /^500 unknown error: java\.lang\.IllegalArgumentException: Click offset coordinates must be provided if element is not set$/,
  ],
  [
    'fling',
    { area: AREA, direction: 'up', speed: 10 },
    /^400 invalid argument: java\.lang\.IllegalArgumentException: Speed 10 is less than the minimum fling velocity 100$/,
  ],
  ['drag', { end: { x: 1, y: 1 } }, /^500 unknown error: java\.lang\.IllegalArgumentException: /],
  [
    'click',
    { origin: { ELEMENT: 'gone' } },
    /^404 no such element: The element identified by 'gone' is not present/,
  ],
]

for (const [route, body, answer] of REFUSED) {
  test(`${route} ${JSON.stringify(body)} is refused and touches nothing`, async () => {
    const wire = await openWire(root)

    assert.match(await wire.call('POST', `/appium/gestures/${route}`, body), answer)
    assert.deepEqual(wire.inputs, [])
  })
}
