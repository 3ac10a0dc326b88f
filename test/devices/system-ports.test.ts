import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { createSystemPorts, isOurPort } from '../../src/devices/system-ports.ts'

test('each phone has a port of its own and keeps it, also when several ask at once', async () => {
  const ports = createSystemPorts()

  const first = await Promise.all(['a', 'b', 'c'].map(ports.take))
  const second = await Promise.all(['a', 'b', 'c'].map(ports.take))

  assert.equal(new Set(first).size, 3)
  assert.deepEqual(second, first)
})

test('a phone whose port another program has taken meanwhile gets another one', async (t) => {
  const ports = createSystemPorts()
  const before = await ports.take('a')
  const thief = createServer().listen(before, '127.0.0.1')
  await once(thief, 'listening')
  t.after(() => thief.close())

  const now = await ports.take('a')

  assert.notEqual(now, before)
  assert.equal(await ports.take('a'), now)
})

test('our ports are told from those that a person uses', async () => {
  const port = await createSystemPorts().take('a')

  assert.equal(isOurPort(`tcp:${port}`), true)
  for (const other of ['tcp:8200', 'tcp:19999', 'tcp:30000', 'localabstract:20001', 'tcp:0']) {
    assert.equal(isOurPort(other), false, other)
  }
})

test('daemons on one host begin at different places', async () => {
  const [one, another] = await Promise.all([1000, 1001].map((pid) => createSystemPorts(pid).take('a')))

  assert.notEqual(one, another)
})
