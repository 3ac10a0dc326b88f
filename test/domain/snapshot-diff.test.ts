import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRuntimeSnapshot, type RuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts'
import { snapshotChanges } from '../../src/domain/snapshot-diff.ts'
import { runtimeSnapshot } from '../support/requests.ts'

/** As it comes in: JSON may have keys that an object literal has not, such as "__proto__". */
function snapshotWith(personality: string, fields: Record<string, unknown> = {}): RuntimeSnapshot {
  return parseRuntimeSnapshot(runtimeSnapshot({ ...fields, personality: JSON.parse(personality) }))
}

const CHANGES: [name: string, before: string, after: string, lines: string[]][] = [
  [
    'interests that came and went',
    '{"interests":["gaming","travel"]}',
    '{"interests":["travel","meal prep"]}',
    ['personality.interests: + meal prep, - gaming'],
  ],
  [
    'an order',
    '{"interests":["a","b"]}',
    '{"interests":["b","a"]}',
    ['personality.interests: in another order'],
  ],
  ['an item that comes twice', '{"a":["x"]}', '{"a":["x","x"]}', ['personality.a: + x']],
  ['a key that is new', '{}', '{"tone":"dry"}', ['personality.tone: + "dry"']],
  ['a key that is gone', '{"tone":"dry"}', '{}', ['personality.tone: - "dry"']],
  ['a word', '{"tone":"dry"}', '{"tone":"warm"}', ['personality.tone: "dry" → "warm"']],
  [
    'another kind of value',
    '{"tone":["dry"]}',
    '{"tone":{"is":"dry"}}',
    ['personality.tone: ["dry"] → {"is":"dry"}'],
  ],
  ['what lies deeper', '{"a":{"b":{"c":1}}}', '{"a":{"b":{"c":2}}}', ['personality.a.b.c: 1 → 2']],
  [
    'lists of objects',
    '{"a":[{"x":1,"y":2}]}',
    '{"a":[{"y":2,"x":1},{"x":3}]}',
    ['personality.a: + {"x":3}'],
  ],
  ['a key that is no word', '{"a b\\n":1}', '{"a b\\n":2}', ['personality["a b\\n"]: 1 → 2']],
  [
    'a key of the language',
    '{"__proto__":1}',
    '{"__proto__":{"x":1}}',
    ['personality.__proto__: 1 → {"x":1}'],
  ],
  ['an inherited name', '{}', '{"constructor":"x"}', ['personality.constructor: + "x"']],
  ['the order of keys alone', '{"a":1,"b":2}', '{"b":2,"a":1}', []],
  ['words that could be read as a list', '{"a":[]}', '{"a":["x, - y"]}', ['personality.a: + "x, - y"']],
  ['marks that turn a line around', '{"a":"x"}', '{"a":"\\u202ey"}', ['personality.a: "x" → "\\u202ey"']],
]

for (const [name, before, after, lines] of CHANGES) {
  test(`a diff tells ${name}`, () => {
    assert.deepEqual(snapshotChanges(snapshotWith(before), snapshotWith(after)), lines)
  })
}

test('a diff tells stage, action and skills, and nothing of ids and times that stand beside it', () => {
  const before = snapshotWith('{}', { stage: 'warmup', active_action: null, active_skills: ['warmup'] })
  const after = snapshotWith('{}', {
    snapshot_id: 'next',
    strategy_version: 8,
    content_hash: 'sha256:def',
    stage: 'growth',
    active_action: 'fyp_warmup',
    active_skills: ['commenting'],
  })

  assert.deepEqual(snapshotChanges(before, after), [
    'stage: "warmup" → "growth"',
    'active_action: null → "fyp_warmup"',
    'active_skills: + commenting, - warmup',
  ])
})

test('ten thousand keys make forty lines, the last one counts the rest', () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => [`key_${index}`, index])
  const lines = snapshotChanges(snapshotWith('{}'), snapshotWith(JSON.stringify(Object.fromEntries(keys))))

  assert.equal(lines.length, 40)
  assert.equal(lines[0], 'personality.key_0: + 0')
  assert.equal(lines[39], '… and 9961 more changes')
})

const LONG: [name: string, personality: string][] = [
  ['a text of 900,000 characters', JSON.stringify({ text: 'a'.repeat(900_000) })],
  ['a key of 900,000 characters', JSON.stringify({ ['k'.repeat(900_000)]: 1 })],
  [
    '5,000 interests of 180 characters',
    JSON.stringify({ interests: Array.from({ length: 5_000 }, (_, n) => `${n}`.padEnd(180, 'x')) }),
  ],
  ['30 objects in each other', `${'{"a":'.repeat(30)}1${'}'.repeat(30)}`],
]

for (const [name, personality] of LONG) {
  test(`${name} make one line of at most 200 characters`, () => {
    const lines = snapshotChanges(snapshotWith('{}'), snapshotWith(personality))

    assert.equal(lines.length, 1)
    assert.ok(
      lines.every((line) => line.length <= 200),
      lines[0],
    )
  })
}

test('no half of a character is left where a line is cut', () => {
  const [line = ''] = snapshotChanges(
    snapshotWith('{"a":""}'),
    snapshotWith(JSON.stringify({ a: '😀'.repeat(200) })),
  )

  assert.doesNotMatch(line, /[\ud800-\udbff](?![\udc00-\udfff])/)
})
