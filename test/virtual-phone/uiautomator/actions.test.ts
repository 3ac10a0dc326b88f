import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rect, view } from './fake-phone.ts'
import { openWire } from './wire.ts'

const root = () =>
  view({ key: 'root', className: 'android.widget.FrameLayout', bounds: rect(0, 0, 720, 1600) }, [
    view({ id: 'button', bounds: rect(100, 200, 300, 260) }),
    view({ id: 'flat', bounds: rect(0, 300, 720, 300) }),
  ])

type Item = Record<string, unknown>

const finger = (...actions: Item[]) => ({ id: 'finger', type: 'pointer', actions })
const move = (x: number, y: number, duration = 0, more: Item = {}) => ({
  type: 'pointerMove',
  x,
  y,
  duration,
  ...more,
})
const down = { type: 'pointerDown', button: 0 }
const up = { type: 'pointerUp', button: 0 }
const pause = (duration: number) => ({ type: 'pause', duration })

async function perform(...actions: unknown[]) {
  const wire = await openWire(root)
  const answer = await wire.call('POST', '/actions', { actions })
  return { wire, answer }
}

test('down and up without a movement are a tap, played in real time with a tick at the end', async () => {
  const { wire, answer } = await perform(finger(move(10, 20), down, pause(100), up))

  assert.equal(answer, null)
  assert.deepEqual(wire.inputs, ['tap 10,20 @100'])
  assert.equal(wire.took(), 120)
})

test('the first move only places the finger and waits its duration', async () => {
  const { wire } = await perform(finger(move(10, 20, 250), down, up))

  assert.deepEqual(wire.inputs, ['tap 10,20 @260'])
})

test('durations round up to the tick of 20 ms', async () => {
  const { wire } = await perform(finger(move(10, 20), down, pause(31), up))

  assert.deepEqual(wire.inputs, ['tap 10,20 @40'])
})

test('a fast movement is a swipe that leaves the glass with its speed', async () => {
  const { wire } = await perform(finger(move(360, 1200), down, move(360, 400, 200), up))
  const [gesture] = wire.gestures

  assert.deepEqual(wire.inputs, ['swipe 360,1200 360,400 @200'])
  assert.equal(gesture?.durationMs, 200)
  assert.equal(Math.round(gesture?.releaseSpeed ?? 0), 4444)
  assert.equal(wire.took(), 220)
})

test('a finger that rests before it leaves has no speed', async () => {
  const { wire } = await perform(finger(move(360, 1200), down, move(360, 400, 200), pause(100), up))

  assert.equal(wire.gestures[0]?.releaseSpeed, 0)
  assert.equal(wire.gestures[0]?.durationMs, 300)
})

test('several movements of one touch are one gesture from where it came down', async () => {
  const { wire } = await perform(finger(move(0, 100), down, move(100, 100, 100), move(200, 300, 100), up))

  assert.deepEqual(wire.inputs, ['swipe 0,100 200,300 @200'])
})

test('a touch that lifts twice is two gestures', async () => {
  const { wire } = await perform(finger(move(10, 10), down, pause(40), up, pause(100), down, pause(40), up))

  assert.deepEqual(wire.inputs, ['tap 10,10 @40', 'tap 10,10 @180'])
})

test('500 ms without a movement are a long press, which is felt while the finger is still down', async () => {
  const { wire } = await perform(finger(move(10, 20), down, pause(800), up))

  assert.deepEqual(wire.inputs, ['longPress 10,20 @500'])
  assert.equal(wire.took(), 820)
})

test('480 ms are no long press', async () => {
  const { wire } = await perform(finger(move(10, 20), down, pause(480), up))

  assert.deepEqual(wire.inputs, ['tap 10,20 @480'])
})

test('a slow drag is no long press, however long it takes', async () => {
  const { wire } = await perform(finger(move(0, 0), down, move(400, 0, 1000), up))

  assert.deepEqual(wire.inputs, ['swipe 0,0 400,0 @1000'])
})

test('a move without duration makes no event, so the touch stays a tap', async () => {
  const { wire } = await perform(finger(move(360, 1200), down, move(360, 400, 0), up))

  assert.deepEqual(wire.inputs, ['tap 360,1200 @0'])
})

test('two fingers at once are no gesture of this phone but take their time', async () => {
  const one = { ...finger(move(100, 100), down, move(0, 0, 300), up), id: 'one' }
  const two = { ...finger(move(200, 200), down, move(300, 300, 300), up), id: 'two' }
  const { wire } = await perform(one, two)

  assert.deepEqual(wire.inputs, [])
  assert.equal(wire.took(), 320)
})

test('an element as origin means its middle plus the offset', async () => {
  const wire = await openWire(root)
  const origin = { 'element-6066-11e4-a52e-4f735466cecf': await wire.find('id', 'button') }
  const startMs = wire.clock.monotonicMs()

  await wire.call('POST', '/actions', { actions: [finger(move(5, -10, 0, { origin }), down, up)] })

  assert.deepEqual(wire.inputs, [`tap 205,220 @${startMs}`])
})

test('origin pointer goes on from the last place', async () => {
  const { wire } = await perform(finger(move(100, 100), move(10, 20, 0, { origin: 'pointer' }), down, up))

  assert.deepEqual(wire.inputs, ['tap 110,120 @0'])
})

test('characters are typed when their key goes down, special keys pressed, modifiers nothing', async () => {
  const keys = [
    { type: 'keyDown', value: '\uE008' },
    { type: 'keyDown', value: 'A' },
    { type: 'keyUp', value: 'A' },
    { type: 'keyUp', value: '\uE008' },
    { type: 'pause', duration: 40 },
    { type: 'keyDown', value: '\uE007' },
    { type: 'keyUp', value: '\uE007' },
  ]
  const { wire } = await perform({ id: 'keys', type: 'key', actions: keys })

  assert.deepEqual(wire.inputs, ['type A @0', 'key 66 @40'])
})

const REFUSED: readonly [name: string, actions: unknown[], words: string][] = [
  [
    'a pause without duration',
    [finger(move(1, 1), { type: 'pause' })],
    `Missing duration key for action item '{"type":"pause"}' of action with id 'finger'`,
  ],
  [
    'a negative duration',
    [finger(move(1, 1, -5))],
    `duration key cannot be negative for action item '{"type":"pointerMove","x":1,"y":1,"duration":-5}' of action with id 'finger'`,
  ],
  ['an action without id', [{ type: 'pointer', actions: [] }], 'All actions must have the id key set'],
  ['an action without type', [{ id: 'a', actions: [] }], "'a' action must have the type key set"],
  ['an action without items', [{ id: 'a', type: 'key' }], "'a' action should contain at least one item"],
  [
    'an unknown type',
    [{ id: 'a', type: 'wheel', actions: [] }],
    "Only [none, key, pointer] values are supported for type key. 'wheel' is passed instead for action 'a'",
  ],
  [
    'an item of another type',
    [{ id: 'a', type: 'key', actions: [down] }],
    "Only [keyUp, keyDown, pause] item type values are supported for action type 'key'. 'pointerDown' is passed instead for action 'a'",
  ],
  ['the same id twice', [finger(), finger()], "The action id 'finger' has one one or more duplicates"],
  [
    'a touch without a place',
    [finger(down)],
    `Action item '{"type":"pointerDown","button":0}' of action 'finger' should be preceded with at least one item with coordinates`,
  ],
  [
    'a place without y',
    [finger({ type: 'pointerMove', x: 1, duration: 0 }, down)],
    `Both coordinates must be be set for action item '{"type":"pointerMove","x":1,"duration":0}' of action 'finger'`,
  ],
  [
    'two touches at the same instant',
    [finger(move(1, 1), down, up, down)],
    `You cannot perform two or more pointer events of the same type at the same time. Offending action item '{"type":"pointerDown","button":0}' of action with id 'finger'`,
  ],
  [
    'a key without value',
    [{ id: 'k', type: 'key', actions: [{ type: 'keyDown' }] }],
    `Missing value key for action item '{"type":"keyDown"}' of action with id 'k'`,
  ],
]

for (const [name, actions, words] of REFUSED) {
  test(`${name} is an invalid argument`, async () => {
    const { wire, answer } = await perform(...actions)

    assert.equal(answer, `400 invalid argument: ${words}`)
    assert.deepEqual(wire.inputs, [])
  })
}

test('a character without keys is an invalid argument', async () => {
  const { answer } = await perform({ id: 'k', type: 'key', actions: [{ type: 'keyDown', value: 'é' }] })

  assert.match(
    answer,
    /^400 invalid argument: KeyCharacterMap\.getEvents is unable to synthesize KeyEvent sequence out of '233' key code/,
  )
})

test('an element without any area is refused as an origin', async () => {
  const wire = await openWire(root)
  const id = await wire.find('id', 'flat')

  const answer = await wire.call('POST', '/actions', {
    actions: [finger(move(0, 0, 0, { origin: { ELEMENT: id } }), down)],
  })

  assert.match(
    answer,
    /^400 invalid argument: The element with id '.+' has zero width\/height in the action item/,
  )
})
