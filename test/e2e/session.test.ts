import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { centerOf, findNodes, type NodeSelector } from '../../src/domain/selector.ts'
import { KEY, type PhoneSession } from '../../src/domain/phone-session.ts'
import { startDevices, type StartedDevices } from './started-devices.ts'

const NEVER = new AbortController().signal
const SEARCH: NodeSelector = { desc: 'Search', clickable: true }
const QUERY: NodeSelector = { class: 'android.widget.EditText', package: 'com.phonefarm.clips' }
const SLOW_SWIPE = { from: { x: 360, y: 1100 }, to: { x: 360, y: 500 }, durationMs: 4_000 }

let farm: StartedDevices
before(async () => {
  farm = await startDevices(2)
})
after(() => farm.stop())

/** Polls the screen, as drivers do. */
async function tapOn(session: PhoneSession, selector: NodeSelector): Promise<void> {
  const deadline = AbortSignal.timeout(10_000)
  for (;;) {
    const [node] = findNodes((await session.readScreen(deadline)).root, selector)
    if (node) return session.tap(centerOf(node.bounds), deadline)
  }
}

async function textOf(session: PhoneSession, selector: NodeSelector): Promise<string | undefined> {
  return findNodes((await session.readScreen(NEVER)).root, selector)[0]?.text
}

async function openSearch(session: PhoneSession): Promise<void> {
  await tapOn(session, SEARCH)
  await tapOn(session, QUERY)
}

test('a session opens with the app in front and can be found again by its address', async () => {
  const options = farm.clipsOn(1)
  const session = await farm.devices.sessions.open(options, NEVER)
  const screen = await session.readScreen(NEVER)

  assert.equal(screen.package_name, 'com.phonefarm.clips')
  assert.deepEqual(session.display, { width: 720, height: 1600 })
  assert.deepEqual(options.created, [
    { session_id: session.sessionId, container: farm.devices.appium()[0]?.url },
  ])
  await session.close()
  assert.notEqual((await farm.told(1)).sessions.at(-1)?.closed_at, null)
})

test('a text is typed as it stands, replaced whole, and emptied', async () => {
  const session = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)
  await openSearch(session)

  for (const text of ['quick dinners', 'Grüße "x" 🍝', `it's "both"`]) {
    await session.setText(QUERY, text, NEVER)
    assert.equal(await textOf(session, QUERY), text)
  }
  await session.setText({ ...QUERY, text_matches: '.*both.*' }, '', NEVER)
  const [field] = findNodes((await session.readScreen(NEVER)).root, QUERY)

  assert.equal(field?.showing_hint, true)
  await session.close()
})

test('a field that is not on the screen is reported, not typed into another', async () => {
  const session = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)

  await assert.rejects(session.setText({ id: 'com.phonefarm.clips:id/nothing' }, 'x', NEVER), {
    category: 'app_changed',
  })
  await session.close()
})

test('a swipe moves the feed, a picture is a PNG, and Back and the keyboard obey', async () => {
  const session = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)

  const first = JSON.stringify((await session.readScreen(NEVER)).root)
  await session.swipe({ from: { x: 360, y: 1100 }, to: { x: 360, y: 400 }, durationMs: 200 }, NEVER)
  assert.notEqual(JSON.stringify((await session.readScreen(NEVER)).root), first)
  assert.deepEqual((await session.screenshot(NEVER)).subarray(1, 4).toString(), 'PNG')

  await openSearch(session)
  await session.hideKeyboard(NEVER)
  await session.hideKeyboard(NEVER)
  assert.notEqual(await textOf(session, QUERY), undefined)
  await session.pressKey(KEY.back, NEVER)
  await session.restartApp(NEVER)
  assert.equal((await session.readScreen(NEVER)).package_name, 'com.phonefarm.clips')
  await session.close()
})

test('two phones work side by side on one Appium', async () => {
  const sessions = await Promise.all(
    [1, 2].map((number) => farm.devices.sessions.open(farm.clipsOn(number), NEVER)),
  )
  await Promise.all(sessions.map(openSearch))
  await Promise.all(sessions.map((session, index) => session.setText(QUERY, `phone ${index + 1}`, NEVER)))

  assert.deepEqual(await Promise.all(sessions.map((session) => textOf(session, QUERY))), [
    'phone 1',
    'phone 2',
  ])
  await Promise.all(sessions.map((session) => session.close()))
})

test('an app that is not installed is told before a session is opened', async () => {
  const app = { package_name: 'com.not.here', activity: '.Main' }

  await assert.rejects(farm.devices.sessions.open({ ...farm.clipsOn(1), app }, NEVER), {
    category: 'app_changed',
    message: `com.not.here is not installed on ${farm.serialOf(1)}`,
  })
})

test('an activity that does not exist ends the session that was opened for it', async () => {
  const options = farm.clipsOn(1)
  const app = { package_name: 'com.phonefarm.clips', activity: '.Gone' }

  await assert.rejects(farm.devices.sessions.open({ ...options, app }, NEVER), { category: 'app_changed' })
  assert.equal(options.created.length, 1)
  assert.deepEqual(farm.devices.appium()[0]?.phones, [])
  assert.notEqual((await farm.told(1)).sessions.at(-1)?.closed_at, null)
})

test('a phone that nobody knows is a fault of the phone', async () => {
  await assert.rejects(farm.devices.sessions.open({ ...farm.clipsOn(1), serial: 'nobody' }, NEVER), {
    category: 'device',
  })
})

test('a session that is stopped in the middle of a command leaves the phone at once', async () => {
  const session = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)
  const swiping = assert.rejects(session.swipe(SLOW_SWIPE, NEVER), { category: 'session' })
  await new Promise((resolve) => setTimeout(resolve, 500))

  const started = performance.now()
  assert.equal(await session.abort(), true)
  assert.ok(performance.now() - started < 2_000)

  await swiping
  const { foreground, commands } = await farm.told(1)
  assert.notEqual(foreground, 'com.phonefarm.clips')
  await assert.rejects(session.tap({ x: 10, y: 10 }, NEVER), { category: 'session' })
  await session.close()
  assert.equal((await farm.told(1)).commands.length, commands.length)
})

/** What a stopped run must leave: no place on Appium, no forward, no server on the phone, and nothing that comes later. */
async function assertFree(): Promise<void> {
  assert.deepEqual(farm.devices.appium()[0]?.phones, [])
  assert.deepEqual(await farm.devices.adb.forwards(NEVER), [])
  const { stdout } = await farm.devices.adb.shell(farm.serialOf(1), 'ps -A', NEVER)
  assert.doesNotMatch(stdout, /io\.appium\.uiautomator2\.server/)
  const { commands } = await farm.told(1)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  assert.equal((await farm.told(1)).commands.length, commands.length)
}

// Before Appium has the port, while it waits for its server, while it opens the session, while the app starts.
for (const ms of [50, 400, 900, 1_600, 2_400]) {
  test(`an opening that is stopped after ${ms} ms leaves nothing behind`, async () => {
    const stop = new AbortController()
    const reason = new Error('the run was stopped')
    const opening = farm.devices.sessions.open(farm.clipsOn(1), stop.signal)
    // A fast machine may have opened it by then.
    const ended = opening.then((session) => session.close()).catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, ms))
    stop.abort(reason)

    const outcome = await ended
    assert.ok(outcome === reason || outcome === true, String(outcome))
    await assertFree()
  })
}

test('an opening on a phone that hangs ends when the phone answers again, and leaves nothing behind', async () => {
  const stop = new AbortController()
  const reason = new Error('the run was stopped')
  let isOver = false
  const ended = farm.devices.sessions.open(farm.clipsOn(1), stop.signal).catch((error: unknown) => {
    isOver = true
    return error
  })
  await new Promise((resolve) => setTimeout(resolve, 700))
  await farm.fault(1, { fault: 'hang' })
  stop.abort(reason)
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  const early = isOver

  await farm.fault(1, { fault: 'resume' })

  assert.equal(await ended, reason)
  assert.equal(early, false)
  await assertFree()
})

test('an app that was just being started is not there after a hard stop', async () => {
  const session = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)
  const starting = assert.rejects(session.restartApp(NEVER), { category: 'session' })
  await new Promise((resolve) => setTimeout(resolve, 20))

  assert.equal(await session.abort(), true)
  await starting
  await session.close()

  await assertFree()
  assert.notEqual((await farm.told(1)).foreground, 'com.phonefarm.clips')
})

test('an Appium that is killed fails its session, and another takes its place', async () => {
  const session = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)
  const swiping = assert.rejects(session.swipe(SLOW_SWIPE, NEVER), { category: 'session' })
  await new Promise((resolve) => setTimeout(resolve, 300))
  const pid = farm.devices.appium()[0]?.pid ?? 0

  process.kill(pid, 'SIGKILL')
  const killedMs = performance.now()
  await swiping
  await session.close()
  while (farm.devices.appium()[0]?.healthy !== true) {
    assert.ok(performance.now() - killedMs < 20_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }

  assert.deepEqual(await farm.devices.adb.forwards(NEVER), [])
  const again = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)
  await again.close()
})

test('a crashed on-phone server is a fault of the session, and the next session works', async () => {
  const session = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)
  await farm.fault(1, { fault: 'crash_server' })

  await assert.rejects(session.readScreen(NEVER), { category: 'session' })
  await session.close()
  const again = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)
  await again.close()
})

test('a phone that is unplugged in the middle of a command is a fault of the phone, noticed within 2 s', async () => {
  const session = await farm.devices.sessions.open(farm.clipsOn(2), NEVER)
  const swiping = assert.rejects(session.swipe(SLOW_SWIPE, NEVER), { category: 'device' })
  await new Promise((resolve) => setTimeout(resolve, 300))

  await farm.fault(2, { fault: 'unplug' })
  const unpluggedMs = performance.now()
  await swiping
  while (farm.devices.watcher.stateOf(farm.serialOf(2)) === 'device') {
    assert.ok(performance.now() - unpluggedMs < 2_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await session.close()
  assert.equal((await farm.devices.probe(farm.serialOf(2), NEVER)).healthy, false)

  await farm.fault(2, { fault: 'replug' })
  await farm.untilOnline(2)
  const again = await farm.devices.sessions.open(farm.clipsOn(2), NEVER)
  await again.close()
})

test('a session that an earlier boot left is closed by its address alone', async () => {
  const options = farm.clipsOn(1)
  await farm.devices.sessions.open(options, NEVER)
  const [created] = options.created
  assert.ok(created)

  assert.deepEqual(await farm.devices.closeOrphan({ serial: options.serial, ...created }, NEVER), {
    status: 'closed',
  })
  assert.deepEqual(await farm.devices.adb.forwards(NEVER), [])
  assert.notEqual((await farm.told(1)).sessions.at(-1)?.closed_at, null)
})

test('a phone tells its model and the version of the app', async () => {
  const info = await farm.devices.watcher.readInfo(farm.serialOf(1), NEVER)

  assert.deepEqual(info.apps, [{ package_name: 'com.phonefarm.clips', version: '1.2.0' }])
  assert.deepEqual(await farm.devices.probe(farm.serialOf(1), NEVER), { healthy: true })
})
