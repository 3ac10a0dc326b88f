import assert from 'node:assert/strict'
import { test } from 'node:test'
import { printable, printableJson } from '../../../src/cli/drivers/printable.ts'

const CASES: [what: string, words: string | null, shown: string][] = [
  ['nothing', null, ''],
  ['words of any script', 'موجة 🍝 – Ünder', 'موجة 🍝 – Ünder'],
  ['line breaks', 'a\nb\tc', 'a b c'],
  ['what a terminal would obey', 'a\u001b[2Jb\u009bc', 'a\uFFFD[2Jb\uFFFDc'],
  ['what turns the direction of the line', 'a\u202eb\u2066c', 'a\uFFFDb\uFFFDc'],
  ['what is long', 'x'.repeat(60), `${'x'.repeat(47)}…`],
]
for (const [what, words, shown] of CASES) {
  test(`a terminal is shown ${what} without harm`, () => {
    assert.equal(printable(words), shown)
  })
}

test('JSON for a terminal stays the same value when it is pasted', () => {
  const value = { find: { text: 'a\u001b[2J\u202eb\n"c' } }

  const shown = printableJson(value)

  assert.equal(shown, String.raw`{"find":{"text":"a\u001b[2J\u202eb\n\"c"}}`)
  assert.deepEqual(JSON.parse(shown), value)
})
