import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { readSessions } from '../../src/devices/on-phone-sessions.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { startScriptedAdbServer } from './scripted-adb-server.ts'

const NEVER = new AbortController().signal
const SERIAL = 'R5CT60ABCDE'

function httpAnswer(body: string): string {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`
  return `OKAY${head}${body}`
}

async function read(t: TestContext, answer: string) {
  const server = await startScriptedAdbServer(
    { [`host:transport:${SERIAL}`]: 'OKAY', 'tcp:6790': answer },
    64,
  )
  t.after(server.close)
  return readSessions(
    { port: server.port, transportOf: (serial) => serial, clock: createFakeClock() },
    SERIAL,
    NEVER,
  )
}

test('the sessions on a phone are told with the run that they were opened for', async (t) => {
  const sessions = [
    { sessionId: 'ours', id: 'ours', capabilities: { 'phonefarm:run': 'boot/item/2' } },
    { sessionId: 'theirs', id: 'theirs', capabilities: { platformName: 'Android' } },
  ]

  assert.deepEqual(await read(t, httpAnswer(JSON.stringify({ sessionId: 'None', value: sessions }))), [
    { session_id: 'ours', tag: { boot_id: 'boot', queue_item_id: 'item', attempt: 2 } },
    { session_id: 'theirs', tag: null },
  ])
})

const BROKEN = {
  'hangs up in the head': 'OKAYHTTP/1.1 200 OK\r\n',
  'tells no length': 'OKAYHTTP/1.1 200 OK\r\n\r\n[]',
  'hangs up in the body': 'OKAYHTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}',
  'tells something else': httpAnswer('<html></html>'),
}
for (const [what, answer] of Object.entries(BROKEN)) {
  test(`a server that ${what} is told as broken`, async (t) => {
    await assert.rejects(read(t, answer), { name: 'AdbError', kind: 'broken' })
  })
}

test('a phone on which nobody listens refuses', async (t) => {
  await assert.rejects(read(t, 'FAIL0006closed'), { name: 'AdbError', kind: 'refused', message: 'closed' })
})
