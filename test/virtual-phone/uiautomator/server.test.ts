import assert from 'node:assert/strict'
import { duplexPair, type Duplex } from 'node:stream'
import { test } from 'node:test'
import { createUiAutomatorServer } from '../../../src/virtual-phone/uiautomator/server.ts'
import { createFakePhone, view } from './fake-phone.ts'

function openServer() {
  const fake = createFakePhone(() => view({ key: 'root', text: 'äöü' }))
  const server = createUiAutomatorServer({ phone: fake.phone, onQuit: () => undefined })
  return { fake, server, connect: () => connectTo(server, fake) }
}

type Fake = ReturnType<typeof createFakePhone>

/** A connection to port 6790 that notes every write of the server. */
function connectTo(server: ReturnType<typeof createUiAutomatorServer>, fake: Fake) {
  const [ours, theirs] = duplexPair()
  const writes: string[] = []
  let closed = false
  ours.on('data', (chunk: Buffer) => writes.push(chunk.toString('utf8')))
  ours.on('close', () => (closed = true))
  ours.on('end', () => (closed = true))
  theirs.on('close', () => (closed = true))
  server.accept(theirs)
  const send = async (method: string, path: string, body = '') => {
    write(ours, method, path, body)
    for (let turn = 0; turn < 20; turn++) await fake.clock.advance(0)
  }
  const reply = () => {
    const [head = '', text = ''] = (writes.shift() ?? '').split('\r\n\r\n')
    return { head: head.split('\r\n'), body: text === '' ? null : JSON.parse(text) }
  }
  return { ours, writes, send, reply, isClosed: () => closed }
}

function write(socket: Duplex, method: string, path: string, body: string): void {
  const length = Buffer.byteLength(body)
  socket.write(`${method} ${path} HTTP/1.1\r\nHost: phone\r\nContent-Length: ${length}\r\n\r\n${body}`)
}

test('a reply is one write of header and body with the headers of the phone', async () => {
  const { connect } = openServer()
  const connection = connect()

  await connection.send('GET', '/status')

  assert.equal(connection.writes.length, 1)
  const { head, body } = connection.reply()
  assert.equal(head[0], 'HTTP/1.1 200 OK')
  for (const header of [
    'content-type: application/json',
    'content-encoding: identity',
    'cache-control: no-store',
    'pragma: no-cache',
  ]) {
    assert.equal(head.includes(header), true, header)
  }
  assert.equal(body.sessionId, 'None')
  assert.equal(body.value.ready, true)
})

test('an error is status, W3C code, message and stack, with the session id of the path', async () => {
  const { connect } = openServer()
  const connection = connect()

  await connection.send('GET', '/session/abc/source')

  const { head, body } = connection.reply()
  assert.equal(head[0], 'HTTP/1.1 404 Not Found')
  assert.equal(body.sessionId, 'abc')
  assert.equal(body.value.error, 'invalid session id')
  assert.equal(body.value.message, 'The session identified by abc is not known')
  assert.equal(typeof body.value.stacktrace, 'string')
})

test('an unknown route without a session carries a null session id', async () => {
  const { connect } = openServer()
  const connection = connect()

  await connection.send('GET', '/nonsense')

  const { body } = connection.reply()
  assert.equal(body.sessionId, null)
  assert.equal(body.value.error, 'unknown command')
})

test('the legacy prefix and query strings do not matter, one connection serves many requests', async () => {
  const { connect } = openServer()
  const connection = connect()

  await connection.send('GET', '/wd/hub/status?x=1')
  await connection.send('GET', '/status/')

  assert.equal(connection.reply().body.value.ready, true)
  assert.equal(connection.reply().body.value.ready, true)
})

test('a body that is no JSON object is an invalid argument', async () => {
  const { connect } = openServer()
  const connection = connect()

  await connection.send('POST', '/session', '{broken')

  const { head, body } = connection.reply()
  assert.equal(head[0], 'HTTP/1.1 400 Bad Request')
  assert.equal(body.value.error, 'invalid argument')
})

test('64 KiB of body are taken, one byte more is refused before any route and the connection is cut', async () => {
  const { connect, fake } = openServer()
  const padded = (bytes: number) => {
    const frame = '{"capabilities":{},"pad":""}'
    return frame.replace('""}', `"${'x'.repeat(bytes - frame.length)}"}`)
  }
  const connection = connect()

  await connection.send('POST', '/session', padded(65_536))
  assert.equal(connection.reply().head[0], 'HTTP/1.1 200 OK')
  await connection.send('POST', '/session', padded(65_537))
  assert.equal(connection.reply().head[0], 'HTTP/1.1 413 Payload Too Large')
  assert.equal(connection.isClosed(), true)
  assert.equal(fake.commands.length, 1)
})

test('a connection that is silent for 60 s is closed, one that speaks is not', async () => {
  const { connect, fake } = openServer()
  const silent = connect()
  const speaking = connect()

  await fake.clock.advance(30_000)
  await speaking.send('GET', '/status')
  await fake.clock.advance(30_000)

  assert.equal(silent.isClosed(), true)
  assert.equal(speaking.isClosed(), false)
})

test('a command that takes longer than 60 s is still answered', async () => {
  const { connect, fake } = openServer()
  const connection = connect()
  await connection.send('POST', '/session', '{}')
  const { sessionId } = connection.reply().body
  fake.neverIdle = true
  const settings = JSON.stringify({ settings: { waitForIdleTimeout: 90_000 } })
  await connection.send('POST', `/session/${sessionId}/appium/settings`, settings)
  connection.reply()

  await connection.send('GET', `/session/${sessionId}/source`)
  await fake.clock.advance(89_999)
  assert.equal(connection.writes.length, 0)
  await fake.clock.advance(1)
  for (let turn = 0; turn < 20; turn++) await fake.clock.advance(0)

  assert.match(connection.reply().body.value, /text="äöü"/)
})

test('a slow request does not hold up another connection', async () => {
  const { connect, fake } = openServer()
  const [slow, quick] = [connect(), connect()]
  await slow.send('POST', '/session', '{}')
  const { sessionId } = slow.reply().body
  fake.neverIdle = true

  await slow.send('GET', `/session/${sessionId}/source`)
  await quick.send('GET', '/status')

  assert.equal(slow.writes.length, 0)
  assert.equal(quick.reply().body.value.ready, true)
})

test('two sources are built one after the other, both are answered', async () => {
  const { connect, fake } = openServer()
  const [first, second] = [connect(), connect()]
  await first.send('POST', '/session', '{}')
  const { sessionId } = first.reply().body
  const [window] = fake.windows.splice(0)

  await first.send('GET', `/session/${sessionId}/source`)
  await second.send('GET', `/session/${sessionId}/source`)
  if (window) fake.windows.push(window)
  await fake.clock.advance(100)
  for (let turn = 0; turn < 20; turn++) await fake.clock.advance(0)

  assert.match(first.reply().body.value, /hierarchy/)
  assert.match(second.reply().body.value, /hierarchy/)
})

test('every request is in the journal, also one that fails', async () => {
  const { connect, fake } = openServer()
  const connection = connect()

  await connection.send('GET', '/status')
  await connection.send('POST', '/wd/hub/session/abc/element?x=1', '{}')

  assert.deepEqual(fake.commands, ['GET /status -', 'POST /session/abc/element abc'])
})

test('a hung phone answers nothing until it is resumed', async () => {
  const { connect, fake } = openServer()
  const connection = connect()
  fake.phone.faults.hung = true

  await connection.send('GET', '/status')
  await fake.clock.advance(20_000)
  assert.equal(connection.writes.length, 0)
  fake.phone.faults.hung = false
  await fake.clock.advance(100)
  for (let turn = 0; turn < 20; turn++) await fake.clock.advance(0)

  assert.equal(connection.reply().body.value.ready, true)
})

test('a slow phone answers later', async () => {
  const { connect, fake } = openServer()
  const connection = connect()
  fake.phone.faults.slowMs = 700

  await connection.send('GET', '/status')
  await fake.clock.advance(699)
  assert.equal(connection.writes.length, 0)
  await fake.clock.advance(1)
  for (let turn = 0; turn < 20; turn++) await fake.clock.advance(0)

  assert.equal(connection.writes.length, 1)
})

test('a server that ends cuts its connections in the middle of a request and closes its session', async () => {
  const { connect, fake, server } = openServer()
  const connection = connect()
  await connection.send('POST', '/session', '{}')
  const { sessionId } = connection.reply().body
  fake.neverIdle = true
  await connection.send('GET', `/session/${sessionId}/source`)

  server.close()
  server.close()
  await fake.clock.advance(20_000)

  assert.equal(connection.isClosed(), true)
  assert.equal(connection.writes.length, 0)
  assert.deepEqual(fake.closed, [sessionId])
  assert.equal(fake.clock.pending(), 0)
})

test('a connection to a server that has ended is cut at once', async () => {
  const { connect, fake, server } = openServer()
  server.close()
  const connection = connect()
  await fake.clock.advance(0)

  assert.equal(connection.isClosed(), true)
})

test('a defect in a handler is an unknown error in the words of Java, and the server lives on', async () => {
  const { connect, fake } = openServer()
  const connection = connect()
  fake.phone.screenshot = () => Promise.reject(new Error('no renderer'))
  await connection.send('POST', '/session', '{}')
  const { sessionId } = connection.reply().body

  await connection.send('GET', `/session/${sessionId}/screenshot`)

  const { head, body } = connection.reply()
  assert.equal(head[0], 'HTTP/1.1 500 Internal Server Error')
  assert.deepEqual(
    [body.value.error, body.value.message],
    ['unknown error', 'java.lang.RuntimeException: no renderer'],
  )
  await connection.send('GET', '/status')
  assert.equal(connection.reply().body.value.ready, true)
})
