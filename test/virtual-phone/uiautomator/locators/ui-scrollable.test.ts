import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rect, view } from '../fake-phone.ts'
import { openWire } from '../wire.ts'

/** A list of 40 rows of which ten are shown from `offset` on; a swipe moves it by eight. */
async function openList(offset = 0) {
  const state = { offset }
  const wire = await openWire(() =>
    view({ key: 'root', className: 'android.widget.FrameLayout', bounds: rect(0, 0, 720, 1600) }, [
      view(
        {
          id: 'list',
          className: 'androidx.recyclerview.widget.RecyclerView',
          scrollable: true,
          bounds: rect(0, 200, 720, 1200),
        },
        Array.from({ length: 10 }, (_, slot) => row(state.offset + slot)),
      ),
    ]),
  )
  const { input } = wire.phone
  input.swipe = (gesture) => {
    wire.gestures.push(gesture)
    const before = state.offset
    const by = gesture.to.y < gesture.from.y ? 8 : -8
    state.offset = Math.min(30, Math.max(0, state.offset + by))
    return state.offset !== before
  }
  return { wire, state }
}

const row = (index: number) =>
  view({ id: 'row', key: `row ${index % 10}`, className: 'android.view.ViewGroup' }, [
    view({ id: 'title', key: `title ${index % 10}`, text: `Row ${index}` }),
  ])

const LIST = 'new UiScrollable(new UiSelector().scrollable(true))'

test('a target that is on the screen needs no scrolling', async () => {
  const { wire } = await openList(10)
  const id = await wire.find('-android uiautomator', `${LIST}.scrollIntoView(text("Row 12"))`)

  assert.equal(await wire.call('GET', `/element/${id}/text`), 'Row 12')
  assert.deepEqual(wire.gestures, [])
})

test('scrollIntoView goes back to the beginning first and then forward until it finds', async () => {
  const { wire, state } = await openList(16)
  const id = await wire.find('-android uiautomator', `${LIST}.scrollIntoView(text("Row 30"))`)

  assert.equal(await wire.call('GET', `/element/${id}/text`), 'Row 30')
  assert.equal(state.offset, 24)
  assert.deepEqual(
    wire.gestures.map(({ from, to }) => (to.y < from.y ? 'forward' : 'backward')),
    ['backward', 'backward', 'backward', 'forward', 'forward', 'forward'],
  )
})

test('a swipe runs over the container between its dead zones, 55 steps of 5 ms and 200 ms for the event', async () => {
  const { wire } = await openList()
  await wire.find('-android uiautomator', `${LIST}.scrollForward()`)

  const [swipe] = wire.gestures
  assert.deepEqual(
    [swipe?.from, swipe?.to, swipe?.durationMs],
    [{ x: 360, y: 1100 }, { x: 360, y: 300 }, 275],
  )
  assert.equal(wire.took(), 475)
})

test('a target that is nowhere is not found after all the swipes, and is no parser error', async () => {
  const { wire } = await openList()

  assert.match(
    await wire.find('-android uiautomator', `${LIST}.scrollTextIntoView("none")`),
    /^404 no such element: An element could not be located/,
  )
  assert.equal(wire.gestures.length, 6)
})

test('setMaxSearchSwipes limits both directions', async () => {
  const { wire } = await openList(16)
  await wire.find('-android uiautomator', `${LIST}.setMaxSearchSwipes(1).scrollIntoView(text("none"))`)

  assert.equal(wire.gestures.length, 2)
})

test('a container that is missing is a UiObjectNotFoundException after the selector timeout', async () => {
  const { wire } = await openList()

  assert.equal(
    await wire.find(
      '-android uiautomator',
      'new UiScrollable(new UiSelector().text("none")).scrollIntoView(text("x"))',
    ),
    '404 no such element: androidx.test.uiautomator.UiObjectNotFoundException: UiSelector[TEXT=none]',
  )
  assert.equal(wire.took(), 10_000)
})

test('getChildByText finds the row that holds the text', async () => {
  const { wire } = await openList()
  const id = await wire.find(
    '-android uiautomator',
    `${LIST}.getChildByText(resourceIdMatches(".*row"), "Row 3")`,
  )

  assert.equal(await wire.call('GET', `/element/${id}/attribute/class`), 'android.view.ViewGroup')
})

const REFUSED: readonly [call: string, words: string][] = [
  ['scrollForward()', 'Last method called on a UiScrollable object must return a UiObject object'],
  ['dance()', 'UiScrollable has no `dance` method'],
  [
    'scrollForward("x")',
    '`UiScrollable` doesn\'t have suitable method `scrollForward` with arguments ["x"]: "x" is not a integer',
  ],
]

for (const [call, words] of REFUSED) {
  test(`UiScrollable ${call} alone is refused`, async () => {
    const { wire } = await openList()

    assert.equal(
      await wire.find('-android uiautomator', `${LIST}.${call}`),
      `400 invalid selector: Could not parse selector expression \`${LIST}.${call}\`: ${words}`,
    )
  })
}

test('/gestures/scroll_to scrolls the first scrollable view until the target is in it', async () => {
  const { wire, state } = await openList()

  assert.equal(
    await wire.call('POST', '/gestures/scroll_to', {
      params: { strategy: '-android uiautomator', selector: 'text("Row 15")' },
    }),
    null,
  )
  assert.equal(state.offset, 8)
})

test('/gestures/scroll_to refuses other strategies', async () => {
  const { wire } = await openList()

  assert.match(
    await wire.call('POST', '/gestures/scroll_to', { params: { strategy: 'xpath', selector: '//x' } }),
    /^400 invalid argument: Unsupported strategy: 'xpath'\. The only supported strategies are: /,
  )
})
