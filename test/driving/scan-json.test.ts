import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scanJson } from '../../src/driving/scan-json.ts'

const CASES: readonly { what: string; text: string; problems: readonly object[] }[] = [
  { what: 'nothing wrong', text: '{"a": [{"a": 1}, {"a": 2}], "b": {"a": 3}}', problems: [] },
  { what: 'a key that is only text elsewhere', text: '{"a": "b", "b": ["a", "b"]}', problems: [] },
  {
    what: 'a key that stands twice',
    text: '{"elements": {"back": 1, "save": 2, "back": 3}}',
    problems: [{ path: '/elements/back', message: 'stands there twice' }],
  },
  {
    what: 'a key that stands twice in an element of a list',
    text: '{"list": [1, [2], {"x": 1, "x": 2}]}',
    problems: [{ path: '/list/2/x', message: 'stands there twice' }],
  },
  {
    what: 'a key that is written in two ways',
    text: String.raw`{"a/b": 1, "\u0061/b": 2}`,
    problems: [{ path: '/a~1b', message: 'stands there twice' }],
  },
  { what: 'brackets and colons in texts', text: '{"a": "{\\"a\\": [", "b": "}:"}', problems: [] },
]

for (const { what, text, problems } of CASES) {
  test(`of ${what} is said what is wrong with it`, () => {
    assert.deepEqual(scanJson(text), problems)
  })
}

test('nesting beyond all packs is told once, by its place', () => {
  assert.deepEqual(scanJson(`{"a": ${'['.repeat(100_000)}`), [
    { path: `/a${'/0'.repeat(23)}`, message: 'is nested more than 24 deep' },
  ])
})

test('what is not JSON is left to whoever parses it', () => {
  assert.deepEqual(scanJson(']]}}",:{'), [])
})

test('a text without an end is read once, not from each quote in it', () => {
  // A file that is still being written may end anywhere; by the square this would take half an hour.
  assert.deepEqual(scanJson(`{"a": "${'\\"'.repeat(500_000)}`), [])
})
