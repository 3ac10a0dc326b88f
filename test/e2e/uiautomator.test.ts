import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Browser } from 'webdriverio'
import { systemClock } from '../../src/domain/clock.ts'
import { APP, refusal, startBench, timed, until, type Bench } from './uiautomator-bench.ts'

const AREA = { left: 60, top: 300, width: 600, height: 1000 }
const CAPTION = `${APP}:id/caption`

let bench: Bench
let browser: Browser

before(async () => {
  bench = await startBench()
  browser = await bench.openSession()
})

after(async () => {
  await browser.deleteSession()
  await bench.stop()
})

// One session for all stories; each starts with the app on its feed and without idle waits.
beforeEach(async () => {
  await bench.fault({ fault: 'clear' })
  await browser.updateSettings({ waitForIdleTimeout: 0, enableMultiWindows: false })
  await browser.execute('mobile: terminateApp', { appId: APP })
  await browser.execute('mobile: activateApp', { appId: APP })
  await onScreen('feed')
})

const onScreen = (name: string) => until(async () => (await bench.phone()).screen === name)

const captionNow = async () => browser.$(`id=${CAPTION}`).getText()

async function openSearch(): Promise<void> {
  await browser.$('~Search').click()
  await onScreen('search')
}

async function openResults(): Promise<void> {
  await openSearch()
  await browser.$('android.widget.EditText').setValue('cooking')
  await browser.$('android.widget.EditText').click()
  await browser.pressKeyCode(66)
  await until(async () => (await browser.$$('id=result_caption').length) > 0)
}

test('every strategy finds the same element', async () => {
  const selectors = [
    `id=${CAPTION}`,
    'id=caption',
    `//*[@resource-id="${CAPTION}"]`,
    `//android.widget.TextView[ends-with(@resource-id, ':id/caption')]`,
    `android=new UiSelector().resourceId("${CAPTION}")`,
    `android=resourceIdMatches(".*:id/caption");text("unused")`,
  ]
  const ids = new Set<string>()
  for (const selector of selectors) ids.add((await browser.$(selector).getElement()).elementId)

  assert.equal(ids.size, 1)
  assert.equal(await browser.$('~Search').getAttribute('clickable'), 'true')
  assert.match(await browser.$('android.widget.SeekBar').getText(), /^\d+\.\d+$/)
})

test('what is not there is an empty list, and an error for a single find', async () => {
  assert.equal(await browser.$$('id=nothing').length, 0)
  const { name, message } = await refusal(browser.findElement('id', 'nothing'))

  assert.equal(name, 'no such element')
  assert.match(message, /An element could not be located on the page using the given search parameters/)
})

const BAD_SELECTORS: readonly [using: string, value: string, words: RegExp][] = [
  ['-android uiautomator', 'new UiSelector().foo("x")', /UiSelector has no `foo` method/],
  ['xpath', '//*[', /XPathParserException/],
]

for (const [using, value, words] of BAD_SELECTORS) {
  test(`${using} ${value} is an invalid selector`, async () => {
    const { name, message } = await refusal(browser.findElement(using, value))

    assert.equal(name, 'invalid selector')
    assert.match(message, words)
  })
}

test('a swipe shows another video, and a held element then reads as that video', async () => {
  const held = await browser.$('id=caption').getElement()
  const first = await held.getText()

  await browser.execute('mobile: swipeGesture', { ...AREA, direction: 'up', percent: 0.8 })
  await until(async () => (await captionNow()) !== first)

  assert.equal(await held.getText(), await captionNow())
})

test('W3C actions play in real time', async () => {
  const first = await captionNow()
  const swipe = browser
    .action('pointer', { parameters: { pointerType: 'touch' } })
    .move({ x: 360, y: 1200 })
    .down()
    .move({ duration: 300, x: 360, y: 300 })
    .up()

  const tookMs = await timed(() => swipe.perform())

  await until(async () => (await captionNow()) !== first)
  assert.ok(tookMs >= 320, `${tookMs} ms`)
})

test('gestures take the time that their speed gives, and a fling waits for the end of the list', async () => {
  const drag = { startX: 360, startY: 900, endX: 360, endY: 860 }

  assert.ok((await timed(() => browser.execute('mobile: dragGesture', drag))) >= 750)
  assert.ok(
    (await timed(() => browser.execute('mobile: pinchOpenGesture', { ...AREA, percent: 0.5 }))) >= 140,
  )
  const flung = await timed(async () =>
    assert.equal(
      typeof (await browser.execute('mobile: flingGesture', { ...AREA, direction: 'down' })),
      'boolean',
    ),
  )
  assert.ok(flung >= 5000, `${flung} ms`)
})

test('setValue sets text without focus, keyboard or submission, and Enter alone submits nothing', async () => {
  await openSearch()
  const field = browser.$('android.widget.EditText')

  await field.setValue('cooking\n')
  await browser.pressKeyCode(66)

  assert.match(await field.getText(), /^cooking/)
  assert.equal(await field.getAttribute('focused'), 'false')
  assert.equal(await browser.isKeyboardShown(), false)
  assert.equal((await bench.phone()).screen, 'search')
})

test('a click opens the keyboard, hideKeyboard closes it, Enter in the focused field searches', async () => {
  await openSearch()
  const field = browser.$('android.widget.EditText')
  await field.setValue('cooking')
  await field.click()
  await until(async () => browser.isKeyboardShown())

  await browser.hideKeyboard()
  assert.equal(await browser.isKeyboardShown(), false)
  await field.click()
  await browser.pressKeyCode(66)

  await onScreen('results')
})

test('clear empties a field, which then reads as its hint, and does nothing to a label', async () => {
  await openSearch()
  const field = browser.$('android.widget.EditText')
  await field.setValue('cooking')

  await field.clearValue()

  assert.equal(await field.getText(), await field.getAttribute('hint'))
  await browser.$('android.widget.TextView').clearValue()
})

test('UiScrollable scrolls a list until its target is on the screen', async () => {
  await openResults()
  const captions = await browser.$$('id=result_caption').map((caption) => caption.getText())
  await browser.execute('mobile: swipeGesture', { ...AREA, direction: 'up', percent: 1 })
  await browser.execute('mobile: swipeGesture', { ...AREA, direction: 'up', percent: 1 })
  const [first = ''] = captions

  const list = 'new UiScrollable(new UiSelector().scrollable(true))'
  const target = `new UiSelector().text(${JSON.stringify(first)})`
  const found = await browser.$(`android=${list}.scrollIntoView(${target})`).getText()

  assert.equal(found, first)
})

test('the page source is XML of the active window', async () => {
  const source = await browser.getPageSource()

  assert.match(
    source,
    /^<\?xml version='1\.0' encoding='UTF-8' standalone='yes' \?>\r\n<hierarchy index="0" class="hierarchy"/,
  )
  assert.match(source, new RegExp(`resource-id="${CAPTION.replaceAll('.', String.raw`\.`)}"`))
  assert.equal(source.includes('com.android.systemui'), false)
})

test('a screenshot is a PNG of the display, an element screenshot a part of it', async () => {
  const size = (base64: string) => {
    const png = Buffer.from(base64, 'base64')
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG')
    return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
  }

  assert.deepEqual(size(await browser.takeScreenshot()), { width: 720, height: 1600 })
  const caption = await browser.$('id=caption').getElement()
  const { width, height } = await browser.getElementRect(caption.elementId)
  assert.deepEqual(size(await browser.takeElementScreenshot(caption.elementId)), { width, height })
})

test('settings are honored: on a playing feed a find and a reading cost three idle waits', async () => {
  await browser.updateSettings({ waitForIdleTimeout: 700 })

  const tookMs = await timed(async () => browser.$('id=caption').getText())

  assert.ok(tookMs >= 3 * 700 && tookMs < 6000, `${tookMs} ms`)
  assert.equal((await browser.getSettings())['waitForIdleTimeout'], 700)
})

test('a setting of a wrong type is refused', async () => {
  const { name, message } = await refusal(browser.updateSettings({ waitForIdleTimeout: '0' }))

  assert.equal(name, 'invalid argument')
  assert.match(
    message,
    /Invalid 'waitForIdleTimeout' setting value type\. Got: java\.lang\.String\. Expected: java\.lang\.Long\./,
  )
})

test('a null attribute reaches the client as the text "null", an unknown one as an unknown command', async () => {
  const caption = browser.$('id=caption')

  assert.equal(await caption.getAttribute('content-desc'), 'null')
  assert.equal(await caption.getAttribute('resource-id'), CAPTION)
  const { name, message } = await refusal(caption.getAttribute('index'))
  assert.equal(name, 'unknown command')
  assert.match(
    message,
    /'index' attribute is unknown for the element\. Only the following attributes are supported: \[/,
  )
})

test('an element of a screen that is gone is stale', async () => {
  const { elementId } = await browser.$('id=caption').getElement()
  await openSearch()
  await until(async () => (await browser.$$('id=caption').length) === 0)

  const { name, message } = await refusal(browser.elementClick(elementId))

  assert.equal(name, 'stale element reference')
  assert.match(message, /The element 'By\.id: .*caption' does not exist in DOM anymore/)
})

test('a dialog hides the app from finds, shows as an alert and can be dismissed', async () => {
  assert.equal((await refusal(browser.getAlertText())).name, 'no such alert')
  await bench.fault({ fault: 'dialog', kind: 'rate_us' })
  await onScreen('dialog:rate_us')

  assert.match(await browser.getAlertText(), /^Enjoying Clips\?\n/)
  assert.equal(await browser.$$('id=caption').length, 0)
  await browser.updateSettings({ enableMultiWindows: true })
  assert.equal(await browser.$$('id=caption').length, 1)
  await browser.dismissAlert()

  await onScreen('feed')
})

test('the notification shade is another window of another package; back closes it', async () => {
  await browser.openNotifications()
  await until(async () => (await browser.getPageSource()).includes('package="com.android.systemui"'))
  assert.equal(await browser.$$('id=caption').length, 0)

  await browser.back()

  await until(async () => (await browser.$$('id=caption').length) === 1)
})

test('device commands answer', async () => {
  assert.deepEqual(await browser.getWindowSize(), { width: 720, height: 1600 })
  assert.equal(await browser.getOrientation(), 'PORTRAIT')
  assert.equal(await browser.getCurrentPackage(), APP)
  const info = await browser.execute<{ realDisplaySize: string }, []>('mobile: deviceInfo')
  assert.equal(info.realDisplaySize, '720x1600')
  const windows = await browser.execute<{ packageName: string }[], unknown[]>('mobile: listWindows', {})
  assert.ok(windows.some(({ packageName }) => packageName === APP))
})

test('a hung server answers once it is resumed', async () => {
  await bench.fault({ fault: 'hang' })
  const size = browser.getWindowSize()
  await systemClock.sleep(300, new AbortController().signal)

  await bench.fault({ fault: 'resume' })

  assert.deepEqual(await size, { width: 720, height: 1600 })
})

test('the phone tells its side: the session and every command', async () => {
  await captionNow()
  const { sessions, commands } = await bench.phone()
  const open = sessions.find(({ closed_at }) => closed_at === null)

  assert.ok(open)
  const last = commands.filter(({ session_id }) => session_id === open.session_id).at(-1)
  assert.equal(last?.method, 'GET')
  assert.match(last?.path ?? '', /^\/session\/[0-9a-f-]{36}\/element\/[0-9a-f-]{36}\/text$/)
})

test('a crashed server fails every later command; a new session works', async () => {
  await bench.fault({ fault: 'crash_server' })
  await systemClock.sleep(300, new AbortController().signal)

  const { message } = await refusal(browser.getPageSource())
  assert.match(message, /instrumentation process is not running|socket hang up/)
  await browser.deleteSession()
  browser = await bench.openSession()

  assert.notEqual(await captionNow(), '')
})
