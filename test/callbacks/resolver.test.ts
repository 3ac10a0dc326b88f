import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { createPoster } from '../../src/callbacks/post.ts'
import { createResolver } from '../../src/callbacks/resolver.ts'
import { NOT_REACHABLE, tryFailure } from '../../src/callbacks/try-failure.ts'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { startNameServer } from './name-server.ts'
import { startReceiver } from './receiver.ts'

const NO_HOSTS = '/nonexistent/hosts'

function hostsFile(t: TestContext, text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-hosts-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'hosts')
  writeFileSync(file, text)
  return file
}

test('the addresses of a name are those of the DNS, of both families', async (t) => {
  const server = await startNameServer(t, (_, type) =>
    type === 'A' ? [{ a: '198.51.100.7' }, { a: '198.51.100.8' }] : [{ aaaa: '2001:db8:0:0:0:0:0:7' }],
  )
  const resolve = createResolver({ allow: [], hostsFile: NO_HOSTS, servers: [server.address] })

  assert.deepEqual(await resolve('receiver.example'), [
    { address: '198.51.100.7', family: 4 },
    { address: '198.51.100.8', family: 4 },
    { address: '2001:db8::7', family: 6 },
  ])
})

test('a name with an address of one family only has that one', async (t) => {
  const server = await startNameServer(t, (_, type) => (type === 'A' ? [{ a: '198.51.100.7' }] : []))
  const resolve = createResolver({ allow: [], hostsFile: NO_HOSTS, servers: [server.address] })

  assert.deepEqual(await resolve('receiver.example'), [{ address: '198.51.100.7', family: 4 }])
})

test('a name without addresses is told as such', async (t) => {
  const server = await startNameServer(t, () => [])
  const resolve = createResolver({ allow: [], hostsFile: NO_HOSTS, servers: [server.address] })

  await assert.rejects(resolve('receiver.example'), { code: 'ENODATA' })
})

test("the machine's own names come from its hosts file, and nobody is asked", async (t) => {
  const server = await startNameServer(t, () => [])
  const file = hostsFile(
    t,
    '# ours\n10.0.0.7 Receiver.lan receiver # the one\nfd00::7\treceiver.lan\nbad line\n',
  )
  const resolve = createResolver({ allow: [], hostsFile: file, servers: [server.address] })

  assert.deepEqual(await resolve('receiver.LAN.'), [
    { address: '10.0.0.7', family: 4 },
    { address: 'fd00::7', family: 6 },
  ])
  assert.deepEqual(server.asked, [])
})

test('a host that the operator allows is resolved as the machine resolves anything', async (t) => {
  const server = await startNameServer(t, () => [])
  const resolve = createResolver({
    allow: parseAllowList('localhost:9000'),
    hostsFile: NO_HOSTS,
    servers: [server.address],
  })

  const found = await resolve('localhost')

  assert.ok(found.some(({ address }) => address === '127.0.0.1' || address === '::1'))
  assert.deepEqual(server.asked, [])
})

/** Sends to a name that only this server knows. @returns what callers are told */
async function postVia(server: string, url: string): Promise<string | number> {
  const poster = createPoster({
    allow: [],
    resolve: createResolver({ allow: [], hostsFile: NO_HOSTS, servers: [server] }),
    perReceiver: 2,
    clock: systemClock,
  })
  try {
    return (await poster.post({ url, headers: {}, body: '{}' }, AbortSignal.timeout(5000))).status
  } catch (error) {
    return tryFailure(error).told
  } finally {
    await poster.close()
  }
}

test('a name that stands for localhost is not connected to', async (t) => {
  const receiver = await startReceiver(t)
  const server = await startNameServer(t, (_, type) =>
    type === 'A' ? [{ cname: 'localhost', a: '127.0.0.1' }] : [],
  )

  const told = await postVia(server.address, `http://receiver.example:${receiver.port}/`)

  assert.equal(told, NOT_REACHABLE)
  assert.equal(receiver.connections(), 0)
})

test('an address that is good for no time at all is asked for once a connection', async (t) => {
  const receiver = await startReceiver(t)
  const answers = ['198.51.100.7', '127.0.0.1']
  const server = await startNameServer(t, (_, type) =>
    type === 'A' ? [{ a: answers.shift() ?? '127.0.0.1' }] : [],
  )

  await postVia(server.address, `http://receiver.example:${receiver.port}/`)

  assert.deepEqual(server.asked.map(({ type }) => type).toSorted(), ['A', 'AAAA'])
  assert.equal(receiver.connections(), 0)
})
