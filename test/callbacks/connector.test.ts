import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { createServer } from 'node:tls'
import { createPoster } from '../../src/callbacks/post.ts'
import type { Resolve } from '../../src/callbacks/resolver.ts'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { startReceiver } from './receiver.ts'

const NEVER = new AbortController().signal

/** Posts once and tells the status or the words of the error. */
async function postTo(url: string, { allow = '', resolve }: { allow?: string; resolve?: Resolve } = {}) {
  const poster = createPoster({
    allow: parseAllowList(allow),
    perReceiver: 2,
    clock: systemClock,
    ...(resolve && { resolve }),
  })
  try {
    return (await poster.post({ url, headers: {}, body: '{}' }, NEVER)).status
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await poster.close()
  }
}

const LOOPBACK_FORMS = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f.1',
  '0177.0.0.1',
  '0.0.0.0',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  'localhost',
  'LOCALHOST',
]

for (const host of LOOPBACK_FORMS) {
  test(`no connection is made to ${host} without being allowed`, async (t) => {
    const receiver = await startReceiver(t)

    const answer = await postTo(`http://${host}:${receiver.port}/updates`)

    assert.match(String(answer), /not allowed/)
    assert.equal(receiver.connections(), 0)
  })
}

test('an address that the allow list names is reached', async (t) => {
  const receiver = await startReceiver(t)

  assert.equal(await postTo(receiver.url, { allow: '127.0.0.1' }), 204)
  assert.equal(receiver.received.length, 1)
})

test('an address is allowed on the port that the allow list names, not on another', async (t) => {
  const receiver = await startReceiver(t)

  assert.equal(await postTo(receiver.url, { allow: `127.0.0.1:${receiver.port}` }), 204)
  assert.match(String(await postTo(receiver.url, { allow: '127.0.0.1:9' })), /not allowed/)
})

test('of the addresses of a name only those that are allowed are connected to', async (t) => {
  const receiver = await startReceiver(t)
  const resolve: Resolve = async () => [
    { address: '::1', family: 6 },
    { address: '127.0.0.2', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ]

  const answer = await postTo(`http://localhost:${receiver.port}/`, { resolve, allow: '127.0.0.1' })

  assert.equal(answer, 204)
  assert.equal(receiver.connections(), 1)
})

test('a name none of whose addresses is allowed is refused', async (t) => {
  const receiver = await startReceiver(t)
  const resolve: Resolve = async () => [
    { address: '127.0.0.1', family: 4 },
    { address: '10.0.0.1', family: 4 },
  ]

  const answer = await postTo(`http://receiver.example:${receiver.port}/`, { resolve })

  assert.equal(answer, 'receiver.example is 127.0.0.1, which is not allowed')
  assert.equal(receiver.connections(), 0)
})

test('a name is resolved once for a connection, so that a second answer changes nothing', async (t) => {
  const receiver = await startReceiver(t)
  let asked = 0
  const resolve: Resolve = async () => {
    asked++
    return [{ address: '127.0.0.1', family: 4 }]
  }

  const answer = await postTo(`http://receiver.example:${receiver.port}/`, { resolve, allow: '127.0.0.0/8' })

  assert.equal(answer, 204)
  assert.equal(asked, 1)
})

test('a name keeps its Host header although its checked address is connected to', async (t) => {
  const receiver = await startReceiver(t)
  const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]

  await postTo(`http://receiver.example:${receiver.port}/`, { resolve, allow: '127.0.0.0/8' })

  assert.equal(receiver.received[0]?.headers.host, `receiver.example:${receiver.port}`)
})

test('TLS asks for the name of the URL, not for the address', async (t) => {
  const asked: string[] = []
  // Without a certificate the handshake fails, but not before the name was asked for.
  const server = createServer({
    SNICallback: (name, answer) => {
      asked.push(name)
      answer(null)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]

  const answer = await postTo(`https://receiver.example:${port}/`, { resolve, allow: '127.0.0.0/8' })

  assert.equal(typeof answer, 'string')
  assert.deepEqual(asked, ['receiver.example'])
})

test('when the first address of a name does not answer the next one is tried', async (t) => {
  const receiver = await startReceiver(t)
  const resolve: Resolve = async () => [
    { address: '127.0.0.2', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ]

  const answer = await postTo(`http://receiver.example:${receiver.port}/`, { resolve, allow: '127.0.0.0/8' })

  assert.equal(answer, 204)
})

test('a name without an address fails with a word about it', async () => {
  const answer = await postTo('http://receiver.example/', { resolve: async () => [] })

  assert.equal(answer, 'receiver.example has no address')
})
