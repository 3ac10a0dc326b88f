import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test, type TestContext } from 'node:test'
import { createSystemPorts } from '../../src/devices/system-ports.ts'

/** A port that somebody else listens on, as adb does for a forward. */
async function busyPort(t: TestContext): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  return address.port
}

test('each phone keeps a port of its own, also when several ask at once', async (t) => {
  const ports = createSystemPorts((await busyPort(t)) + 1)

  const first = await Promise.all(['a', 'b', 'c'].map(ports.take))
  const second = await Promise.all(['a', 'b', 'c'].map(ports.take))

  assert.equal(new Set(first).size, 3)
  assert.deepEqual(second, first)
})

test('a port that another program holds is passed over', async (t) => {
  const busy = await busyPort(t)

  const port = await createSystemPorts(busy).take('a')

  assert.ok(port > busy)
})

test("a phone whose port was taken meanwhile gets another one, never a neighbor's", async (t) => {
  const ports = createSystemPorts((await busyPort(t)) + 1)
  const [mine, neighbors] = [await ports.take('a'), await ports.take('b')]
  const thief = createServer().listen(mine, '127.0.0.1')
  await once(thief, 'listening')
  t.after(() => thief.close())

  const next = await ports.take('a')

  assert.notEqual(next, mine)
  assert.notEqual(next, neighbors)
})
