import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { createPoster, type Poster } from '../../src/callbacks/post.ts'
import { createSigner } from '../../src/callbacks/sign.ts'
import { tryMessage } from '../../src/callbacks/try-message.ts'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'

interface Hostile {
  url: string
  /** Resolves when so many requests have come in. */
  asked: (count: number) => Promise<void>
  /** Resolves when every connection is closed. */
  allClosed: () => Promise<void>
  connections: () => number
}

/** A receiver that speaks bytes of the test's own choice; `behave` is called for each request with its number, from 0. */
async function startHostile(
  t: TestContext,
  behave: (socket: Socket, index: number) => void,
): Promise<Hostile> {
  let connections = 0
  let requests = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (bytes) => {
      if (bytes.includes('POST ')) behave(socket, requests++)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    url: `http://127.0.0.1:${port}/`,
    asked: (count) => until(() => requests >= count),
    allClosed: () => until(() => sockets.size === 0),
    connections: () => connections,
  }
}

function posterOn(t: TestContext, clock: FakeClock, idleMs?: number): Poster {
  const poster = createPoster({
    allow: parseAllowList('127.0.0.1'),
    perReceiver: 1,
    clock,
    ...(idleMs !== undefined && { idleMs }),
  })
  t.after(poster.close)
  return poster
}

/** One try with the contract's deadline, by a clock that the test moves. */
function tryOn(poster: Poster, clock: FakeClock, url: string) {
  const deps = { poster, clock, hostNow: clock.now, sign: createSigner([]), deadlineMs: 15_000 }
  const message = { delivery_id: 'd1', url, body: '{}' }
  return tryMessage(deps, message, new AbortController().signal)
}

/** Writes the same again and again, as fast as it is taken. */
function forEver(socket: Socket, text: string | Buffer): void {
  const more = (): void => {
    if (socket.destroyed) return
    if (socket.write(text)) setImmediate(more)
    else socket.once('drain', more)
  }
  more()
}

const OK = 'HTTP/1.1 200 OK\r\n'

/** Receivers that never come to a status. */
const ENDLESS: readonly (readonly [what: string, behave: (socket: Socket) => void])[] = [
  ['stays silent', () => undefined],
  ['writes half of a status line', (socket) => void socket.write('HTTP/1.')],
  ['stops in the middle of its headers', (socket) => void socket.write(`${OK}X-One: 1\r\nX-Tw`)],
]

for (const [what, behave] of ENDLESS) {
  test(`a try at a receiver that ${what} ends after 15 s and its connection is closed`, async (t) => {
    const clock = createFakeClock()
    const hostile = await startHostile(t, behave)
    const trying = tryOn(posterOn(t, clock), clock, hostile.url)
    await hostile.asked(1)

    await clock.advance(14_999)
    assert.equal(hostile.connections(), 1)
    await clock.advance(1)
    const ended = await trying

    assert.deepEqual(ended?.failure?.told, 'no answer within 15 s')
    assert.equal(ended?.ms, 15_000)
    await hostile.allClosed()
  })
}

test('a receiver that hints early without an end costs no more work than twenty hints', async (t) => {
  const clock = createFakeClock()
  const hostile = await startHostile(t, (socket) => forEver(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n'))

  const ended = await tryOn(posterOn(t, clock), clock, hostile.url)

  assert.equal(ended?.status, null)
  assert.equal(ended?.failure?.told, 'receiver goes on with answers of 1xx')
  await hostile.allClosed()
})

test('a receiver that hints twenty times before it answers has answered', async (t) => {
  const clock = createFakeClock()
  const hints = 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(20)
  const hostile = await startHostile(
    t,
    (socket) => void socket.write(`${hints}${OK}Content-Length: 0\r\n\r\n`),
  )

  const ended = await tryOn(posterOn(t, clock), clock, hostile.url)

  assert.equal(ended?.status, 200)
})

test('a body that drips holds its turn for a second, its status counts and its connection is closed', async (t) => {
  const clock = createFakeClock()
  const hostile = await startHostile(t, (socket) => void socket.write(`${OK}Content-Length: 100\r\n\r\nx`))
  const trying = tryOn(posterOn(t, clock), clock, hostile.url)
  await hostile.asked(1)
  while (clock.pending() < 2) await new Promise((resolve) => setImmediate(resolve))

  await clock.advance(1000)
  const ended = await trying

  assert.equal(ended?.status, 200)
  assert.equal(ended?.failure, null)
  await hostile.allClosed()
})

/** Bodies of which no more than a little is read. */
const LONG: readonly (readonly [what: string, head: string])[] = [
  ['never ends', `${OK}Transfer-Encoding: chunked\r\n\r\n`],
  ['is announced with a gigabyte', `${OK}Content-Length: 1073741824\r\n\r\n`],
  ['ends with the connection only', `${OK}Connection: close\r\n\r\n`],
]

for (const [what, head] of LONG) {
  test(`of a body that ${what} a little is read, its status counts and the connection is closed`, async (t) => {
    const clock = createFakeClock()
    let written = 0
    const hostile = await startHostile(t, (socket) => {
      socket.write(head)
      const chunk = Buffer.alloc(4096, 'x')
      const more = (): void => {
        if (socket.destroyed) return
        written += chunk.length
        const goesOn = head.includes('chunked')
          ? socket.write(Buffer.concat([Buffer.from('1000\r\n'), chunk, Buffer.from('\r\n')]))
          : socket.write(chunk)
        if (goesOn) setImmediate(more)
        else socket.once('drain', more)
      }
      more()
    })

    const ended = await tryOn(posterOn(t, clock), clock, hostile.url)

    assert.equal(ended?.status, 200)
    await hostile.allClosed()
    // What the two sockets hold between them comes on top of the 16 KiB that are read.
    assert.ok(written < 16 * 1024 * 1024, `${written} bytes`)
  })
}

const REFUSED: readonly (readonly [what: string, answer: string, told: string])[] = [
  ['a header of 200 KB', `${OK}X-Long: ${'x'.repeat(200_000)}\r\n\r\n`, 'headers of the answer are too long'],
  ['ten thousand headers', `${OK}${'X: 1\r\n'.repeat(10_000)}\r\n`, 'headers of the answer are too long'],
  ['what is not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 'receiver does not answer in HTTP'],
  ['two lengths', `${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`, 'receiver does not answer in HTTP'],
]

for (const [what, answer, told] of REFUSED) {
  test(`an answer with ${what} is a failure and its connection is closed`, async (t) => {
    const clock = createFakeClock()
    const hostile = await startHostile(t, (socket) => void socket.write(answer))

    const ended = await tryOn(posterOn(t, clock), clock, hostile.url)

    assert.equal(ended?.failure?.told, told)
    await hostile.allClosed()
  })
}

test('a receiver that closes before it has answered is told as such', async (t) => {
  const clock = createFakeClock()
  const hostile = await startHostile(t, (socket) => socket.destroy())

  const ended = await tryOn(posterOn(t, clock), clock, hostile.url)

  assert.equal(ended?.failure?.told, 'receiver closed the connection before it had answered')
})

test('a second answer behind the first is not taken for that of the next message', async (t) => {
  const clock = createFakeClock()
  const empty = 'Content-Length: 0\r\n\r\n'
  const hostile = await startHostile(t, (socket, index) => {
    if (index === 0) socket.write(`${OK}${empty}HTTP/1.1 410 Gone\r\n${empty}`)
    else socket.write(`HTTP/1.1 204 No Content\r\n\r\n`)
  })
  const poster = posterOn(t, clock)

  const first = await tryOn(poster, clock, hostile.url)
  const second = await tryOn(poster, clock, hostile.url)

  assert.equal(first?.status, 200)
  assert.equal(second?.status, 204)
  assert.equal(hostile.connections(), 2)
})

test('a connection that is to be kept for an hour is closed when it is not used', async (t) => {
  const clock = createFakeClock()
  const hostile = await startHostile(
    t,
    (socket) => void socket.write(`${OK}Keep-Alive: timeout=3600\r\nContent-Length: 0\r\n\r\n`),
  )

  await tryOn(posterOn(t, clock, 10), clock, hostile.url)

  await hostile.allClosed()
})
