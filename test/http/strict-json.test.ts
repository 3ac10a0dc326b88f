import assert from 'node:assert/strict'
import { test } from 'node:test'
import { array, assert as check, constantFrom, jsonValue, property } from 'fast-check'
import { jsonProblem } from '../../src/http/strict-json.ts'

const DEPTH = 4

const PROBLEMS: readonly (readonly [string, string, string])[] = [
  ['', 'not_json', 'a value is expected, not the end, at position 0'],
  ['{"a":', 'not_json', 'a value is expected, not the end, at position 5'],
  ['{"a":x}', 'not_json', 'a value is expected, not "x", at position 5'],
  ['{"a":1,}', 'not_json', 'a name in quotes is expected, not "}", at position 7'],
  ["{'a':1}", 'not_json', 'a name in quotes is expected, not "\'", at position 1'],
  ['{"a" 1}', 'not_json', '":" is expected, not "1", at position 5'],
  ['{"a":1 "b":2}', 'not_json', '"," or "}" is expected, not "\\"", at position 7'],
  ['[1 2]', 'not_json', '"," or "]" is expected, not "2", at position 3'],
  ['[1,]', 'not_json', 'a value is expected, not "]", at position 3'],
  ['{} {}', 'not_json', 'the end is expected, not "{", at position 3'],
  ['\uFEFF{}', 'not_json', 'a value is expected, not "\uFEFF", at position 0'],
  ['"a', 'not_json', 'a character of a string or its end is expected, not the end, at position 2'],
  ['"a\nb"', 'not_json', 'a character of a string or its end is expected, not "\\n", at position 2'],
  ['"\\x41"', 'not_json', 'an unknown escape at position 1'],
  ['"\\u12"', 'not_json', 'an unknown escape at position 1'],
  ['01', 'not_json', 'the end is expected, not "1", at position 1'],
  ['+1', 'not_json', 'a value is expected, not "+", at position 0'],
  ['1.', 'not_json', 'the end is expected, not ".", at position 1'],
  ['NaN', 'not_json', 'a value is expected, not "N", at position 0'],
  ['[[[[[', 'too_deep', 'nested deeper than 4 levels at position 4'],
  ['{"a":1,"b":2,"a":3}', 'ambiguous', 'the name "a" stands twice at position 13'],
  ['{"a":1,"\\u0061":2}', 'ambiguous', 'the name "a" stands twice at position 7'],
  ['[{"b":{"__proto__":1,"__proto__":1}}]', 'ambiguous', 'the name "__proto__" stands twice at position 21'],
  ['1e999', 'ambiguous', 'a number that cannot be kept exactly: send it as a string, at position 0'],
  ['[-1e999]', 'ambiguous', 'a number that cannot be kept exactly: send it as a string, at position 1'],
  ['1e-999', 'ambiguous', 'a number that cannot be kept exactly: send it as a string, at position 0'],
  [
    '9007199254740993',
    'ambiguous',
    'a number that cannot be kept exactly: send it as a string, at position 0',
  ],
  [
    `-${'9'.repeat(400)}`,
    'ambiguous',
    'a number that cannot be kept exactly: send it as a string, at position 0',
  ],
]

for (const [text, kind, message] of PROBLEMS) {
  test(`of ${JSON.stringify(text.slice(0, 40))} it is told: ${message}`, () => {
    assert.deepEqual(jsonProblem(text, DEPTH), { kind, message })
  })
}

const SOUND: readonly string[] = [
  ' {"a" : [ 1 , true , false , null , "x" ] } \r\n\t',
  '{"a":{"a":{"a":1}},"b":{"a":1}}',
  '[[[[]]]]',
  '-0',
  '0e5',
  '0.000e-999',
  '9007199254740992',
  '1700000000000000000',
  '-175592476108193800',
  '0.1000000000000000055511151231257827',
  '5e-324',
  '"\\ud800 \\u0000 \\" \\/ [[[[[["',
]

for (const text of SOUND) {
  test(`nothing is wrong with ${JSON.stringify(text)}`, () => {
    assert.equal(jsonProblem(text, DEPTH), null)
  })
}

test('whatever JSON.stringify makes passes', () => {
  check(
    property(jsonValue({ maxDepth: 20 }), (value) => {
      assert.equal(jsonProblem(JSON.stringify(value), 32), null)
    }),
    { seed: 20_260_322, numRuns: 500 },
  )
})

test('a text that JSON.parse refuses is refused, and no other is called no JSON', () => {
  const pieces = constantFrom(
    ...'{}[]:,"\\ \nue1-.0atrfls'.split(''),
    '"a"',
    'true',
    'null',
    '{"a":1}',
    '[1,2]',
  )
  check(
    property(array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join('')
      assert.equal(jsonProblem(text, 32)?.kind === 'not_json', !isJson(text), JSON.stringify(text))
    }),
    { seed: 20_260_322, numRuns: 20_000 },
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false // what is wrong with it is not asked for
  }
}
