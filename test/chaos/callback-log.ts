import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import Type from 'typebox'
import Value from 'typebox/value'
import { Process } from '../../src/http/answer-schemas.ts'
import { isSigned } from '../e2e/support/receiver.ts'
import type { Chance } from './chance.ts'
import type { CallbackTold, Recorder } from './history.ts'

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

export interface CallbackLog {
  url: string
  /** `host:port`. */
  address: string
  /** Called for every try that comes in. */
  onCallback: (told: CallbackTold) => void
  stop: () => Promise<void>
}

/** How often the first try of a message is refused. The second one comes 5 s later; a third would come 5 min later, so none is refused twice. */
const REFUSED = 0.01
/** How long an answer may take: some daemons die before they can note it. */
const SLOWEST_MS = 120

/** The receiver of the run's callbacks: keeps every try, is slow at times and refuses some. */
export async function startCallbackLog(
  secret: string,
  chance: Chance,
  recorder: Recorder,
): Promise<CallbackLog> {
  const refused = new Set<string>()
  const server = createServer((incoming, outgoing) => {
    void receive(incoming).then((status) => outgoing.writeHead(status).end()) // `receive` never rejects
  })
  const log: CallbackLog = { url: '', address: '', onCallback: () => undefined, stop }

  async function receive(incoming: IncomingMessage): Promise<number> {
    const body = await readText(incoming)
    const at = new Date().toISOString()
    if (body === null) return 400
    const parsed: unknown = JSON.parse(body)
    if (!Value.Check(Message, parsed)) {
      recorder.surprise({ at, what: 'callback of an unknown shape', status: 0, answer: parsed })
      return 400
    }
    const answered = chance.happens(REFUSED) && !refused.has(parsed.delivery_id) ? 503 : 204
    if (answered === 503) refused.add(parsed.delivery_id)
    const told: CallbackTold = {
      at,
      webhook_id: String(incoming.headers['webhook-id']),
      delivery_id: parsed.delivery_id,
      process_id: parsed.process.process_id,
      sequence: parsed.sequence,
      milestone: parsed.milestone,
      process_status: parsed.process.status,
      digest: createHash('sha256').update(body).digest('hex'),
      signed: isSigned(incoming.headers, body, secret),
      answered,
    }
    recorder.callback(told)
    log.onCallback(told)
    if (chance.happens(0.3)) await new Promise((resolve) => setTimeout(resolve, chance.whole(1, SLOWEST_MS)))
    return answered
  }

  async function stop(): Promise<void> {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  log.address = `127.0.0.1:${port}`
  log.url = `http://${log.address}/process-updates`
  return log
}

/** Null when the daemon died while it was sending. */
async function readText(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of incoming) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  } catch {
    return null
  }
  return incoming.complete ? Buffer.concat(chunks).toString('utf8') : null
}
