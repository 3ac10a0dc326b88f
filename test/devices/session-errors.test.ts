import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import Type from 'typebox'
import { Value } from 'typebox/value'
import { AdbError } from '../../src/devices/adb-protocol.ts'
import { ERROR_MEANINGS } from '../../src/devices/error-patterns.ts'
import { classify, rungOfState, toRunError } from '../../src/devices/session-errors.ts'
import { RunError } from '../../src/domain/errors.ts'
import { RECOVERY_RUNGS } from '../../src/domain/recovery.ts'

/** Real messages, each with where it was seen: a package's source, a public issue, or a section of the research notes. */
const Corpus = Type.Array(
  Type.Object(
    {
      text: Type.String({ minLength: 5 }),
      source: Type.String({ minLength: 5 }),
      category: Type.Enum(['device', 'session', 'timeout', 'app_changed', 'internal']),
      rung: Type.Enum([...RECOVERY_RUNGS]),
    },
    { additionalProperties: false },
  ),
)

const folder = new URL('test/devices/corpus/', import.meta.resolve('#package.json'))
const CORPUS = readdirSync(folder).flatMap((name) =>
  Value.Parse(Corpus, JSON.parse(readFileSync(new URL(name, folder), 'utf8'))),
)

for (const { text, category, rung } of CORPUS) {
  test(`"${text.slice(0, 100).replace(/\s+/g, ' ')}" means ${category} and asks for ${rung}`, () => {
    assert.deepEqual(classify(text), { category, rung, matched: true })
  })
}

test('the corpus has more than 100 different messages', () => {
  const different = new Set(CORPUS.map(({ text }) => text))
  assert.equal(different.size, CORPUS.length)
  assert.ok(different.size > 100, String(different.size))
})

test('every pattern decides about a message of the corpus', () => {
  const patterns = ERROR_MEANINGS.flatMap(({ words }) => words)
  const deciding = new Set(CORPUS.map(({ text }) => patterns.find((pattern) => pattern.test(text))))

  assert.deepEqual(
    patterns.filter((pattern) => !deciding.has(pattern)),
    [],
  )
})

test('words that nobody has ever seen are a fault of the session, and say so', () => {
  assert.deepEqual(classify('something that nobody has ever seen'), {
    category: 'session',
    rung: 'reopen_session',
    matched: false,
  })
})

test('what an unknown error says is told to whoever collects such texts, and a known one is not', () => {
  const told: string[] = []
  const tell = (text: string) => void told.push(text)

  toRunError(new Error('never seen before'), 'tap', tell)
  toRunError(new Error('error: device offline'), 'tap', tell)

  assert.deepEqual(told, ['never seen before'])
})

test("an adb server's refusal is a fault of the phone", () => {
  const error = toRunError(new AdbError('refused', 'closed'), 'tap')
  assert.equal(error.category, 'device')
  assert.equal(error.rung, 'adb_reconnect')
  assert.equal(error.message, 'tap: AdbError: closed')
})

test('an adb server that does not answer in time is a timeout', () => {
  assert.equal(toRunError(new AdbError('timeout', 'no answer'), 'tap').category, 'timeout')
})

test('nothing on the phone is to blame when there is no adb server', () => {
  const { category, rung } = toRunError(new AdbError('no_server', 'no adb server answers'), 'tap')
  assert.deepEqual({ category, rung }, { category: 'device', rung: 'none' })
})

const STATES = {
  device: 'reopen_session',
  offline: 'adb_reconnect',
  absent: 'adb_reconnect',
  recovery: 'adb_reconnect',
  unauthorized: 'quarantine',
  'no permissions': 'quarantine',
}
for (const [state, rung] of Object.entries(STATES)) {
  test(`a phone that adb lists as ${state} asks for ${rung}`, () => {
    assert.equal(rungOfState(state), rung)
  })
}

test('the text of an unknown error is kept, on one line and not without end', () => {
  const error = toRunError(new Error(`first\n  second ${'x'.repeat(1000)}`), 'read the screen')
  assert.ok(error.message.startsWith('read the screen: first second xxx'))
  assert.equal(error.message.length, 'read the screen: '.length + 500 + '…'.length)
})

test('a RunError stays what it is', () => {
  const error = new RunError('input', 'no')
  assert.equal(toRunError(error, 'tap'), error)
})

test('the rung of a fault survives every wrapping that names it as its cause', () => {
  const fault = toRunError(new Error('UiAutomation not connected!'), 'read the screen')
  const wrapped = new RunError('session', 'the session is given up', { cause: fault })

  assert.equal(new RunError('device', 'the run failed', { cause: wrapped }).rung, 'restart_server')
  assert.equal(
    new RunError('device', 'gone', { cause: wrapped, rung: 'adb_reconnect' }).rung,
    'adb_reconnect',
  )
})
