import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import {
  COMMAND,
  createMessageReader,
  encodeMessage,
  MAX_PAYLOAD,
  type Message,
  VERSION_SKIP_CHECKSUM,
} from './message.ts'
import { type AdbStream, createAdbStream } from './stream.ts'

const AUTH_TOKEN = 1
const AUTH_SIGNATURE = 2
const TOKEN_BYTES = 20
const NOTHING = Buffer.alloc(0)

/** Serves one stream that the host opened; sees its own errors and ends the stream. */
export type Service = (stream: Duplex, hangup: AbortSignal) => void

/** What a transport needs to know of its phone. */
export interface AdbDevice {
  /** `device::ro.product.name=…;features=…` */
  banner: () => string
  /** Whether a host's key is accepted. */
  isAuthorized: () => boolean
  /** Null refuses, as adbd does when there is nobody behind the name. */
  openService: (name: string) => Service | null
}

/** One TCP connection from a host's adb server, carrying many streams. */
export interface Transport {
  /** Answers a host that waits for the "Allow USB debugging?" dialog. */
  authorize: () => void
  /** Neither reads nor writes until `thaw`, while the connection stays open. */
  freeze: () => void
  thaw: () => void
  /** Cuts the connection. */
  close: () => void
}

/** `onClosed` is called once, when the connection is gone and all its streams were told. */
export function createTransport(socket: Socket, device: AdbDevice, onClosed: () => void): Transport {
  const streams = new Map<number, AdbStream>()
  const reader = createMessageReader()
  let nextId = 1
  let online = false
  let waitsForPermission = false
  let maxPayload = 4096 // until the host has said what it takes
  let withChecksum = true
  let held: Buffer[] | undefined

  function send(message: Message): void {
    if (socket.destroyed) return
    const bytes = encodeMessage(message, withChecksum)
    if (held) held.push(bytes)
    else socket.write(bytes)
  }

  function onData(piece: Buffer): void {
    const messages = reader.push(piece)
    if (!messages) return void socket.destroy() // not adb: a real adbd hangs up too
    for (const message of messages) onMessage(message)
  }

  function onMessage({ command, arg0, arg1, payload }: Message): void {
    if (command === COMMAND.CNXN) return onConnect(arg0, arg1)
    if (command === COMMAND.AUTH) return onAuth(arg0)
    if (!online) return
    if (command === COMMAND.OPEN) return onOpen(arg0, payload)
    const stream = streams.get(arg1)
    if (!stream || stream.remoteId !== arg0) {
      if (command === COMMAND.WRTE) send({ command: COMMAND.CLSE, arg0: 0, arg1: arg0, payload: NOTHING })
    } else if (command === COMMAND.OKAY) stream.onOkay()
    else if (command === COMMAND.WRTE) stream.onWrite(payload)
    else if (command === COMMAND.CLSE) stream.onClose()
    // Other commands with a right magic are from a newer protocol; adbd ignores them too.
  }

  function onConnect(version: number, hostMaxPayload: number): void {
    closeStreams() // a host that connects anew has forgotten its streams
    online = false
    maxPayload = Math.max(1, Math.min(hostMaxPayload, MAX_PAYLOAD))
    withChecksum = version < VERSION_SKIP_CHECKSUM
    if (device.isAuthorized()) return goOnline()
    waitsForPermission = true
    sendToken()
  }

  /** A host offers its keys one by one and last of all its public key, for the dialog that nobody answers. */
  function onAuth(type: number): void {
    if (online || !waitsForPermission) return
    if (device.isAuthorized()) goOnline()
    else if (type === AUTH_SIGNATURE) sendToken()
  }

  function sendToken(): void {
    send({ command: COMMAND.AUTH, arg0: AUTH_TOKEN, arg1: 0, payload: randomBytes(TOKEN_BYTES) })
  }

  function goOnline(): void {
    online = true
    waitsForPermission = false
    const payload = Buffer.from(device.banner())
    send({ command: COMMAND.CNXN, arg0: VERSION_SKIP_CHECKSUM, arg1: MAX_PAYLOAD, payload })
  }

  function onOpen(remoteId: number, payload: Buffer): void {
    if (remoteId === 0) return
    const service = device.openService(payload.toString('utf8').replace(/\0$/, ''))
    if (!service) return send({ command: COMMAND.CLSE, arg0: 0, arg1: remoteId, payload: NOTHING })
    const localId = nextId++
    const onStreamClosed = () => streams.delete(localId)
    const stream = createAdbStream({ localId, remoteId, maxPayload, send, onClosed: onStreamClosed })
    streams.set(localId, stream)
    // Before the service's first byte: a host that gets data for a stream it does not have yet hangs for ever.
    send({ command: COMMAND.OKAY, arg0: localId, arg1: remoteId, payload: NOTHING })
    service(stream.duplex, stream.hangup)
  }

  function closeStreams(): void {
    for (const stream of streams.values()) {
      stream.onClose()
      setImmediate(() => stream.duplex.destroy())
    }
    streams.clear()
  }

  socket.setNoDelay(true)
  socket.on('data', onData)
  socket.on('error', () => socket.destroy()) // 'close' follows and does the rest
  socket.on('close', () => {
    closeStreams()
    onClosed()
  })

  return {
    authorize: () => {
      if (waitsForPermission) goOnline()
    },
    freeze: () => {
      held ??= []
      socket.pause()
    },
    thaw: () => {
      const waiting = held ?? []
      held = undefined
      for (const bytes of waiting) socket.write(bytes)
      socket.resume()
    },
    close: () => void socket.destroy(),
  }
}
