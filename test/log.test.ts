import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from '../src/log.ts'
import { createFakeClock } from './support/fake-clock.ts'

const KEY = 'the-key-of-the-environment'
const ODD_SECRET = 'quote"slash\\percent%plus+ü'

function logInto(lines: string[], secrets = new Set([KEY, ODD_SECRET])) {
  const log = createLog({
    level: 'info',
    secrets,
    clock: createFakeClock(),
    stream: { write: (line) => void lines.push(line) },
  })
  return { log, secrets }
}

test('a record is one line of JSON with level, time, fields and message', () => {
  const lines: string[] = []
  const { log } = logInto(lines)

  log.info({ url: 'http://127.0.0.1:8787', virtual_phones: 'http://127.0.0.1:9000' }, 'ready')

  assert.equal(lines.length, 1)
  assert.deepEqual(JSON.parse(lines[0] ?? ''), {
    level: 'info',
    time: '2026-03-22T08:30:00.000Z',
    pid: process.pid,
    url: 'http://127.0.0.1:8787',
    virtual_phones: 'http://127.0.0.1:9000',
    msg: 'ready',
  })
})

test('a text with line breaks stays one record', () => {
  const lines: string[] = []
  const { log } = logInto(lines)

  log.info({ bio: 'a\n{"level":"error","msg":"forged"}\u2028b' }, 'first\nsecond')

  assert.equal(lines.length, 1)
  assert.equal(lines[0]?.trimEnd().includes('\n'), false)
  assert.equal(JSON.parse(lines[0] ?? '').msg, 'first\nsecond')
})

test('a secret that is added later is hidden too', () => {
  const lines: string[] = []
  const { log, secrets } = logInto(lines)

  secrets.add('made-afterwards')
  log.info('it is made-afterwards')

  assert.equal(JSON.parse(lines[0] ?? '').msg, 'it is [hidden]')
})

test('a secret of digits does not break the numbers of a line', () => {
  const lines: string[] = []
  const { log } = logInto(lines, new Set([String(process.pid), '1234']))

  log.info({ count: 1234, text: 'code 1234' }, 'counted')

  assert.deepEqual(
    [JSON.parse(lines[0] ?? '').count, JSON.parse(lines[0] ?? '').text],
    [1234, 'code [hidden]'],
  )
})

const PFK = 'pfk_Zm9vYmFyYmF6cXV4'
const WHSEC = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const BEARER = 'tok-en.of_some~kind'

const failing = Object.assign(new Error(`refused with ${KEY}`, { cause: new Error(`inside ${WHSEC}`) }), {
  config: { headers: { authorization: `Bearer ${BEARER}` }, url: `https://user:${PFK}@receiver.test/` },
})

/** Where secrets have leaked from logs before: everything but a field with a telling name. */
const CANARIES: readonly (readonly [string, object, string])[] = [
  ['a message', {}, `key ${KEY}`],
  ['a field', { note: KEY }, 'x'],
  ['a nested field', { a: { b: { c: [{ d: `Bearer ${BEARER}` }] } } }, 'x'],
  ['a field name', { [KEY]: 1 }, 'x'],
  ['a URL with user information', { url: `https://admin:${PFK}@host.test/path` }, 'x'],
  ['a percent-encoded query', { url: `/x?key=${encodeURIComponent(ODD_SECRET)}&b=Bearer%20${BEARER}` }, 'x'],
  ['a secret that JSON escapes', { note: `is ${ODD_SECRET}.` }, 'x'],
  ['an error with cause and configuration', { err: failing }, 'x'],
  ['a stack', { stack: failing.stack }, 'x'],
  ['a webhook secret by its shape', { note: WHSEC }, `secret=${WHSEC};`],
  ['a made key by its shape', { note: `(${PFK})` }, PFK],
  ['a lower-case scheme', { header: `authorization: bearer ${BEARER}` }, 'x'],
  ['a header on several lines', { dump: `Authorization:\tBearer\t${BEARER}\r\n` }, 'x'],
]

for (const [where, fields, message] of CANARIES) {
  test(`nothing secret leaves in ${where}`, () => {
    const lines: string[] = []
    const { log } = logInto(lines)

    log.error(fields, message)

    const [line = ''] = lines
    assert.equal(typeof JSON.parse(line), 'object')
    const told = line + JSON.stringify(JSON.parse(line)) + decodeURIComponent(line.replaceAll('%p', '%25p'))
    for (const secret of [KEY, ODD_SECRET, PFK, WHSEC, BEARER]) {
      assert.equal(told.includes(secret), false, `${secret} in ${line}`)
      assert.equal(told.includes(JSON.stringify(secret).slice(1, -1)), false, `${secret} in ${line}`)
    }
  })
}

/** A log on a clock that the test moves, with what it has written. */
function logOnClock() {
  const lines: string[] = []
  const clock = createFakeClock()
  const log = createLog({
    level: 'info',
    secrets: new Set<string>(),
    clock,
    stream: { write: (line) => void lines.push(line) },
  })
  const written = () => lines.map((line): Record<string, unknown> => JSON.parse(line))
  return { clock, log, written }
}

test('a storm of one failure is written five times and then once in ten seconds, with the number of the others', async () => {
  const { clock, log, written } = logOnClock()

  for (let second = 0; second < 30; second++) {
    for (let nth = 0; nth < 100; nth++) log.error({ err: new Error('gone') }, 'change could not be stored')
    await clock.advance(1000)
  }

  assert.deepEqual(
    written().map(({ left_out }) => left_out),
    [undefined, undefined, undefined, undefined, undefined, 994, 999, 999],
  )
})

test('failures of different phones are told of each, and what is no failure is always told', () => {
  const { log, written } = logOnClock()

  for (let nth = 0; nth < 20; nth++) {
    log.warn({ phone_id: 'phone_01' }, 'phone does not work')
    log.warn({ phone_id: 'phone_02' }, 'phone does not work')
    log.info({ phone_id: 'phone_01' }, 'run finished')
  }

  const count = (wanted: object) =>
    written().filter((line) => Object.entries(wanted).every(([name, value]) => line[name] === value)).length
  assert.equal(count({ level: 'warn', phone_id: 'phone_01' }), 5)
  assert.equal(count({ level: 'warn', phone_id: 'phone_02' }), 5)
  assert.equal(count({ level: 'info' }), 20)
})
