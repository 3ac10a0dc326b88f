import assert from 'node:assert/strict'
import test from 'node:test'
import { wrapText } from '../../../src/virtual-phone/render/text-layout.ts'

test('text is broken at blanks', () => {
  assert.deepEqual(wrapText('one two three four', 20, false, 120, 3), ['one two', 'three four'])
})

test('what does not fit ends in an ellipsis', () => {
  assert.deepEqual(wrapText('one two three four', 20, false, 120, 1), ['one two…'])
})

test('a word that is longer than the line is cut', () => {
  const [line = ''] = wrapText('a'.repeat(50), 20, false, 120, 1)

  assert.match(line, /^a{5,9}…$/)
})
