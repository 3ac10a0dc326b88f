import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { Webhook } from 'standardwebhooks'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { Process } from '../../../src/http/answer-schemas.ts'

const Message = Type.Object(
  {
    event_type: Type.Literal('process.updated'),
    milestone: Type.String(),
    emitted_at: Type.String(),
    delivery_id: Type.String(),
    sequence: Type.Integer(),
    process: Process,
  },
  { additionalProperties: false },
)
type Message = Static<typeof Message>

export interface ReceivedCallback extends Message {
  /** Both families of signatures hold for the raw body, checked by the standardwebhooks package and by our own arithmetic. */
  signed: boolean
}

export interface Receiver {
  url: string
  /** `host:port`, as PHONEFARM_CALLBACK_ALLOW takes it. */
  address: string
  /** In the order of their arrival; one that came twice is here twice. */
  of: (processId: string) => ReceivedCallback[]
  stop: () => Promise<void>
}

/** A caller's own callback endpoint, on loopback. */
export async function startReceiver(secret: string): Promise<Receiver> {
  const received: ReceivedCallback[] = []
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const message = Value.Parse(Message, JSON.parse(body))
      received.push({ ...message, signed: isSigned(incoming.headers, body, secret) })
      outgoing.writeHead(204).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/phonefarm/process-updates`,
    address: `127.0.0.1:${port}`,
    of: (processId) => received.filter(({ process }) => process.process_id === processId),
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** Whether both families of signatures hold for the raw body, by the standardwebhooks package and by our own arithmetic. */
export function isSigned(headers: IncomingHttpHeaders, body: string, secret: string): boolean {
  const timestamp = String(headers['x-phonefarm-timestamp'])
  const own = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  if (headers['x-phonefarm-signature'] !== own) return false
  const standard = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const
  const given = Object.fromEntries(standard.map((name) => [name, String(headers[name])]))
  try {
    new Webhook(Buffer.from(secret), { format: 'raw' }).verify(body, given)
    return true
  } catch {
    return false // the package throws for every reason not to accept the message
  }
}
