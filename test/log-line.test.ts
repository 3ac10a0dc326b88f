import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  array,
  assert as check,
  constantFrom,
  dictionary,
  integer,
  oneof,
  property,
  string,
} from 'fast-check'
import { safeLine } from '../src/log-line.ts'
import { spellingsOf } from '../src/domain/scrub.ts'

function lineOf(record: object): string {
  return `${JSON.stringify(record)}\n`
}

/** The record after it was made safe. */
function safe(record: object, secrets: readonly string[] = []): Record<string, unknown> {
  return JSON.parse(safeLine(lineOf(record), secrets.flatMap(spellingsOf)))
}

test('a line without anything odd stays as it is', () => {
  const line = lineOf({ level: 'info', path: '/processes', duration_ms: 3, phones: ['phone_01'] })

  assert.equal(safeLine(line, []), line)
})

test('what a terminal or a reader of lines obeys is written as its number', () => {
  const line = safeLine(
    lineOf({ bio: '\u001b[2J\u009b31m\u0085\u2028\u202etxt.exe\u2066\u200f\ufeff\u007f' }),
    [],
  )

  assert.equal(
    line,
    '{"bio":"\\u001b[2J\\u009b31m\\u0085\\u2028\\u202etxt.exe\\u2066\\u200f\\ufeff\\u007f"}\n',
  )
})

test('a text of a megabyte is cut after 8 KiB with a word about the rest', () => {
  const { text } = safe({ text: 'x'.repeat(1024 * 1024) })

  assert.equal(text, `${'x'.repeat(8192)}… (1040384 more)`)
})

test('no escape is cut in its middle', () => {
  for (const text of [
    '\\'.repeat(20_000),
    '\u0001'.repeat(20_000),
    '"'.repeat(20_000),
    `${'x'.repeat(8191)}\n\n`,
  ]) {
    const { text: cut } = safe({ text })

    assert.ok(text.startsWith(String(cut).replace(/… \(\d+ more\)$/, '')), JSON.stringify(cut).slice(0, 100))
  }
})

test('a list without end is left out, the rest of the record stays', () => {
  const record = safe({
    level: 'warn',
    rows: Array.from({ length: 10_000 }, (_, row) => `row ${row}`),
    msg: 'm',
  })

  assert.deepEqual(record, { level: 'warn', rows: 'left out: 108891 characters', msg: 'm' })
})

/** A member that tells by its name, or a text that does, with the canary within. */
const TELLING: readonly (readonly [what: string, record: object])[] = [
  ['a member', { password: 'canary' }],
  ['a member within members', { capabilities: { 'appium:sessionToken': 'canary' } }],
  ['a header', { headers: { 'X-Api-Key': 'canary' } }],
  ['an environment', { env: { PHONEFARM_API_KEY: 'canary' } }],
  ['a member with odd characters', { secret: 'a"b\\canary' }],
  ['an argument', { args: ['--es', 'auth-token=canary'] }],
  ['JSON in a text', { body: '{"password":"canary"}' }],
  ['JSON in JSON in a text', { body: JSON.stringify({ inner: '{"password":"canary"}' }) }],
  ['the query of a URL', { url: 'https://receiver.example/hook?k=canary' }],
  ['a cookie', { dump: 'Cookie: a=canary' }],
]
for (const [what, record] of TELLING) {
  test(`what a telling name stands before is hidden in ${what}`, () => {
    assert.equal(safeLine(lineOf(record), []).includes('canary'), false, safeLine(lineOf(record), []))
  })
}

test('whatever is logged, the line is one record of JSON without the secret and without what is obeyed', () => {
  const piece = oneof(
    string({ unit: 'binary', maxLength: 10 }),
    constantFrom(
      's3cret"with\\odd',
      'Authorization:\tBearer\tabc',
      'password=',
      '{"token":"',
      '\\"',
      '\\',
      'https://u:p@h/?q=',
      '\u2028',
      '\u001b[0m',
      'Cookie: a=b\r\n',
    ),
  )
  const text = array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
  const record = dictionary(text, oneof(text, integer(), array(text, { maxLength: 3 })), {
    maxKeys: 4,
  })
  const spellings = spellingsOf('s3cret"with\\odd')

  check(
    property(record, (members) => {
      const line = safeLine(lineOf(members), spellings)
      assert.equal(typeof JSON.parse(line), 'object')
      assert.equal(/[\p{Cc}\u2028\u2029\u202e]/u.test(line.slice(0, -1)), false)
      assert.equal(line.includes('s3cret'), false)
    }),
    { seed: 7, numRuns: 1000 },
  )
})
