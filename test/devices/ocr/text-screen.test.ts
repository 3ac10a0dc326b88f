import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textScreen } from '../../../src/devices/ocr/text-screen.ts'
import type { Line } from '../../../src/devices/ocr/ocr-protocol.ts'
import { findNodes } from '../../../src/domain/selector.ts'

/** Words of 20 pixels' height and 10 a letter, at these places. */
function line(top: number, ...words: (readonly [left: number, text: string, confidence?: number])[]): Line {
  return words.map(([left, text, confidence = 90]) => ({
    text,
    confidence,
    bounds: { left, top, right: left + text.length * 10, bottom: top + 20 },
  }))
}

function screenOf(...lines: Line[]) {
  return textScreen({ lines, packageName: 'com.phonefarm.clips', display: { width: 720, height: 1600 } })
}

const textsOf = (screen: ReturnType<typeof screenOf>) => screen.root.children.map(({ text }) => text)

test('each piece of text is a node with its place', () => {
  const screen = screenOf(line(100, [40, 'Not'], [76, 'now']))

  assert.equal(screen.source, 'ocr')
  assert.equal(screen.package_name, 'com.phonefarm.clips')
  assert.deepEqual(screen.root.bounds, { left: 0, top: 0, right: 720, bottom: 1600 })
  assert.deepEqual(
    screen.root.children.map(({ text, bounds }) => ({ text, bounds })),
    [{ text: 'Not now', bounds: { left: 40, top: 100, right: 106, bottom: 120 } }],
  )
})

test('a wide gap separates pieces: the tabs of a bar are one line to the recognizer', () => {
  assert.deepEqual(textsOf(screenOf(line(1_500, [60, 'Home'], [400, 'Inbox'], [600, 'Profile']))), [
    'Home',
    'Inbox',
    'Profile',
  ])
})

test('what the recognizer is not sure of, and what has no letter or figure, is left out', () => {
  assert.deepEqual(textsOf(screenOf(line(0, [0, 'Rate', 46], [60, 'us', 44]), line(50, [0, '©', 99]))), [
    'Rate',
  ])
})

test('pieces come from top to bottom', () => {
  assert.deepEqual(textsOf(screenOf(line(300, [0, 'below']), line(10, [0, 'above']))), ['above', 'below'])
})

test('a text is found by its words and can be tapped, also in the words of one package alone', () => {
  const { root } = screenOf(line(100, [40, 'Not'], [76, 'now']))

  for (const selector of [
    { text: 'Not now' },
    { text_matches: 'Not now|Later', package: 'com.phonefarm.clips', clickable: true },
  ]) {
    assert.equal(findNodes(root, selector).length, 1, JSON.stringify(selector))
  }
})

for (const selector of [
  { text: 'Not now', class: 'android.widget.Button' },
  { text: 'Not now', id: 'android:id/button2' },
  { text: 'Not now', package: 'android' },
  { text: 'Not now', focused: true },
  { text: 'Not' },
  { desc: 'Not now' },
]) {
  test(`a picture does not tell ${JSON.stringify(selector)}`, () => {
    assert.deepEqual(findNodes(screenOf(line(100, [40, 'Not'], [76, 'now'])).root, selector), [])
  })
}
