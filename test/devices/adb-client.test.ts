import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { pino } from 'pino'
import { createAdbClient, type AdbClient } from '../../src/devices/adb-client.ts'
import { AdbError, type AdbDevice } from '../../src/devices/adb-protocol.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { fail, hex4, okay, packet, startScriptedAdbServer, type Script } from './scripted-adb-server.ts'

const NEVER = new AbortController().signal
const SERIAL = '127.0.0.1:16001'
const ONLINE = `${SERIAL}        device product:p model:m device:d transport_id:1\n`

async function clientOf(t: TestContext, script: Script, pieceBytes = 1) {
  const server = await startScriptedAdbServer(script, pieceBytes)
  t.after(server.close)
  const adb = createAdbClient({
    port: server.port,
    env: {},
    clock: systemClock,
    log: pino({ level: 'silent' }),
  })
  return { adb, server }
}

for (const pieceBytes of [1, 2, 3, 5, 7, 4096]) {
  test(`answers that arrive in pieces of ${pieceBytes} bytes are read whole`, async (t) => {
    const { adb } = await clientOf(t, { 'host:devices-l': okay(ONLINE) }, pieceBytes)

    assert.equal(await adb.stateOf(SERIAL, NEVER), 'device')
  })

  test(`a shell answer that arrives in pieces of ${pieceBytes} bytes keeps its streams apart`, async (t) => {
    const answer = Buffer.concat([
      Buffer.from('OKAY'),
      packet(1, 'Grüße '),
      packet(2, 'oh'),
      packet(1, 'an alle'),
      packet(3, Buffer.from([7])),
    ])
    const { adb } = await clientOf(
      t,
      { [`host:transport:${SERIAL}`]: 'OKAY', 'shell,v2,raw:greet': answer },
      pieceBytes,
    )

    assert.deepEqual(await adb.shell(SERIAL, 'greet', NEVER), {
      stdout: 'Grüße an alle',
      stderr: 'oh',
      exitCode: 7,
    })
  })
}

test('a serial with blanks and parentheses is sent as it stands', async (t) => {
  const serial = 'adb-X (2)._adb-tls-connect._tcp'
  const { adb, server } = await clientOf(t, {
    [`host:transport:${serial}`]: 'OKAY',
    'shell,v2,raw:id': Buffer.concat([Buffer.from('OKAY'), packet(3, Buffer.from([0]))]),
  })

  await adb.shell(serial, 'id', NEVER)

  assert.deepEqual(server.requests, [`host:transport:${serial}`, 'shell,v2,raw:id'])
})

test('a shell stream that breaks off has no exit code', async (t) => {
  const answer = Buffer.concat([Buffer.from('OKAY'), packet(1, 'half')])
  const { adb } = await clientOf(t, { [`host:transport:${SERIAL}`]: 'OKAY', 'shell,v2,raw:reboot': answer })

  assert.deepEqual(await adb.shell(SERIAL, 'reboot', NEVER), { stdout: 'half', stderr: '', exitCode: null })
})

test("a refusal carries the adb server's own words", async (t) => {
  const { adb } = await clientOf(t, { [`host:transport:${SERIAL}`]: fail(`device '${SERIAL}' not found`) })

  await assert.rejects(adb.shell(SERIAL, 'id', NEVER), {
    kind: 'refused',
    message: `device '${SERIAL}' not found`,
  })
})

test('an answer that is not the adb protocol is told from a refusal', async (t) => {
  const { adb } = await clientOf(t, { 'host:devices-l': 'HTTP/1.1 400 Bad Request\r\n\r\n' })

  await assert.rejects(adb.devices(NEVER), { kind: 'broken' })
})

test('no server on the port is told as such', async (t) => {
  const { adb, server } = await clientOf(t, {})
  await server.close()

  await assert.rejects(adb.devices(NEVER), { kind: 'no_server' })
})

test('a server that never answers ends with a timeout', async (t) => {
  const server = await startScriptedAdbServer({})
  t.after(server.close)
  const clock = createFakeClock()
  const adb = createAdbClient({ port: server.port, env: {}, clock, log: pino({ level: 'silent' }) })

  const asked = assert.rejects(adb.devices(NEVER), { kind: 'timeout' })
  await clock.advance(5_000)

  await asked
})

test("an aborted signal ends a waiting request with the signal's reason", async (t) => {
  const { adb } = await clientOf(t, {})
  const stop = new AbortController()
  const reason = new Error('the run was stopped')

  const asked = assert.rejects(adb.devices(stop.signal), reason)
  stop.abort(reason)

  await asked
})

test('a listed phone that does not answer is not alive', async (t) => {
  const { adb } = await clientOf(t, { [`host:transport:${SERIAL}`]: fail('device offline') })

  assert.equal(await adb.echo(SERIAL, NEVER), false)
})

test('an offline network phone is disconnected before it is connected again', async (t) => {
  const { adb, server } = await clientOf(t, {
    'host:devices-l': okay(`${SERIAL}        offline transport_id:1\n`),
    [`host:disconnect:${SERIAL}`]: okay(`disconnected ${SERIAL}`),
    [`host:connect:${SERIAL}`]: okay(`connected to ${SERIAL}`),
  })

  await adb.connect(SERIAL, NEVER)

  assert.deepEqual(server.requests.slice(0, 3), [
    'host:devices-l',
    `host:disconnect:${SERIAL}`,
    `host:connect:${SERIAL}`,
  ])
})

test('a phone is only connected when the list says so, whatever connect says', async (t) => {
  const { adb } = await clientOf(t, {
    'host:devices-l': okay(''),
    [`host:connect:${SERIAL}`]: okay(`connected to ${SERIAL}`),
  })

  assert.equal(await adb.connect(SERIAL, NEVER), 'absent')
})

test('removing a forward that is not there answers false', async (t) => {
  const { adb } = await clientOf(t, {
    [`host-serial:${SERIAL}:killforward:tcp:8200`]: fail("listener 'tcp:8200' not found"),
  })

  assert.equal(await adb.removeForward(SERIAL, 'tcp:8200', NEVER), false)
})

test('every list of the track stream is handed on, and an empty one when the server goes away', async (t) => {
  const { adb, server } = await clientOf(t, {
    'host:version': okay('0029'),
    'host:track-devices-l': `OKAY${hex4(ONLINE)}${ONLINE}`,
  })
  const lists = followLists(t, adb)

  assert.deepEqual(await lists.next(), ['device'])
  await server.push('0000')
  assert.deepEqual(await lists.next(), [])
  await server.push(`${hex4(ONLINE)}${ONLINE}`)
  assert.deepEqual(await lists.next(), ['device'])
  server.cut()
  assert.deepEqual(await lists.next(), [])
  // It asks the server again by itself.
  assert.deepEqual(await lists.next(), ['device'])
})

function followLists(t: TestContext, adb: AdbClient) {
  const stop = new AbortController()
  const waiting: ((states: string[]) => void)[] = []
  const early: string[][] = []
  const onList = (devices: AdbDevice[]) => {
    const states = devices.map(({ state }) => state)
    const next = waiting.shift()
    if (next) next(states)
    else early.push(states)
  }
  const tracking = adb.trackDevices(onList, stop.signal)
  t.after(async () => {
    stop.abort()
    await tracking
  })
  return {
    next: () =>
      new Promise<string[]>((resolve) =>
        early.length > 0 ? resolve(early.shift() ?? []) : waiting.push(resolve),
      ),
  }
}

test('a missing adb program is named with the places that were searched', async () => {
  const server = await startScriptedAdbServer({})
  await server.close()
  const env = { ANDROID_HOME: '/nowhere/sdk', PATH: '/nowhere/bin' }
  const adb = createAdbClient({ port: server.port, env, clock: systemClock, log: pino({ level: 'silent' }) })

  await assert.rejects(adb.ensureServer(NEVER), (error) => {
    assert.ok(error instanceof AdbError)
    assert.equal(error.kind, 'no_binary')
    assert.match(error.message, /\/nowhere\/sdk\/platform-tools, \/nowhere\/bin/)
    return true
  })
})
