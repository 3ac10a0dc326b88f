import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/** One conversation: for each request of the client what the server sends back. */
export type Script = Readonly<Record<string, string | Buffer>>

export interface ScriptedAdbServer {
  port: number
  /** Every request in the order in which it came. */
  requests: string[]
  /** Sends more bytes on every open conversation. */
  push: (bytes: string) => Promise<void>
  /** Cuts every open conversation. */
  cut: () => void
  close: () => Promise<void>
}

/** Answers as an adb server would, in pieces of `pieceBytes` bytes; a request that the script does not have is never answered. */
export async function startScriptedAdbServer(script: Script, pieceBytes = 1): Promise<ScriptedAdbServer> {
  const requests: string[] = []
  const sockets = new Set<Socket>()

  async function send(socket: Socket, bytes: string | Buffer): Promise<void> {
    const all = Buffer.from(bytes)
    for (let at = 0; at < all.length; at += pieceBytes) {
      socket.write(all.subarray(at, at + pieceBytes))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    let buffered = ''
    socket.on('data', (chunk) => {
      buffered += chunk.toString('utf8')
      const length = Number.parseInt(buffered.slice(0, 4), 16)
      if (buffered.length < 4 + length) return
      const request = buffered.slice(4, 4 + length)
      buffered = buffered.slice(4 + length)
      requests.push(request)
      const answer = script[request]
      if (answer === undefined) return
      const ends = !request.startsWith('host:transport') && !request.startsWith('host:track')
      void send(socket, answer).then(() => ends && socket.end()) // a failed write shows in the test's own expectation
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    requests,
    push: async (bytes) => void (await Promise.all([...sockets].map((socket) => send(socket, bytes)))),
    cut: () => sockets.forEach((socket) => socket.destroy()),
    close: async () => {
      sockets.forEach((socket) => socket.destroy())
      server.close()
      await once(server, 'close')
    },
  }
}

/** `OKAY` and a text with its length in front. */
export function okay(text: string): string {
  return `OKAY${hex4(text)}${text}`
}

/** `FAIL` and the server's words. */
export function fail(words: string): string {
  return `FAIL${hex4(words)}${words}`
}

/** The length of a text in four hex digits. */
export function hex4(text: string): string {
  return Buffer.byteLength(text).toString(16).padStart(4, '0')
}

/** One packet of the shell protocol, version 2. */
export function packet(id: number, data: string | Buffer): Buffer {
  const body = Buffer.from(data)
  const header = Buffer.alloc(5)
  header.writeUInt8(id, 0)
  header.writeUInt32LE(body.length, 1)
  return Buffer.concat([header, body])
}
