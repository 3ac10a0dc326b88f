import { connect, type Socket } from 'node:net'

/** Whom a request to the adb server is about. */
export type Selector =
  | { by: 'any' | 'usb' | 'local' }
  | { by: 'serial'; serial: string }
  | { by: 'id'; id: string }

/** A request to the adb server itself, taken apart: `host-serial:X:get-state` is `get-state` about X. */
export interface HostRequest {
  selector: Selector
  service: string
}

/** A request is a length in four hex digits and the text (source: AOSP, adb/OVERVIEW.TXT). */
export function frame(text: string): Buffer {
  const body = Buffer.from(text, 'utf8')
  return Buffer.concat([Buffer.from(body.length.toString(16).padStart(4, '0')), body])
}

/** An answer with a text. */
export function okay(text: string): Buffer {
  return Buffer.concat([Buffer.from('OKAY'), frame(text)])
}

export function fail(words: string): Buffer {
  return Buffer.concat([Buffer.from('FAIL'), frame(words)])
}

const PREFIX = /^host-(serial|transport-id|usb|local):(.*)$/s

/** Takes a request apart; undefined when it is none to the host. `serials`: those that are known, since a serial may hold colons. */
export function parseHostRequest(text: string, serials: readonly string[]): HostRequest | undefined {
  if (text.startsWith('host:')) return { selector: { by: 'any' }, service: text.slice('host:'.length) }
  const [, kind, rest = ''] = PREFIX.exec(text) ?? []
  if (kind === 'usb' || kind === 'local') return { selector: { by: kind }, service: rest }
  if (kind === 'transport-id') {
    const [, id = '', service = ''] = /^(\d+):(.*)$/s.exec(rest) ?? []
    return { selector: { by: 'id', id }, service }
  }
  if (kind !== 'serial') return undefined
  const known = serials.find((serial) => rest.startsWith(`${serial}:`))
  // An unknown serial ends at its first colon, or is an address with a port.
  const serial = known ?? /^([^:]+:\d+|\[[^\]]*\]:\d+|[^:]*)(?=:)/.exec(rest)?.[1] ?? rest
  return { selector: { by: 'serial', serial }, service: rest.slice(serial.length + 1) }
}

/** `transport:X`, `tport:any` …: from here on the connection is with one phone. Null when it is another service. */
export function parseTransport(service: string): { selector: Selector; tellsId: boolean } | null {
  const [, kind, rest = ''] = /^(transport|tport|transport-id)(?:[:-])(.*)$/s.exec(service) ?? []
  if (service.startsWith('transport-id:'))
    return { selector: { by: 'id', id: service.slice(13) }, tellsId: false }
  if (kind === undefined) return null
  const tellsId = kind === 'tport'
  if (service.startsWith('transport:')) return { selector: { by: 'serial', serial: rest }, tellsId }
  if (rest === 'any' || rest === 'usb' || rest === 'local') return { selector: { by: rest }, tellsId }
  return rest.startsWith('serial:') ? { selector: { by: 'serial', serial: rest.slice(7) }, tellsId } : null
}

/** Reads requests off a client's connection. */
export interface RequestReader {
  /** Null when the client has gone, or sent what is no request. */
  next: () => Promise<string | null>
  /** Stops reading and returns what came after the last request. */
  release: () => Buffer
}

export function createRequestReader(socket: Socket): RequestReader {
  let buffered = Buffer.alloc(0)
  let ended = false
  let wake: () => void = () => undefined
  const onData = (piece: Buffer) => {
    buffered = Buffer.concat([buffered, piece])
    wake()
  }
  const onEnd = () => {
    ended = true
    wake()
  }
  socket.on('data', onData)
  socket.on('end', onEnd)
  socket.on('close', onEnd)

  return {
    async next() {
      for (;;) {
        const length =
          buffered.length < 4 ? undefined : Number.parseInt(buffered.toString('latin1', 0, 4), 16)
        if (Number.isNaN(length)) return null
        if (length !== undefined && buffered.length >= 4 + length) {
          const text = buffered.toString('utf8', 4, 4 + length)
          buffered = buffered.subarray(4 + length)
          return text
        }
        if (ended) return null
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    release() {
      socket.removeListener('data', onData)
      socket.removeListener('end', onEnd)
      socket.removeListener('close', onEnd)
      socket.pause()
      return buffered
    },
  }
}

/** Opens a conversation with an adb server on loopback; rejects when nobody listens. */
export function dial(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true })
    socket.once('connect', () => {
      socket.removeListener('error', reject)
      socket.on('error', () => socket.destroy()) // 'close' follows, and whoever uses it sees that
      resolve(socket)
    })
    socket.once('error', reject)
  })
}

/** Asks an adb server one thing and reads its whole answer until it hangs up, status included. */
export async function askOnce(port: number, request: string): Promise<string> {
  const socket = await dial(port)
  const pieces: Buffer[] = []
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  socket.write(frame(request))
  await new Promise((resolve) => socket.once('end', resolve).once('close', resolve))
  socket.destroy()
  return Buffer.concat(pieces).toString('utf8')
}
