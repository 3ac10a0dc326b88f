import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textScreen } from '../../src/devices/ocr/text-screen.ts'
import type { Line } from '../../src/devices/ocr/ocr-protocol.ts'
import type { Screen } from '../../src/domain/phone-session.ts'
import { loadPacks } from '../../src/driving/load-packs.ts'
import { recognize } from '../../src/driving/recognize.ts'
import { createScene } from './support/mini-scene.ts'

const packs = await loadPacks(new URL('drivers/', import.meta.resolve('#package.json')))
const clips = packs.find('clips')
assert.ok(clips)

/** A reading of a picture on which these words stand below each other. */
function pictureWith(packageName: string, ...texts: string[]): Screen {
  const lines: Line[] = texts.map((text, index) => {
    const bounds = { left: 100, top: 100 * index, right: 300, bottom: 100 * index + 20 }
    return [{ text, confidence: 95, bounds }]
  })
  return textScreen({ lines, packageName, display: { width: 720, height: 1600 } })
}

for (const [what, screen, expected] of [
  [
    'the question about an app that hangs',
    pictureWith('android', "Clips isn't responding", 'Close app', 'Wait'),
    'app_not_responding',
  ],
  [
    'the same word in somebody’s video',
    pictureWith('com.phonefarm.clips', 'Wait', 'Home', 'Profile'),
    'unknown',
  ],
  [
    'a page that asks for a login',
    pictureWith('com.phonefarm.clips', 'Session expired', 'Log in to continue'),
    'unknown',
  ],
  [
    'a crash, which is told from a hang by what is not there',
    pictureWith('android', 'Clips keeps stopping', 'Close app'),
    'unknown',
  ],
] as const) {
  test(`${what} is ${expected} on a picture`, () => {
    const is = recognize(clips, screen)

    assert.equal(is.kind === 'dialog' ? is.dialog.name : is.kind, expected)
  })
}

test('a screen that only its picture tells is not taken for a changed app, and nothing is tried on it', async () => {
  const { driver, session, signal } = createScene()
  session.readScreen = async () => pictureWith('org.example.mini', 'Something', 'else')

  await assert.rejects(driver.openFeed(signal), {
    category: 'timeout',
    rung: 'restart_server',
    message:
      'the phone does not tell the hierarchy of Mini, and its picture is not enough: org.example.mini with "Something", "else"',
  })
  assert.deepEqual(session.touches, [])
})

test('the work goes on when the hierarchy comes back after some pictures', async () => {
  const { driver, session, clock, signal } = createScene()
  const read = session.readScreen
  let pictures = 5
  session.readScreen = async (limited) => {
    if (pictures-- <= 0) return read(limited)
    clock.spend(3_000)
    return pictureWith('org.example.mini', 'Something', 'else')
  }

  await driver.openFeed(signal)

  assert.ok(pictures < 0)
})
