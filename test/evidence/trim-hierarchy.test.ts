import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trimHierarchy } from '../../src/evidence/trim-hierarchy.ts'

/** What is trimmed, how the phone tells it, and what is kept. */
const NODES = [
  [
    'empty, false and default attributes',
    '<node index="0" text="" class="a.B" checked="false" enabled="true" bounds="[0,0][1,1]"/>',
    '<node class="a.B" bounds="[0,0][1,1]"/>',
  ],
  [
    'nothing of what is not as usual',
    '<node enabled="false" checked="true"/>',
    '<node enabled="false" checked="true"/>',
  ],
  [
    'no text that is a word of the machine',
    '<node text="false" hint="null"/>',
    '<node text="false" hint="null"/>',
  ],
  [
    'the text of a password field',
    '<node text="hunter2" password="true" class="a.EditText"/>',
    '<node text="[hidden]" password="true" class="a.EditText"/>',
  ],
  [
    'the text of a password field with a bare > in it',
    '<node text="hunter>2" password="true"/>',
    '<node text="[hidden]" password="true"/>',
  ],
] as const
for (const [what, source, kept] of NODES) {
  test(`a hierarchy is kept: ${what}`, () => assert.equal(trimHierarchy(source), kept))
}

test('a hierarchy without an end is cut off with a word', () => {
  const endless = '<node text="abcdefgh"/>'.repeat(30_000)

  const trimmed = trimHierarchy(endless)

  assert.equal(trimmed.length < 525_000, true)
  assert.match(trimmed, /<!-- 165712 more characters are left out -->\n$/)
})
