import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { type Adbd, createAdbd } from '../../../src/virtual-phone/adb/adbd.ts'
import {
  COMMAND,
  createMessageReader,
  encodeMessage,
  type Message,
} from '../../../src/virtual-phone/adb/message.ts'
import type { Service } from '../../../src/virtual-phone/adb/transport.ts'

/** The host's side of a transport, a message at a time. */
interface Host {
  socket: Socket
  send: (command: number, arg0: number, arg1: number, payload?: string | Buffer) => void
  next: () => Promise<Message>
  waiting: () => number
}

const VERSION = 0x01000001

async function startAdbd(t: TestContext, services: Record<string, Service> = {}): Promise<Adbd> {
  const adbd = createAdbd({
    banner: () => 'device::features=shell_v2',
    openService: (name) => services[name] ?? null,
  })
  t.after(() => adbd.close())
  await adbd.listen(0)
  return adbd
}

async function connectTo(t: TestContext, adbd: Adbd): Promise<Host> {
  const socket = connect(adbd.port(), '127.0.0.1')
  t.after(() => socket.destroy())
  const reader = createMessageReader()
  const messages: Message[] = []
  const wanting: ((message: Message) => void)[] = []
  socket.on('error', () => undefined)
  socket.on('data', (piece) => {
    for (const message of reader.push(Buffer.from(piece)) ?? []) {
      const want = wanting.shift()
      if (want) want(message)
      else messages.push(message)
    }
  })
  await once(socket, 'connect')
  return {
    socket,
    send: (command, arg0, arg1, payload = '') =>
      void socket.write(encodeMessage({ command, arg0, arg1, payload: Buffer.from(payload) }, true)),
    next: () => {
      const message = messages.shift()
      return message ? Promise.resolve(message) : new Promise((resolve) => wanting.push(resolve))
    },
    waiting: () => messages.length,
  }
}

async function connectOnline(t: TestContext, adbd: Adbd): Promise<Host> {
  const host = await connectTo(t, adbd)
  host.send(COMMAND.CNXN, VERSION, 4096, 'host::')
  assert.equal((await host.next()).command, COMMAND.CNXN)
  return host
}

test('a host that connects is told the banner', async (t) => {
  const host = await connectTo(t, await startAdbd(t))

  host.send(COMMAND.CNXN, VERSION, 4096, 'host::')

  const { command, payload } = await host.next()
  assert.equal(command, COMMAND.CNXN)
  assert.equal(payload.toString(), 'device::features=shell_v2')
})

test('a service that is not there is refused', async (t) => {
  const host = await connectOnline(t, await startAdbd(t))

  host.send(COMMAND.OPEN, 5, 0, 'tcp:9\0')

  const { command, arg0, arg1 } = await host.next()
  assert.deepEqual([command, arg0, arg1], [COMMAND.CLSE, 0, 5])
})

test('the OKAY of an OPEN leaves before the first byte, and the next WRTE waits for the OKAY of the last', async (t) => {
  const services: Record<string, Service> = {
    'twice:': (stream) => {
      stream.write('one')
      stream.end('two')
    },
  }
  const host = await connectOnline(t, await startAdbd(t, services))

  host.send(COMMAND.OPEN, 5, 0, 'twice:\0')

  const opened = await host.next()
  assert.equal(opened.command, COMMAND.OKAY)
  assert.equal((await host.next()).payload.toString(), 'one')
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(host.waiting(), 0)
  host.send(COMMAND.OKAY, 5, opened.arg0)
  assert.equal((await host.next()).payload.toString(), 'two')
  host.send(COMMAND.OKAY, 5, opened.arg0)
  assert.equal((await host.next()).command, COMMAND.CLSE)
})

test('header and body written in one turn leave as one WRTE', async (t) => {
  const services: Record<string, Service> = {
    'http:': (stream) => {
      stream.cork()
      stream.write('header ')
      stream.write('body')
      stream.uncork()
    },
  }
  const host = await connectOnline(t, await startAdbd(t, services))

  host.send(COMMAND.OPEN, 5, 0, 'http:\0')

  await host.next()
  assert.equal((await host.next()).payload.toString(), 'header body')
})

test('a payload larger than the host takes is cut', async (t) => {
  const services: Record<string, Service> = { 'big:': (stream) => void stream.end(Buffer.alloc(5000, 'x')) }
  const host = await connectOnline(t, await startAdbd(t, services))

  host.send(COMMAND.OPEN, 5, 0, 'big:\0')

  const { arg0 } = await host.next()
  assert.equal((await host.next()).payload.length, 4096)
  host.send(COMMAND.OKAY, 5, arg0)
  assert.equal((await host.next()).payload.length, 904)
})

test('a service that does not read stops the host', async (t) => {
  const host = await connectOnline(t, await startAdbd(t, { 'deaf:': () => undefined }))
  host.send(COMMAND.OPEN, 5, 0, 'deaf:\0')
  const { arg0 } = await host.next()

  host.send(COMMAND.WRTE, 5, arg0, Buffer.alloc(4096)) // fits into the stream's buffer
  assert.equal((await host.next()).command, COMMAND.OKAY)
  for (let sent = 0; sent < 4; sent += 1) host.send(COMMAND.WRTE, 5, arg0, Buffer.alloc(16_384))

  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(host.waiting(), 0)
})

test('a service learns that the host has closed its stream', async (t) => {
  let hangup: AbortSignal | undefined
  const services: Record<string, Service> = { 'wait:': (_stream, signal) => void (hangup = signal) }
  const host = await connectOnline(t, await startAdbd(t, services))
  host.send(COMMAND.OPEN, 5, 0, 'wait:\0')
  const { arg0 } = await host.next()

  host.send(COMMAND.CLSE, 5, arg0)

  assert.ok(hangup)
  if (!hangup.aborted) await once(hangup, 'abort')
})

test('bytes that are not adb end the connection, and the next host is served', async (t) => {
  const adbd = await startAdbd(t)
  const stranger = await connectTo(t, adbd)

  stranger.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(stranger.socket, 'close')

  await connectOnline(t, adbd)
})

test('an unauthorized host gets a new token for each key, and is let in when the dialog is answered', async (t) => {
  const adbd = await startAdbd(t)
  adbd.setAuthorized(false)
  const host = await connectTo(t, adbd)

  host.send(COMMAND.CNXN, VERSION, 4096, 'host::')
  assert.equal((await host.next()).command, COMMAND.AUTH)
  host.send(COMMAND.AUTH, 2, 0, Buffer.alloc(256))
  assert.equal((await host.next()).command, COMMAND.AUTH)
  host.send(COMMAND.AUTH, 3, 0, 'the public key')
  host.send(COMMAND.OPEN, 5, 0, 'shell:\0') // ignored
  adbd.setAuthorized(true)

  assert.equal((await host.next()).command, COMMAND.CNXN)
})

test('a hung phone answers nothing until it is resumed', async (t) => {
  const adbd = await startAdbd(t)
  const host = await connectOnline(t, adbd)

  adbd.setHung(true)
  host.send(COMMAND.OPEN, 5, 0, 'none:\0')
  await new Promise((resolve) => setTimeout(resolve, 30))
  assert.equal(host.waiting(), 0)
  adbd.setHung(false)

  assert.equal((await host.next()).command, COMMAND.CLSE)
})

test('an unplugged phone refuses connections and takes them again on the same port', async (t) => {
  const adbd = await startAdbd(t)
  const host = await connectOnline(t, adbd)
  const port = adbd.port()

  const cut = once(host.socket, 'close')
  await adbd.setPlugged(false)
  await cut
  const refused = connect(port, '127.0.0.1')
  const [error] = await once(refused, 'error')
  assert.equal(error.code, 'ECONNREFUSED')
  await adbd.setPlugged(true)

  assert.equal(adbd.port(), port)
  await connectOnline(t, adbd)
})
