import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test, type TestContext } from 'node:test'
import { createPoster, type Poster } from '../../src/callbacks/post.ts'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { startReceiver } from './receiver.ts'

const NEVER = new AbortController().signal

function loopbackPoster(t: TestContext): Poster {
  const poster = createPoster({ allow: parseAllowList('127.0.0.1'), perReceiver: 2, clock: systemClock })
  t.after(poster.close)
  return poster
}

test('the message arrives byte for byte with its headers, path and query', async (t) => {
  const receiver = await startReceiver(t)
  const url = `${receiver.url}?tenant=7#fragment`

  await loopbackPoster(t).post({ url, headers: { 'X-One': '1' }, body: '{"a": "ü"}' }, NEVER)

  const [message] = receiver.received
  assert.equal(message?.method, 'POST')
  assert.equal(message?.path, '/updates?tenant=7')
  assert.equal(message?.headers['x-one'], '1')
  assert.equal(message?.body, '{"a": "ü"}')
})

test('a redirect is an answer and is not followed', async (t) => {
  const target = await startReceiver(t)
  const receiver = await startReceiver(t, (response) => {
    response.writeHead(307, { location: target.url }).end()
  })

  const { status } = await loopbackPoster(t).post({ url: receiver.url, headers: {}, body: '{}' }, NEVER)

  assert.equal(status, 307)
  assert.equal(target.connections(), 0)
})

test('an answer whose body never ends is cut off and its status counts', async (t) => {
  let written = 0
  const receiver = await startReceiver(t, (response) => {
    response.writeHead(200)
    const more = () => {
      if (response.destroyed) return
      written += 16 * 1024
      if (response.write(Buffer.alloc(16 * 1024))) setImmediate(more)
      else response.once('drain', more)
    }
    more()
  })

  const { status } = await loopbackPoster(t).post({ url: receiver.url, headers: {}, body: '{}' }, NEVER)

  assert.equal(status, 200)
  assert.ok(written < 16 * 1024 * 1024, `the receiver wrote ${written} bytes`)
})

test('the signal ends a try at a receiver that never answers', async (t) => {
  const receiver = await startReceiver(t, () => undefined)
  const controller = new AbortController()
  const answer = loopbackPoster(t).post({ url: receiver.url, headers: {}, body: '{}' }, controller.signal)
  const rejected = assert.rejects(answer, /no answer within 15 s/)

  await receiver.hasReceived(1)
  controller.abort(new Error('no answer within 15 s'))

  await rejected
})

test('the signal ends a try at a peer that sends a few early hints and then nothing', async (t) => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(5)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const controller = new AbortController()
  const url = `http://127.0.0.1:${port}/`

  const answer = loopbackPoster(t).post({ url, headers: {}, body: '{}' }, controller.signal)
  const rejected = assert.rejects(answer, /no answer within 15 s/)
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve))
  controller.abort(new Error('no answer within 15 s'))

  await rejected
})

test('a receiver that refuses the connection is told as such', async (t) => {
  const poster = loopbackPoster(t)
  // Port 1 of loopback: nothing listens there.
  const answer = poster.post({ url: 'http://127.0.0.1:1/', headers: {}, body: '{}' }, NEVER)

  await assert.rejects(answer, { code: 'ECONNREFUSED' })
})
