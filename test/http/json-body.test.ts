import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { connect, Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { recordedProcesses } from './support/recorded-processes.ts'
import { type Asked, KEY, startedHttp } from './support/started-http.ts'

const ENQUEUE = '/capability-requests/enqueue'
const MIB = 1024 * 1024

async function started(t: TestContext) {
  const { processes, calls } = recordedProcesses()
  return { ...(await startedHttp(t, { processes })), calls }
}

/** An object whose innermost container is at this depth, the object itself counted as 1. */
const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`

/** A JSON object of exactly so many bytes. */
const ofSize = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`

const json = { 'content-type': 'application/json' }

const REFUSED: readonly (readonly [string, Asked, number, string])[] = [
  ['no body', {}, 422, 'invalid_json'],
  ['an empty body', { body: '', headers: json }, 422, 'invalid_json'],
  ['blanks only', { body: '  ' }, 422, 'invalid_json'],
  ['a name that stands twice', { body: '{"a":1,"a":1}' }, 422, 'invalid_json'],
  ['a number without end', { body: '{"a":1e999}' }, 422, 'invalid_json'],
  ['a number that would come back as another', { body: '{"a":9007199254740993}' }, 422, 'invalid_json'],
  ['broken JSON', { body: '{"a":' }, 422, 'invalid_json'],
  ['JSON and more', { body: '{} {}' }, 422, 'invalid_json'],
  ['a byte order mark', { body: '\uFEFF{}' }, 422, 'invalid_json'],
  ['an array', { body: '[{}]' }, 422, 'invalid_json'],
  ['null', { body: 'null' }, 422, 'invalid_json'],
  ['a string', { body: '"{}"' }, 422, 'invalid_json'],
  ['a number', { body: '7' }, 422, 'invalid_json'],
  [
    'bytes that are not UTF-8',
    { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) },
    422,
    'invalid_json',
  ],
  ['33 levels', { body: nested(33) }, 422, 'too_deep'],
  ['5,000 levels', { body: nested(5000) }, 422, 'too_deep'],
  ['33 levels of broken JSON', { body: '{"a":'.repeat(33) }, 422, 'too_deep'],
  [
    '33 levels behind an escaped quote',
    { body: `{"\\"":${'['.repeat(32)}${']'.repeat(32)}}` },
    422,
    'too_deep',
  ],
  ['one byte too many', { body: ofSize(MIB + 1) }, 413, 'body_too_large'],
  ['plain text', { body: '{}', headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media_type'],
  [
    'a form',
    { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    415,
    'unsupported_media_type',
  ],
  [
    'no content type',
    { body: Buffer.from('{}'), headers: { 'content-type': '' } },
    415,
    'unsupported_media_type',
  ],
  [
    'a JSON patch',
    { body: '{}', headers: { 'content-type': 'application/json-patch+json' } },
    415,
    'unsupported_media_type',
  ],
  [
    'UTF-7',
    { body: '{"a":"+AGA-"}', headers: { 'content-type': 'application/json; charset=utf-7' } },
    415,
    'unsupported_media_type',
  ],
  [
    'another charset',
    { body: '{}', headers: { 'content-type': 'application/json; charset=utf-16' } },
    415,
    'unsupported_media_type',
  ],
  [
    'a compressed body',
    { body: gzipSync('{}'), headers: { ...json, 'content-encoding': 'gzip' } },
    415,
    'unsupported_media_type',
  ],
]

for (const [what, asked, status, code] of REFUSED) {
  test(`${what} is refused with ${code}`, async (t) => {
    const { ask, calls } = await started(t)

    const told = await ask(ENQUEUE, { method: 'POST', ...asked })

    assert.equal(told.status, status)
    assert.equal(told.json.error, code)
    assert.equal(typeof told.json.message, 'string')
    assert.ok(Array.isArray(told.json.details))
    assert.deepEqual(calls, [])
  })
}

const TAKEN: readonly (readonly [string, Asked])[] = [
  ['a body of 1 MiB', { body: ofSize(MIB) }],
  ['32 levels', { body: nested(32) }],
  ['brackets inside of strings', { body: JSON.stringify({ a: '['.repeat(100), b: '\\"{{' }) }],
  ['a charset in quotes', { body: '{}', headers: { 'content-type': 'Application/JSON; charset="UTF-8"' } }],
  ['a content encoding of identity', { body: '{}', headers: { ...json, 'content-encoding': 'identity' } }],
]

for (const [what, asked] of TAKEN) {
  test(`${what} gets through to the use case`, async (t) => {
    const { ask, calls } = await started(t)

    const told = await ask(ENQUEUE, { method: 'POST', ...asked })

    assert.equal(told.status, 202)
    assert.equal(calls.length, 1)
  })
}

test('the use case is given what was sent, a "__proto__" field included', async (t) => {
  const { ask, calls } = await started(t)

  await ask(ENQUEUE, { method: 'POST', body: '{"b":"ü","__proto__":{"polluted":true}}' })

  const [body] = calls[0]?.given ?? []
  assert.deepEqual(Object.entries(body ?? {}), [
    ['b', 'ü'],
    ['__proto__', { polluted: true }],
  ])
  assert.equal(Reflect.get({}, 'polluted'), undefined)
})

test('a chunked body is cut off at the limit', async (t) => {
  const { raw, calls } = await started(t)
  const chunk = 'x'.repeat(64 * 1024)
  const head = `POST ${ENQUEUE} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: application/json\r\n`
  const chunks = `10000\r\n${chunk}\r\n`.repeat(17)

  const told = await raw(`${head}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`)

  assert.match(told, /^HTTP\/1\.1 413 /)
  assert.match(told, /"error":"body_too_large"/)
  assert.deepEqual(calls, [])
})

test('a connection goes on after a small body was refused unread', async (t) => {
  const { raw } = await started(t)
  const refused = `POST ${ENQUEUE} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nabcde`

  const told = await raw(`${refused}GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)

  assert.deepEqual(told.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 415', 'HTTP/1.1 200'])
})

test('a caller that waits to send its body is told before it does', async (t) => {
  const { raw } = await started(t)
  const head = `POST ${ENQUEUE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n`

  assert.match(await raw(`${head}\r\n`), /^HTTP\/1\.1 401 [^]*Connection: close/)
  assert.match(
    await raw(`${head}Connection: close\r\nAuthorization: Bearer ${KEY}\r\n\r\n{}`),
    /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 202 /,
  )
})

test('a route without a body takes none, an empty object, and no field', async (t) => {
  const { ask, calls } = await started(t)

  assert.equal((await ask('/phones/phone_01/pause', { method: 'POST' })).status, 200)
  assert.equal((await ask('/phones/phone_01/pause', { method: 'POST', body: {} })).status, 200)
  const told = await ask('/phones/phone_01/pause', { method: 'POST', body: { 'for/ever': true } })

  assert.equal(told.status, 422)
  assert.deepEqual(told.json.details, [{ path: '/for~1ever', message: 'is not a known field' }])
  assert.equal(calls.length, 2)
})

test('what is wrong with JSON is told with its place', async (t) => {
  const { ask } = await started(t)

  const broken = await ask(ENQUEUE, { method: 'POST', body: '{"a":1,}' })
  const twice = await ask(ENQUEUE, { method: 'POST', body: '{"a":1,"a":2}' })

  assert.equal(
    broken.json.message,
    'the body is not JSON: a name in quotes is expected, not "}", at position 7',
  )
  assert.equal(
    twice.json.message,
    'the body is JSON that could be read in two ways: the name "a" stands twice at position 7',
  )
})

for (const coding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip', 'identity, gzip']) {
  test(`a body in ${coding} is refused before a byte of it is sent`, async (t) => {
    const { raw, calls } = await started(t)
    const head = `POST ${ENQUEUE} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: application/json\r\n`

    const told = await raw(
      `${head}Content-Encoding: ${coding}\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n`,
    )

    assert.match(told, /^HTTP\/1\.1 415 /)
    assert.deepEqual(calls, [])
  })
}

test('of 100 MB that a stranger sends no more than 8 MiB are read', async (t) => {
  const { url, calls } = await started(t)
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  t.after(() => socket.destroy())
  let told = ''
  socket.on('data', (chunk: Buffer) => (told += chunk.toString()))
  socket.on('error', () => socket.destroy()) // reset by the server, which is what is waited for
  const closed = new Promise((resolve) => socket.once('close', resolve))
  const accepted = acceptedFrom(t, socket)
  socket.write(`POST ${ENQUEUE} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n`)
  await once(socket, 'data')

  const chunk = Buffer.alloc(64 * 1024)
  let sent = 0
  while (!socket.destroyed && sent < 100_000_000) {
    sent += chunk.length
    if (!socket.write(chunk))
      await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed])
  }
  await closed

  assert.match(told, /^HTTP\/1\.1 401 /)
  const { bytesRead } = await accepted
  assert.ok(bytesRead > 0 && bytesRead <= 8 * MIB, String(bytesRead))
  // Beside what was read there is what the two kernels hold.
  assert.ok(sent < 32 * MIB, String(sent))
  assert.deepEqual(calls, [])
})

/** The server's end of the connection, of which Node tells whoever wants to know. */
function acceptedFrom(t: TestContext, client: Socket): Promise<Socket> {
  return new Promise((resolve) => {
    const look = (message: unknown) => {
      if (typeof message !== 'object' || message === null || !('socket' in message)) return
      const { socket } = message
      if (socket instanceof Socket && socket.remotePort === client.localPort) resolve(socket)
    }
    subscribe('net.server.socket', look)
    t.after(() => unsubscribe('net.server.socket', look))
  })
}
