import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { fullKey } from '../../src/http/api-keys.ts'
import type { ConnectionLimits } from '../../src/http/connections.ts'
import type { Screenshot } from '../../src/http/routes/screenshot.ts'
import { recordedProcesses } from './support/recorded-processes.ts'
import { KEY, pictureOf, type StartOptions, startedHttp } from './support/started-http.ts'

/** The usual ones, but for the end of a test that leaves connections open. */
const TIMEOUTS = { headersMs: 10_000, requestMs: 30_000, keepAliveMs: 95_000, checkEveryMs: 1000, stopMs: 20 }

const LIMITS: ConnectionLimits = { most: 3, waiting: 4, takeMs: 200, lookMs: 50 }

async function started(
  t: TestContext,
  limits: Partial<ConnectionLimits> = {},
  options: Partial<StartOptions> = {},
) {
  const { processes, calls } = recordedProcesses()
  const keys = [fullKey('tests', KEY), fullKey('other', 'key-to-other')]
  const doors = { hosts: ['x'], connectionLimits: { ...LIMITS, ...limits } }
  const http = await startedHttp(t, { processes, keys, doors, timeouts: TIMEOUTS, ...options })
  return { ...http, calls, open: (door?: 'admin') => openTo(t, door === 'admin' ? http.admin : http.url) }
}

/** A connection of its own. */
async function openTo(t: TestContext, url: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => socket.destroy()) // its end is what the tests look at
  t.after(() => socket.destroy())
  await once(socket, 'connect')
  return { socket, ask: (key: string) => askOn(socket, key), ended: once(socket, 'close') }
}

/** @returns the status of the answer */
async function askOn(socket: Socket, key: string): Promise<string | undefined> {
  socket.write(`GET /phones HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n\r\n`)
  const [told]: Buffer[] = await once(socket, 'data')
  return /^HTTP\/1\.1 (\d+)/.exec(String(told))?.[1]
}

test('the stranger who has been there for longest makes room for the next one', async (t) => {
  const { open } = await started(t)
  const [first, second] = [await open(), await open(), await open()]

  const fourth = await open()
  await first.ended

  assert.equal(await fourth.ask(KEY), '200')
  assert.equal(await second.ask(KEY), '200')
})

test('whoever has shown a key stays, whatever number of strangers comes', async (t) => {
  const { open } = await started(t)
  const keyed = await open()
  assert.equal(await keyed.ask(KEY), '200')

  for (let number = 0; number < 20; number++) await open()

  assert.equal(await keyed.ask(KEY), '200')
})

test('a caller that holds everything gives its oldest connection to another caller', async (t) => {
  const { open } = await started(t)
  const greedy = [await open(), await open(), await open()]
  for (const connection of greedy) assert.equal(await connection.ask('key-to-other'), '200')

  const fresh = await open()
  await greedy[0]?.ended

  assert.equal(await fresh.ask(KEY), '200')
  assert.equal(await greedy[1]?.ask('key-to-other'), '200')
})

test('the admin door has connections of its own', async (t) => {
  const { open } = await started(t)
  const operator = await open('admin')

  for (let number = 0; number < 10; number++) await open()

  assert.equal(await operator.ask(KEY), '200')
})

const ONE = `GET /phones HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\n\r\n`

test('requests that are sent without waiting are answered in order as far as the limit, and then the connection ends', async (t) => {
  const { raw, calls } = await started(t)

  const told = await raw(ONE.repeat(1000))

  assert.deepEqual(told.match(/HTTP\/1\.1 \d+/g), [
    ...Array.from({ length: 4 }, () => 'HTTP/1.1 200'),
    'HTTP/1.1 429',
  ])
  assert.match(told, /Connection: close\r\n[^]*"error":"rate_limited"/)
  assert.equal(calls.length, 4)
})

test('what is asked on a connection begins only when the answers before it are out, and never when the caller has left by then', async (t) => {
  let begun = 0
  let end: (picture: Screenshot) => void = () => undefined
  const asked = new EventEmitter()
  const screenshot = () => {
    begun++
    asked.emit('begun')
    return new Promise<Screenshot>((resolve) => (end = resolve))
  }
  const { open, ask } = await started(t, {}, { screenshot })
  const { socket, ended } = await open()

  const isBegun = once(asked, 'begun')
  socket.write(PICTURE.repeat(3))
  await isBegun
  socket.destroy()
  await ended
  await ask('/phones') // by now the server has seen the end
  end(pictureOf('PNG'))
  await ask('/phones')

  assert.equal(begun, 1)
})

test('any number of requests may follow each other on one connection', async (t) => {
  const { open } = await started(t)
  const connection = await open()

  for (let number = 0; number < 20; number++) assert.equal(await connection.ask(KEY), '200')
})

const LARGE: Screenshot = { ...pictureOf(''), bytes: Buffer.alloc(64 * 1024 * 1024) }
const PICTURE = `GET /phones/p/screenshot HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\n\r\n`

test('a peer that does not take its answer is cut off, and the answer with it', async (t) => {
  const { open } = await started(t, {}, { screenshot: async () => LARGE })
  const { socket, ended } = await open()

  socket.pause()
  socket.write(PICTURE)
  // What is on its way when it is cut off can still be read; the end comes after it.
  let taken = 0
  await new Promise((resolve) => setTimeout(resolve, 1000)) // real time: what is tested is the kernel's buffers
  socket.on('data', (chunk: Buffer) => (taken += chunk.length))
  socket.resume()
  await ended

  assert.ok(taken < LARGE.bytes.length, String(taken))
})

test('a peer that takes a large answer gets the whole of it', async (t) => {
  const { ask } = await started(t, { takeMs: 20_000 }, { screenshot: async () => LARGE })

  assert.equal((await ask('/phones/p/screenshot')).text.length, LARGE.bytes.length)
})

test('a connection on which nothing waits to be taken is left alone', async (t) => {
  const { open } = await started(t, { takeMs: 0, lookMs: 10 })
  const connection = await open()
  assert.equal(await connection.ask(KEY), '200')

  await new Promise((resolve) => setTimeout(resolve, 100)) // real time: several looks

  assert.equal(await connection.ask(KEY), '200')
})

test('500 sockets that send their headers too slowly are all closed, and a good client is answered meanwhile', async (t) => {
  const timeouts = { ...TIMEOUTS, headersMs: 1500, checkEveryMs: 100 }
  const { open, ask } = await started(t, { most: 512 }, { timeouts })
  const slow = await Promise.all(Array.from({ length: 500 }, () => open()))
  for (const { socket } of slow) socket.resume().write('GET /phones HTTP/1.1\r\nX-A: ')

  const statuses: number[] = []
  for (let number = 0; number < 20; number++) statuses.push((await ask('/phones')).status)
  await Promise.all(slow.map(({ ended }) => ended))

  assert.deepEqual(new Set(statuses), new Set([200]))
})

test('more slow sockets than there are connections do not keep a good client out', async (t) => {
  const { open, ask } = await started(t, { most: 20 })
  const slow = await Promise.all(Array.from({ length: 100 }, () => open()))
  for (const { socket } of slow) socket.resume().write('GET /phones HTTP/1.1\r\nX-A: ')

  for (let number = 0; number < 20; number++) assert.equal((await ask('/phones')).status, 200)
})
