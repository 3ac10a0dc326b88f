import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

/** A callback as it came in. */
export interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  /** The raw text. */
  body: string
}

export interface Receiver {
  url: string
  port: number
  received: Received[]
  /** Resolves when so many messages have come in. */
  hasReceived: (count: number) => Promise<void>
  /** Connections that were ever opened. */
  connections: () => number
}

/** How a receiver answers the n-th message (from 0); not answering is allowed. */
export type Answer = (response: ServerResponse, index: number) => void

const ok: Answer = (response) => void response.writeHead(204).end()

/** A real HTTP server on a free port of loopback; closed with the test. */
export async function startReceiver(t: TestContext, answer: Answer = ok): Promise<Receiver> {
  const received: Received[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  let connections = 0
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8')
      received.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body,
      })
      for (const { count, resolve } of waiting) if (received.length >= count) resolve()
      answer(response, received.length - 1)
    })
  })
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/updates`,
    port,
    received,
    hasReceived: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    connections: () => connections,
  }
}
