import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { recordedProcesses } from './support/recorded-processes.ts'
import { KEY, startedHttp } from './support/started-http.ts'

const AUTH = `Authorization: Bearer ${KEY}\r\n`

async function started(t: TestContext) {
  const { processes, calls } = recordedProcesses()
  return { ...(await startedHttp(t, { processes })), calls }
}

interface Parsed {
  status: number
  headers: Record<string, string>
  body: Record<string, unknown>
}

/** The one answer in what a connection said. */
function parse(told: string): Parsed {
  const [head = '', body = ''] = told.split('\r\n\r\n')
  const [line = '', ...headers] = head.split('\r\n')
  return {
    status: Number(line.split(' ')[1]),
    headers: Object.fromEntries(headers.map(field)),
    body: JSON.parse(body),
  }
}

function field(header: string): [string, string] {
  const [name = '', value = ''] = header.split(': ')
  return [name.toLowerCase(), value]
}

function isRefusal({ headers, body }: Parsed): void {
  assert.equal(headers['content-type'], 'application/json; charset=utf-8')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['cache-control'], 'no-store')
  assert.match(headers['x-request-id'] ?? '', /^made-\d+$/)
  assert.deepEqual(Object.keys(body), ['error', 'message', 'details'])
  assert.ok(Array.isArray(body.details))
}

const HOST = 'Host: x\r\n'
const POST = `POST /capability-requests/enqueue HTTP/1.1\r\n${HOST}${AUTH}Content-Type: application/json\r\n`

/** Two readers may take each of these for different requests, or nobody can read it. */
const MALFORMED: readonly (readonly [string, string, number])[] = [
  ['two Host headers', `GET /processes HTTP/1.1\r\nHost: a\r\nHost: b\r\n${AUTH}\r\n`, 400],
  ['two equal Host headers', `GET /healthz HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n`, 400],
  ['no Host header', `GET /processes HTTP/1.1\r\n${AUTH}\r\n`, 400],
  ['an absolute-form target', `GET http://x/processes HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  ['an asterisk', `OPTIONS * HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  ['a fragment', `GET /processes#x HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  ['a backslash', `GET /processes\\x HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  ['dot segments', `GET /a/../processes HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  ['a path out of the root', `GET /../../etc/passwd HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  ['a single dot', `GET /processes/. HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  ['encoded dot segments', `GET /processes/%2e%2E HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  ['dot segments behind encoded slashes', `GET /processes/x%2f..%2fy HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  [
    'dot segments behind encoded backslashes',
    `GET /processes/x%5c..%5cy HTTP/1.1\r\n${HOST}${AUTH}\r\n`,
    400,
  ],
  ['an overlong encoding of a slash', `GET /processes/%c0%af HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  ['a path with a NUL', `GET /processes\0 HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  ['percent-encoding without digits', `GET /processes/%zz HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  ['percent-encoding that is not UTF-8', `GET /processes/%ff HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  ['percent-encoding cut off in the query', `GET /processes?system=%e HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400],
  ['two content types', `${POST}Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}`, 400],
  ['length and chunks', `${POST}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX`, 400],
  ['two lengths', `${POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400],
  ['chunks and a length', `${POST}Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\nX`, 400],
  ['two equal lengths', `${POST}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`, 400],
  ['a list of lengths', `${POST}Content-Length: 2, 2\r\n\r\n{}`, 400],
  ['a length with a sign', `${POST}Content-Length: +2\r\n\r\n{}`, 400],
  ['a hexadecimal length', `${POST}Content-Length: 0x2\r\n\r\n{}`, 400],
  ['a length beyond all numbers', `${POST}Content-Length: 99999999999999999999\r\n\r\n{}`, 400],
  ['chunks twice', `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ['chunks that are not the last coding', `${POST}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`, 400],
  ['a coding behind a vertical tab', `${POST}Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n`, 400],
  ['bare line feeds', `GET /processes HTTP/1.1\nHost: x\n${AUTH}\n`, 400],
  [
    'a bare carriage return in a header',
    `GET /processes HTTP/1.1\r\n${HOST}X-A: b\rX-B: c\r\n${AUTH}\r\n`,
    400,
  ],
  ['a header without a name', `GET /processes HTTP/1.1\r\n${HOST}: x\r\n${AUTH}\r\n`, 400],
  ['a header without a colon', `GET /processes HTTP/1.1\r\n${HOST}X-A\r\n${AUTH}\r\n`, 400],
  ['a bad chunk extension', `${POST}Transfer-Encoding: chunked\r\n\r\n2;\n\r\n{}\r\n0\r\n\r\n`, 400],
  [
    'a chunk that is longer than it says',
    `${POST}Transfer-Encoding: chunked\r\n\r\n2\r\n{}}\r\n0\r\n\r\n`,
    400,
  ],
  ['a chunk size with a sign', `${POST}Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n`, 400],
  [
    'a chunk size beyond all numbers',
    `${POST}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}`,
    400,
  ],
  ['another version', `GET /processes HTTP/9.9\r\n${HOST}${AUTH}\r\n`, 400],
  ['HTTP/2 without a word', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['an unknown transfer encoding', `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, 400],
  ['a blank before the colon', `GET /processes HTTP/1.1\r\nHost : x\r\n${AUTH}\r\n`, 400],
  ['a folded header', `GET /processes HTTP/1.1\r\n${HOST}X-A: b\r\n c\r\n${AUTH}\r\n`, 400],
  ['a NUL in a header', `GET /processes HTTP/1.1\r\n${HOST}X-A: b\0c\r\n${AUTH}\r\n`, 400],
  ['a bad chunk size', `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`, 400],
  ['headers of 20 KB', `GET /processes HTTP/1.1\r\n${HOST}${AUTH}X-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ['TLS on a plain port', '\u0016\u0003\u0001\u0002\u0000\u0001', 400],
  ['no HTTP at all', 'hello\r\n\r\n', 400],
]

for (const [what, text, status] of MALFORMED) {
  test(`${what} is refused and the connection closed`, async (t) => {
    const { raw, calls } = await started(t)

    const told = parse(await raw(text))

    isRefusal(told)
    assert.equal(told.status, status)
    assert.equal(told.body.error, 'invalid_request')
    assert.equal(told.headers['connection'], 'close')
    assert.deepEqual(calls, [])
  })
}

test('what is behind a malformed request is not taken for another', async (t) => {
  const { raw, calls } = await started(t)
  const hidden = `GET /processes HTTP/1.1\r\n${HOST}${AUTH}\r\n`

  const told = await raw(`${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`)

  assert.equal(told.match(/HTTP\/1\.1 \d+/g)?.length, 1)
  assert.deepEqual(calls, [])
})

test('without a key a malformed request is told nothing but that', async (t) => {
  const { raw } = await started(t)

  for (const head of [
    'GET /a/../b HTTP/1.1\r\n',
    'GET http://x/healthz HTTP/1.1\r\n',
    'GET /%zz HTTP/1.1\r\n',
  ]) {
    const told = parse(await raw(`${head}${HOST}Connection: close\r\n\r\n`))
    assert.equal(told.status, 401)
    assert.equal(told.headers['www-authenticate'], 'Bearer')
  }
})

const UNKNOWN_METHODS: readonly (readonly [string, string, number, string, string | undefined])[] = [
  ['an unknown method', 'BREW /processes', 405, 'method_not_allowed', 'GET, HEAD'],
  ['an unknown method on an unknown path', 'BREW /coffee', 404, 'route_not_found', undefined],
  ['a lower-case method', 'get /processes', 405, 'method_not_allowed', 'GET, HEAD'],
  ['a method of another protocol', 'PROPFIND /phones/x', 405, 'method_not_allowed', 'DELETE, GET, HEAD, PUT'],
  ['TRACE', 'TRACE /processes', 405, 'method_not_allowed', 'GET, HEAD'],
  ['CONNECT', 'CONNECT receiver.test:443', 404, 'route_not_found', undefined],
]

for (const [what, line, status, code, allow] of UNKNOWN_METHODS) {
  test(`${what} is ${status} with a key and 401 without`, async (t) => {
    const { raw } = await started(t)

    const told = parse(await raw(`${line} HTTP/1.1\r\n${HOST}${AUTH}Connection: close\r\n\r\n`))
    const unknown = parse(await raw(`${line} HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`))

    isRefusal(told)
    assert.deepEqual([told.status, told.body.error, told.headers['allow']], [status, code, allow])
    isRefusal(unknown)
    assert.deepEqual([unknown.status, unknown.headers['www-authenticate']], [401, 'Bearer'])
  })
}

test('an unknown method does not need a key on an open path', async (t) => {
  const { raw } = await started(t)

  const told = parse(await raw(`BREW /healthz HTTP/1.1\r\n${HOST}\r\n`))

  assert.deepEqual([told.status, told.headers['allow']], [405, 'GET, HEAD'])
})

test('an upgrade is answered as if nobody had asked for it', async (t) => {
  const { raw } = await started(t)

  const told = await raw(
    `GET /healthz HTTP/1.1\r\n${HOST}Connection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  )

  assert.match(told, /^HTTP\/1\.1 200 /)
})

test('HTTP/1.0 needs no Host header', async (t) => {
  const { raw } = await started(t)

  assert.match(await raw('GET /healthz HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 200 /)
})

/** Each a name that other servers take for something else. */
const OTHER_SPELLINGS: readonly string[] = [
  '//processes',
  '/processes/',
  '/processes//',
  '/PROCESSES',
  '/processes;a=b',
  '/processes%3Fa',
  '/processes%23a',
  '/processes%00',
  '/%70rocesses',
  '/processes%20',
  '/processes/%252e%252e/phones',
]

for (const path of OTHER_SPELLINGS) {
  test(`${path} is not /processes`, async (t) => {
    const { raw, calls } = await started(t)

    const told = parse(await raw(`GET ${path} HTTP/1.1\r\n${HOST}${AUTH}Connection: close\r\n\r\n`))

    assert.ok([400, 404].includes(told.status), String(told.status))
    assert.deepEqual(calls, [])
  })
}

for (const header of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override', '_method']) {
  test(`${header} does not change the method`, async (t) => {
    const { raw, calls } = await started(t)

    const told = await raw(
      `GET /phones/phone_01 HTTP/1.1\r\n${HOST}${AUTH}${header}: DELETE\r\nConnection: close\r\n\r\n`,
    )

    assert.match(told, /^HTTP\/1\.1 200 /)
    assert.deepEqual(
      calls.map(({ name }) => name),
      ['readPhone'],
    )
  })
}

for (const header of ['X-Original-URL', 'X-Rewrite-URL', 'X-Forwarded-Prefix']) {
  test(`${header} does not change the path`, async (t) => {
    const { raw, calls } = await started(t)

    const told = await raw(
      `GET /healthz HTTP/1.1\r\n${HOST}${header}: /processes\r\nConnection: close\r\n\r\n`,
    )

    assert.match(told, /^HTTP\/1\.1 200 /)
    assert.deepEqual(calls, [])
  })
}

const HASTY = { headersMs: 200, requestMs: 300, keepAliveMs: 1000, checkEveryMs: 50, stopMs: 1000 }

test('who sends its headers too slowly is answered and cut off', async (t) => {
  const { raw } = await startedHttp(t, { processes: recordedProcesses().processes, timeouts: HASTY })

  const told = parse(await raw(`GET /processes HTTP/1.1\r\n${HOST}`))

  isRefusal(told)
  assert.equal(told.status, 408)
})

test('who sends its body too slowly is answered and cut off', async (t) => {
  const { raw, logged } = await startedHttp(t, { processes: recordedProcesses().processes, timeouts: HASTY })

  const told = parse(await raw(`${POST}Content-Length: 100\r\n\r\n{`))

  isRefusal(told)
  assert.equal(told.status, 408)
  assert.deepEqual(
    logged.filter(({ level }) => Number(level) >= 40),
    [],
  )
})
