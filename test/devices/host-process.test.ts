import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test, type TestContext } from 'node:test'
import { listeningOf, residentBytes } from '../../src/devices/host-process.ts'

async function listen(t: TestContext, host: string): Promise<number> {
  const server = createServer()
  t.after(() => server.close())
  server.listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

test('what a process holds of the memory is what it says of itself', async () => {
  const read = (await residentBytes(process.pid)) ?? 0
  const own = process.memoryUsage.rss()

  assert.ok(Math.abs(read - own) < own / 4, `${read} against ${own}`)
})

test('a process that does not exist holds nothing that could be read', async () => {
  assert.equal(await residentBytes(2 ** 22 + 1), null)
})

for (const { host, isLoopback } of [
  { host: '127.0.0.1', isLoopback: true },
  { host: '127.0.0.53', isLoopback: true },
  { host: '0.0.0.0', isLoopback: false },
]) {
  test(`a port that is open on ${host} is ${isLoopback ? '' : 'not '}told as loopback`, async (t) => {
    const port = await listen(t, host)

    const found = (await listeningOf(process.pid)).find((listening) => listening.port === port)

    assert.equal(found?.isLoopback, isLoopback)
  })
}

test('the ports of other processes are not told as its own', async (t) => {
  const port = await listen(t, '127.0.0.1')

  assert.deepEqual(
    (await listeningOf(process.ppid)).filter((listening) => listening.port === port),
    [],
  )
})
