import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapeJson, oneLine, severalLines } from '../../src/domain/unprintable.ts'

const HOSTILE = 'a\u001b[2Jb\u009bc\u202ed\u2028e\r\n\tf'

test('nothing of a text is obeyed by a terminal, and it is one line', () => {
  assert.equal(oneLine(HOSTILE), 'a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe   f')
})

test('lines and tabs stay where they are meant', () => {
  assert.equal(severalLines(HOSTILE), 'a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe\uFFFD\n\tf')
})

test('JSON says the same afterwards', () => {
  const json = JSON.stringify({ text: HOSTILE }, null, 2)

  assert.deepEqual(JSON.parse(escapeJson(json)), { text: HOSTILE })
  assert.equal(escapeJson(json), '{\n  "text": "a\\u001b[2Jb\\u009bc\\u202ed\\u2028e\\r\\n\\tf"\n}')
})

test('words of any script stay as they are', () => {
  assert.equal(oneLine('Überfällig — مرحبا 👩‍👩‍👧 日本語'), 'Überfällig — مرحبا 👩‍👩‍👧 日本語')
})
