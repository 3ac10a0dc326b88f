import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

const Message = Type.Object({
  event_type: Type.Literal('process.updated'),
  milestone: Type.String(),
  sequence: Type.Integer(),
  delivery_id: Type.String(),
  process: Type.Object({ process_id: Type.String(), status: Type.String() }),
})
type Message = Static<typeof Message>
const message = Compile(Message)

export interface ReceivedCallback extends Message {
  /** Whether both families of signature headers held for the raw body. */
  verified: boolean
}

/** A caller's own callback endpoint, on loopback: keeps what it received and checks every signature itself. */
export async function startReceiver(secret: string) {
  const received: ReceivedCallback[] = []
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const parsed: unknown = JSON.parse(body)
      const known = message.Check(parsed)
      if (known) received.push({ ...parsed, verified: isSigned(incoming.headers, body, secret) })
      outgoing.writeHead(known ? 204 : 400).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    address: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/phonefarm/process-updates`,
    of: (processId: string) => received.filter((callback) => callback.process.process_id === processId),
    all: () => received,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Both schemes of the contract: `X-PhoneFarm-Signature` and Standard Webhooks. */
function isSigned(headers: IncomingHttpHeaders, body: string, secret: string): boolean {
  const text = (name: string) => String(headers[name] ?? '')
  const hmac = (signed: string) => createHmac('sha256', secret).update(signed)
  const own = hmac(`${text('x-phonefarm-timestamp')}.${body}`).digest('hex')
  const standard = hmac(`${text('webhook-id')}.${text('webhook-timestamp')}.${body}`).digest('base64')
  return isSame(own, text('x-phonefarm-signature')) && isSame(`v1,${standard}`, text('webhook-signature'))
}

function isSame(expected: string, actual: string): boolean {
  return expected.length === actual.length && timingSafeEqual(Buffer.from(expected), Buffer.from(actual))
}
