import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson } from '../../src/domain/canonical-json.ts'

const CASES: [name: string, value: unknown, text: string][] = [
  ['keys are sorted at every depth', { b: [{ d: 1, c: 2 }], a: null }, '{"a":null,"b":[{"c":2,"d":1}]}'],
  ['lists keep their order', [3, 1, 2], '[3,1,2]'],
  ['a number is written one way', { n: 1.0, m: 1e2 }, '{"m":100,"n":1}'],
  ['"__proto__" stays a field', JSON.parse('{"b":1,"__proto__":{"a":1}}'), '{"__proto__":{"a":1},"b":1}'],
]

for (const [name, value, text] of CASES) {
  test(name, () => {
    assert.equal(canonicalJson(value), text)
  })
}
