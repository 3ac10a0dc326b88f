import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { SESSION_SETTINGS } from '../../src/devices/session-capabilities.ts'
import type { PhoneSession, Screen } from '../../src/domain/phone-session.ts'
import { centerOf, findNodes } from '../../src/domain/selector.ts'
import { startDevices, type StartedDevices } from './started-devices.ts'

const NEVER = new AbortController().signal
const UP = { from: { x: 360, y: 1200 }, to: { x: 360, y: 400 }, durationMs: 250 }

/** Anything that waits once for a feed to rest takes 10 s; a loaded host of two cores needs some of this for one command. */
const NO_WAIT_MS = 5_000

let farm: StartedDevices

before(async () => {
  farm = await startDevices(1)
})

after(async () => {
  await farm.stop()
})

async function timed<T>(run: () => Promise<T>): Promise<{ got: T; ms: number }> {
  const startMs = performance.now()
  const got = await run()
  return { got, ms: performance.now() - startMs }
}

const captionOn = ({ root }: Screen) =>
  findNodes(root, { id: 'com.phonefarm.clips:id/caption' })[0]?.text ?? null

const textsOn = ({ root }: Screen) => root.children.map(({ text }) => text)

async function untilShown(session: PhoneSession, wanted: (screen: Screen) => boolean): Promise<Screen> {
  const limit = AbortSignal.timeout(30_000)
  for (;;) {
    const screen = await session.readScreen(limit)
    if (wanted(screen)) return screen
  }
}

const untilPlaying = (session: PhoneSession) => untilShown(session, (screen) => captionOn(screen) !== null)

/** The app says on the picture what a tap would do. */
const untilTapWould = (session: PhoneSession, what: 'Pause video' | 'Play video') =>
  untilShown(session, ({ root }) => findNodes(root, { desc: what }).length > 0)

test('on a feed that never rests readings and gestures take milliseconds with our settings, and 10 s without', async (t) => {
  const options = farm.clipsOn(1)
  const session = await farm.devices.sessions.open(options, NEVER)
  t.after(session.close)
  const [created] = options.created
  assert.ok(created)
  const url = new URL(created.container)
  // The same session, as anybody else could reach it: the driver's defaults are set by hand and ours afterwards.
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await fetch(new URL(`/session/${created.session_id}${path}`, url), {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    assert.equal(answer.status, 200)
  }
  const before = captionOn(await untilPlaying(session))

  const ours = await timed(() => session.readScreen(NEVER))
  const swipe = await timed(() => session.swipe(UP, NEVER))
  // The app binds the next video a moment after the finger has left: a tap before that would hold the old one.
  await untilShown(session, (screen) => ![null, before].includes(captionOn(screen)))
  const tap = await timed(() => session.tap({ x: 360, y: 800 }, NEVER))
  await untilTapWould(session, 'Play video')
  await session.tap({ x: 360, y: 800 }, NEVER) // the first tap held the video, which then rests
  await untilTapWould(session, 'Pause video')
  await ask('POST', '/appium/settings', { settings: { waitForIdleTimeout: 10_000 } })
  const theirs = await timed(() => ask('GET', '/source'))
  const theirSwipe = await timed(() => session.swipe(UP, NEVER))
  await ask('POST', '/appium/settings', { settings: SESSION_SETTINGS })
  const oursAgain = await timed(() => session.readScreen(NEVER))

  const told = {
    ours: ours.ms,
    swipe: swipe.ms,
    tap: tap.ms,
    theirs: theirs.ms,
    theirSwipe: theirSwipe.ms,
    oursAgain: oursAgain.ms,
  }
  t.diagnostic(JSON.stringify(told))
  for (const [name, ms] of Object.entries(told)) {
    if (name === 'theirs') assert.ok(ms >= 9_900, JSON.stringify(told))
    else assert.ok(ms < NO_WAIT_MS, JSON.stringify(told))
  }
})

test('while the on-phone server is frozen the screen is read by its picture and touched by adb; a new session heals it', async (t) => {
  const session = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)
  t.after(session.close)
  await untilPlaying(session)
  for (let times = 0; times < 5; times++) await session.readScreen(NEVER)
  await farm.fault(1, { fault: 'freeze_server' })
  const commandsBefore = (await farm.told(1)).commands.length

  const { got: screen, ms } = await timed(() => session.readScreen(NEVER))

  t.diagnostic(`picture read after ${Math.round(ms)} ms: ${textsOn(screen).join(' | ')}`)
  assert.equal(screen.source, 'ocr')
  assert.equal(screen.package_name, 'com.phonefarm.clips')
  const [profile] = findNodes(screen.root, { text: 'Profile', clickable: true })
  assert.ok(profile)
  await session.tap(centerOf(profile.bounds), NEVER)
  await assert.rejects(session.setText({ class: 'android.widget.EditText' }, 'words', NEVER), {
    category: 'session',
    message: /does not tell its hierarchy of views, and on a picture a field cannot be told/,
  })
  const onProfile = AbortSignal.timeout(10_000)
  while ((await screenTold(farm)) !== 'profile') onProfile.throwIfAborted()
  // Only the one question for the hierarchy has reached the server.
  assert.ok((await farm.told(1)).commands.length - commandsBefore <= 1)

  await assert.rejects(readUntilGivenUp(session), { category: 'timeout' })
  await session.close()
  const again = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)
  t.after(again.close)
  assert.equal((await untilPlaying(again)).source ?? 'hierarchy', 'hierarchy')
})

/** Name of the clips app's screen, as the phone itself tells. */
async function screenTold({ fleet }: StartedDevices): Promise<unknown> {
  const answer = await fetch(`${fleet.controlUrl}/phones/${fleet.phones[0]?.serial}`)
  const told: unknown = await answer.json()
  return typeof told === 'object' && told !== null && 'screen' in told ? told.screen : undefined
}

/** The driver waits 20 s for the server on the phone; a picture is no reason to go on with it for longer. */
async function readUntilGivenUp(session: PhoneSession): Promise<void> {
  const limit = AbortSignal.timeout(60_000)
  for (;;) await session.readScreen(limit)
}

test('a phone that is slow for a while is given more time, and not read by its picture for ever', async (t) => {
  const session = await farm.devices.sessions.open(farm.clipsOn(1), NEVER)
  t.after(session.close)
  await untilPlaying(session)
  for (let times = 0; times < 5; times++) await session.readScreen(NEVER)
  await farm.fault(1, { fault: 'slow', ms: 3_000 })

  const seen: string[] = []
  for (let times = 0; times < 4; times++) seen.push((await session.readScreen(NEVER)).source ?? 'hierarchy')
  await farm.fault(1, { fault: 'clear' })
  const last = await session.readScreen(NEVER)

  t.diagnostic(`${seen.join(', ')}; ${JSON.stringify(farm.devices.readings.view('phone_virtual_01'))}`)
  assert.equal(seen.at(-1), 'hierarchy')
  assert.equal(last.source ?? 'hierarchy', 'hierarchy')
})
