import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAutomation } from '../../../src/virtual-phone/uiautomator/automation.ts'
import { createRouter } from '../../../src/virtual-phone/uiautomator/routes.ts'
import { WdError } from '../../../src/virtual-phone/uiautomator/wd-errors.ts'
import { createFakePhone, rect, view, windowOf } from './fake-phone.ts'
import { openWire, type Answered } from './wire.ts'

const root = () =>
  view({ key: 'root', className: 'android.widget.FrameLayout', bounds: rect(0, 0, 720, 1600) }, [
    view({ id: 'label', text: 'Hello', contentDesc: null, selected: true }),
  ])

function openRouter() {
  const fake = createFakePhone(root)
  const automation = createAutomation(fake.phone, new AbortController().signal)
  const quits = { count: 0 }
  const router = createRouter(automation, () => quits.count++)
  const ask = (method: string, path: string, body: unknown = {}) =>
    router.answer({ method, path, text: JSON.stringify(body) })
  return { fake, automation, ask, quits }
}

const UNKNOWN =
  '404 unknown command: The requested resource could not be found, or a request was received using an HTTP method that is not supported by the mapped resource'

/** Routes of other servers that this one does not have. */
const MISSING = [
  ['POST', '/element/abc/element'],
  ['POST', '/element/abc/elements'],
  ['GET', '/window/rect'],
  ['POST', '/accept_alert'],
  ['POST', '/touch/scroll'],
  ['PUT', '/element'],
  ['GET', '/element'],
  ['POST', '/execute/sync'],
  ['DELETE', '/actions'],
  ['GET', '/nonsense'],
] as const

for (const [method, path] of MISSING) {
  test(`${method} ${path} is an unknown command`, async () => {
    const wire = await openWire(root)

    assert.equal(await wire.call(method, path), UNKNOWN)
  })
}

test('status and sessions carry the session id None', async () => {
  const { ask } = openRouter()

  assert.deepEqual(await ask('GET', '/status'), {
    sessionId: 'None',
    value: {
      ready: true,
      message: 'UiAutomator2 Server is ready to accept commands',
      build: { version: '10.6.6', versionCode: 245 },
    },
  })
  assert.deepEqual(await ask('GET', '/sessions'), { sessionId: 'None', value: [] })
})

test('a new session echoes its capabilities and is listed', async () => {
  const { ask } = openRouter()
  const capabilities = { appPackage: 'com.example.app', nonsense: [1] }

  const { sessionId, value } = await ask('POST', '/session', {
    capabilities: { firstMatch: [capabilities], alwaysMatch: {} },
  })

  assert.deepEqual(value, { sessionId, capabilities })
  const { value: listed } = await ask('GET', '/sessions')
  assert.deepEqual(listed, [{ sessionId, id: sessionId, capabilities }])
})

test('a session holds nothing but its last scroll data', async () => {
  const { ask } = openRouter()
  const { sessionId } = await ask('POST', '/session', {})

  assert.deepEqual(await ask('GET', `/session/${sessionId}`), { sessionId, value: { lastScrollData: null } })
})

test('a wrong session id is not known', async () => {
  const { ask } = openRouter()
  await ask('POST', '/session', {})

  await assert.rejects(
    ask('GET', '/session/wrong/source'),
    new WdError(404, 'invalid session id', 'The session identified by wrong is not known'),
  )
})

test('another session replaces the first without a word and resets its settings', async () => {
  const { ask, fake } = openRouter()
  const { sessionId: first } = await ask('POST', '/session', {})
  await ask('POST', `/session/${first}/appium/settings`, { settings: { waitForIdleTimeout: 0 } })

  const { sessionId: second } = await ask('POST', '/session', {})

  const { value } = await ask('GET', `/session/${second}/appium/settings`)
  assert.equal((value as Record<string, unknown>)['waitForIdleTimeout'], 10_000)
  await assert.rejects(ask('GET', `/session/${first}/source`), /is not known/)
  assert.deepEqual(fake.opened, [first, second])
  assert.deepEqual(fake.closed, [first])
})

test('a capability that is named like a setting sets it, whatever its case', async () => {
  const { ask, automation } = openRouter()

  await ask('POST', '/session', { capabilities: { firstMatch: [{ 'appium:waitforidletimeout': 300 }] } })

  assert.equal(automation.settings.number('waitForIdleTimeout'), 300)
})

test('such a capability of a wrong type fails the session', async () => {
  const { ask, fake } = openRouter()

  await assert.rejects(
    ask('POST', '/session', { capabilities: { firstMatch: [{ waitForIdleTimeout: '300' }] } }),
    new WdError(
      500,
      'session not created',
      "Invalid 'waitForIdleTimeout' setting value type. Got: java.lang.String. Expected: java.lang.Long.",
    ),
  )
  assert.deepEqual(fake.opened, [])
})

test('a deleted session ends the server 15 ms later', async () => {
  const { ask, fake, quits } = openRouter()
  const { sessionId } = await ask('POST', '/session', {})

  assert.deepEqual(await ask('DELETE', `/session/${sessionId}`), { sessionId, value: null })
  await fake.clock.advance(14)
  assert.equal(quits.count, 0)
  await fake.clock.advance(1)
  assert.equal(quits.count, 1)
  assert.deepEqual(fake.closed, [sessionId])
})

const ATTRIBUTES: readonly [name: string, value: string | null][] = [
  ['text', 'Hello'],
  ['name', 'Hello'],
  ['content-desc', null],
  ['contentDescription', null],
  ['resource-id', 'com.example.app:id/label'],
  ['resourceId', 'com.example.app:id/label'],
  ['class', 'android.widget.TextView'],
  ['CLASSNAME', 'android.widget.TextView'],
  ['package', 'com.example.app'],
  ['selected', 'true'],
  ['displayed', 'true'],
  ['bounds', '[0,0][720,100]'],
  ['hint', null],
  ['selection-start', null],
]

for (const [name, value] of ATTRIBUTES) {
  test(`the attribute ${name} is ${value}`, async () => {
    const wire = await openWire(root)

    assert.equal(
      await wire.call('GET', `/element/${await wire.find('id', 'label')}/attribute/${name}`),
      value,
    )
  })
}

for (const name of ['index', 'showing-hint', 'drawing-order', 'a11y-important', 'nonsense']) {
  test(`the attribute ${name} is unknown, with 404`, async () => {
    const wire = await openWire(root)
    const answer = await wire.call('GET', `/element/${await wire.find('id', 'label')}/attribute/${name}`)

    assert.match(
      answer,
      new RegExp(
        `^404 unknown command: '${name}' attribute is unknown for the element\\. Only the following attributes are supported: \\[checkable, checked, \\{class,className\\}, `,
      ),
    )
  })
}

test('the name of an element is its content description or null', async () => {
  const wire = await openWire(root)

  assert.equal(await wire.call('GET', `/element/${await wire.find('id', 'label')}/name`), null)
})

test('the window is as large as the whole display', async () => {
  const wire = await openWire(root)

  assert.deepEqual(await wire.call('GET', '/window/current/size'), { width: 720, height: 1600 })
  assert.equal(await wire.call('GET', '/appium/device/pixel_ratio'), 2)
  assert.equal(await wire.call('GET', '/appium/device/display_density'), 320)
  assert.deepEqual(await wire.call('GET', '/appium/device/system_bars'), { statusBar: 48 })
  assert.deepEqual(await wire.call('GET', '/appium/device/battery_info'), { level: 0.8, status: 2 })
})

test('a rotation that the phone does not make fails after 2 s', async () => {
  const wire = await openWire(root)

  assert.equal(await wire.call('GET', '/orientation'), 'PORTRAIT')
  assert.equal(await wire.call('POST', '/orientation', { orientation: 'PORTRAIT' }), 'PORTRAIT')
  assert.equal(
    await wire.call('POST', '/orientation', { orientation: 'LANDSCAPE' }),
    '400 invalid element state: Screen rotation cannot be changed to LANDSCAPE after 2000ms. Is it locked programmatically?',
  )
  assert.equal(wire.took(), 2000)
})

test('back presses the key and waits up to a second for an event, whose absence is no error', async () => {
  const wire = await openWire(root)
  await wire.clock.advance(10)

  assert.equal(await wire.call('POST', '/back'), null)
  assert.deepEqual(wire.inputs, ['key 4 @10'])
  assert.equal(wire.took(), 1000)
})

test('a key code is pressed, and needed', async () => {
  const wire = await openWire(root)

  assert.equal(await wire.call('POST', '/appium/device/press_keycode', { keycode: 66 }), null)
  assert.deepEqual(wire.inputs, ['key 66 @0'])
  assert.match(
    await wire.call('POST', '/appium/device/press_keycode', {}),
    /^500 unknown error: java\.lang\.NullPointer/,
  )
})

test('a screenshot is the PNG in base64, and fails with the screen off', async () => {
  const wire = await openWire(root)

  assert.equal(await wire.call('GET', '/screenshot'), Buffer.from('picture').toString('base64'))
  wire.screenOn = false
  assert.equal(
    await wire.call('GET', '/screenshot'),
    "500 unable to capture screen: Failed to capture a screenshot. Does the current view have 'secure' flag set?",
  )
})

test('notifications are pulled down from the upper edge', async () => {
  const wire = await openWire(root)
  await wire.call('POST', '/appium/device/open_notifications')

  assert.deepEqual(wire.inputs, ['swipe 360,0 360,800 @0'])
})

test('windows are listed from the top, filtered by what is asked', async () => {
  const wire = await openWire(root)
  wire.windows.push(
    windowOf(8, () => view({ key: 'r', packageName: 'com.other' }), { bounds: rect(10, 20, 110, 220) }),
  )
  const list = async (filters: unknown) => {
    const windows = await wire.call('POST', '/appium/list_windows', { filters, skipScreenshots: true })
    return windows.map(({ windowId, packageName, rect: place }: Answered) => [
      windowId,
      packageName,
      place.width,
    ])
  }

  assert.deepEqual(await list(undefined), [
    [8, 'com.other', 100],
    [3, 'com.example.app', 720],
  ])
  assert.deepEqual(await list({ packageName: 'com.oth*' }), [[8, 'com.other', 100]])
  assert.deepEqual(await list({ windowId: 3 }), [[3, 'com.example.app', 720]])
})

test('the clipboard cannot be read on Android 10 and later', async () => {
  const wire = await openWire(root)
  await wire.call('POST', '/appium/device/set_clipboard', { content: 'aGk=', contentType: 'plaintext' })

  assert.equal(await wire.call('POST', '/appium/device/get_clipboard'), '')
  wire.phone.properties.set('ro.build.version.sdk', '28')
  assert.equal(await wire.call('POST', '/appium/device/get_clipboard'), 'aGk=')
})

test('settings that are sent without the object are a NullPointerException', async () => {
  const wire = await openWire(root)

  assert.match(
    await wire.call('POST', '/appium/settings', {}),
    /^500 unknown error: java\.lang\.NullPointerException/,
  )
})

test('a scheduled gesture is repeated beside the requests and keeps its history', async () => {
  const wire = await openWire(root)
  const step = { type: 'gesture', name: 'tap', payload: { subtype: 'click', x: 5, y: 6 } }
  await wire.call('POST', '/appium/schedule_action', { name: 'a', steps: [step], times: 2, intervalMs: 100 })
  await wire.clock.advance(1000)

  const history = await wire.call('POST', '/appium/action_history', { name: 'a' })

  assert.deepEqual(wire.inputs, ['tap 5,6 @8', 'tap 5,6 @116'])
  assert.equal(history.repeats, 2)
  assert.deepEqual(
    history.stepResults.map(([result]: Answered) => [result.name, result.passed]),
    [
      ['tap', true],
      ['tap', true],
    ],
  )
  assert.match(
    await wire.call('POST', '/appium/schedule_action', { name: 'a', steps: [step] }),
    /^400 invalid argument: The action with the same name 'a' has been already scheduled/,
  )
})
