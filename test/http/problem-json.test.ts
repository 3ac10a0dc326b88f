import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FarmError } from '../../src/domain/errors.ts'
import { errorAnswer } from '../../src/http/error-response.ts'
import { writtenRefusal } from '../../src/http/problem-json.ts'
import { recordedProcesses } from './support/recorded-processes.ts'
import { startedApi } from './support/started-api.ts'
import { startedHttp } from './support/started-http.ts'

const REFUSED = errorAnswer(
  new FarmError('conflict', 'phone phone_01 is held', {
    detail: 'phone_held',
    problems: [{ path: '/phone_id', message: 'is held' }],
  }),
)

test('a problem has the members of RFC 9457 and those of every refusal', () => {
  const { contentType, text } = writtenRefusal(REFUSED, {
    accept: 'application/problem+json',
    requestId: 'request-1',
  })

  assert.equal(contentType, 'application/problem+json')
  assert.deepEqual(JSON.parse(text), {
    type: '/docs/errors#conflict',
    title: 'Conflict',
    status: 409,
    detail: 'phone phone_01 is held',
    instance: 'urn:phonefarm:request:request-1',
    error: 'conflict:phone_held',
    message: 'phone phone_01 is held',
    details: [{ path: '/phone_id', message: 'is held' }],
  })
})

const PREFERRING: string[] = [
  'application/problem+json',
  'Application/Problem+JSON; charset=utf-8',
  'application/json, application/problem+json',
  'application/problem+json, application/json;q=0.9, */*;q=0.1',
  'application/problem+json;q=0.5, text/html',
  '*/*;q=0.8, application/problem+json;q=0.8',
  'application/*;q=0.3,application/problem+json;q=0.4',
  'application/problem+json;q=0, application/problem+json;q=1',
  'nonsense;;;=,,, application/problem+json',
]

const NOT_PREFERRING: (string | undefined)[] = [
  undefined,
  '',
  '*/*',
  'application/*',
  'application/json',
  'text/event-stream',
  'application/json, application/problem+json;q=0.9',
  '*/*, application/problem+json;q=0.2',
  'application/problem+json;q=0',
  'application/problem+json;q=2',
  'application/problem+json;q=-1',
  'application/problem+json;q=1e1',
  'application/problem+json;q=Infinity',
  'application/problem+jsonx',
  'x"application/problem+json',
  '__proto__, constructor/prototype;q=__proto__',
  '\u0000\uD800, application/*+json',
  ','.repeat(16_000),
  `${'a/b,'.repeat(64)}application/problem+json`,
  ';q='.repeat(5000),
]

const typeFor = (accept: string | undefined) =>
  writtenRefusal(REFUSED, { accept, requestId: 'r' }).contentType

for (const accept of PREFERRING) {
  test(`Accept: ${accept} is answered with a problem`, () => {
    assert.equal(typeFor(accept), 'application/problem+json')
  })
}

for (const accept of NOT_PREFERRING) {
  test(`Accept: ${JSON.stringify(accept)?.slice(0, 60)} is answered with plain JSON`, () => {
    assert.equal(typeFor(accept), 'application/json; charset=utf-8')
  })
}

const WANTED = { accept: 'application/problem+json' }

test('a refusal of the API is a problem for who prefers it, as its description says', async (t) => {
  const { ask } = await startedApi(t)

  const told = await ask('/processes/never', { headers: { ...WANTED, 'x-request-id': 'mine' } })

  assert.equal(told.headers.get('content-type'), 'application/problem+json')
  assert.deepEqual(JSON.parse(told.text), {
    type: '/docs/errors#process_not_found',
    title: 'No such process',
    status: 404,
    detail: 'process never not found',
    instance: 'urn:phonefarm:request:mine',
    error: 'process_not_found',
    message: 'process never not found',
    details: [],
  })
})

test('an answer that is no refusal stays what it is', async (t) => {
  const { ask } = await startedApi(t)

  const told = await ask('/processes', { headers: WANTED })

  assert.equal(told.headers.get('content-type'), 'application/json; charset=utf-8')
})

test('a bug is a problem without its detail', async (t) => {
  const { ask } = await startedHttp(t, {
    ...recordedProcesses(),
    screenshot: () => Promise.reject(new Error('secret')),
  })

  const told = await ask('/phones/phone_01/screenshot', { headers: WANTED })

  const { type, error } = JSON.parse(told.text)
  assert.deepEqual([told.status, type, error], [500, '/docs/errors#internal_error', 'internal_error'])
  assert.ok(!told.text.includes('secret'))
})

const HEAD = 'Host: x\r\nAuthorization: Bearer key-of-the-tests-0123456789\r\n'

test('what never becomes a request is a problem where its Accept can be read, and plain JSON where not', async (t) => {
  const { raw } = await startedHttp(t, recordedProcesses())
  const typeOf = (answer: string) => /\r\nContent-Type: ([^\r]*)/i.exec(answer)?.[1]
  const wanted = 'Accept: application/problem+json\r\n\r\n'

  const unknownMethod = await raw(`BREW /pots HTTP/1.1\r\n${HEAD}${wanted}`)
  const connect = await raw(`CONNECT x:443 HTTP/1.1\r\n${HEAD}${wanted}`)
  const garbage = await raw('\u0000\u0001\u0002 nothing\r\n\r\n')

  assert.deepEqual([unknownMethod, connect, garbage].map(typeOf), [
    'application/problem+json',
    'application/problem+json',
    'application/json; charset=utf-8',
  ])
  assert.match(unknownMethod, /^HTTP\/1\.1 404 .*"type":"\/docs\/errors#route_not_found"/s)
})
