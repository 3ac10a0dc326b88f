import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { STATUS_CODES } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { createLogSampler } from '../domain/log-once.ts'
import type { Auth } from './bearer-auth.ts'
import type { Peered } from './client-source.ts'
import { errorAnswer, SECURITY_HEADERS } from './error-response.ts'
import { writtenRefusal } from './problem-json.ts'
import { HEAD_LIMIT, splitTarget } from './framing.ts'
import { checkRate, type RateLimit } from './rate-limit.ts'
import { MalformedRequest } from './refusals.ts'

export interface UnreadableDeps {
  auth: Auth
  rateLimit: RateLimit
  sourceOf: (request: Peered) => string
  checkHost: (host: string) => void
  /** See `Dispatch.refusal`. */
  refusal: (method: string, path: string) => Error
  clock: Clock
  newId: () => string
  log: Logger
}

/** How long a refused connection may take to read its answer before it is cut. */
const LINGER_MS = 1000

/** What Node's parser could not read, in statuses; everything else is 400 (source: nodejs.org/api/http, 'clientError'). */
const PARSER_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

type ParserError = Error & { code?: string; rawPacket?: Buffer; bytesParsed?: number }

/**
 * Answers, in the contract's shape, what never becomes a request: messages that Node's parser refuses, methods that it does not know, and CONNECT,
 * all of which Node would otherwise answer without a body or not at all. The connection ends after it.
 */
export function answerUnreadable(server: Server, deps: UnreadableDeps): void {
  const { auth, rateLimit, sourceOf, checkHost, refusal, clock, newId, log } = deps
  const open = new WeakMap<Duplex, Set<ServerResponse>>()
  const refused = new WeakSet<Duplex>()
  const sampler = createLogSampler({ clock })

  function track({ socket }: IncomingMessage, res: ServerResponse): void {
    const answers = open.get(socket) ?? new Set()
    open.set(socket, answers.add(res))
    res.once('close', () => answers.delete(res))
  }

  /** @param accept as far as the message could be read */
  function refuse(socket: Duplex, error: Error, accept?: string): void {
    refused.add(socket)
    const requestId = newId()
    const answer = errorAnswer(error)
    const { status, headers } = answer
    const facts = { request_id: requestId, status, reason: answer.body.message }
    sampler.tell(String(status), (leftOut) =>
      log.info({ ...facts, ...(leftOut > 0 && { left_out: leftOut }) }, 'unreadable request refused'),
    )
    const { contentType, text } = writtenRefusal(answer, { accept, requestId })
    const all = { ...SECURITY_HEADERS, 'X-Request-Id': requestId, 'Content-Type': contentType, ...headers }
    socket.end(rawAnswer(status, { ...all, Connection: 'close' }, text))
    // Ending is not enough for a caller that goes on sending; cutting at once could take the answer from one that is still reading.
    clock.after(LINGER_MS, () => socket.destroy())
  }

  /** In the order in which every other request is looked at. */
  function unroutable({ method, target, values }: Head, socket: Duplex): Error {
    const peer = socket instanceof Socket ? socket.remoteAddress : undefined
    const source = sourceOf({ peer, header: (name) => values(name).join() })
    try {
      const host = only(values('host'))
      if (host !== undefined) checkHost(host)
      if (!auth.isOpen(target)) checkRate(rateLimit, auth.require(only(values('authorization')), source))
    } catch (error) {
      if (error instanceof Error) return error
    }
    return refusal(method, splitTarget(target).path)
  }

  server.on('request', track)
  server.on('clientError', (error: ParserError, socket) => {
    if (refused.has(socket)) return
    const begun = [...(open.get(socket) ?? [])].some(({ headersSent }) => headersSent)
    // Half an answer is under way: a second one would be read as part of it. Or nobody is there any more.
    if (begun || !socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
    const head = error.code === 'HPE_INVALID_METHOD' ? readHead(error) : null
    if (head) return refuse(socket, unroutable(head, socket), head.values('accept').join())
    refuse(
      socket,
      new MalformedRequest('the request is not valid HTTP/1.1', PARSER_STATUS[error.code ?? ''] ?? 400),
    )
  })
  server.on('connect', (req: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy()) // the caller is gone, and with it the one who would want to know
    const values = (name: string) => req.headersDistinct[name] ?? []
    const head = { method: 'CONNECT', target: req.url ?? '', values }
    refuse(socket, unroutable(head, socket), values('accept').join())
  })
}

/** Of a message that Node's parser gave up. */
interface Head {
  method: string
  target: string
  /** Of a header, by its name in lower case. */
  values: (name: string) => string[]
}

/**
 * The head of a message whose method the parser does not know, as far as it came with the same packet; only used to choose the refusal.
 * Read line by line and without patterns that go back: the packet is a stranger's.
 */
function readHead({ rawPacket, bytesParsed = 0 }: ParserError): Head | null {
  const text = rawPacket?.toString('latin1') ?? ''
  const start = text.lastIndexOf('\n', Math.max(bytesParsed - 1, 0)) + 1
  const [first = '', ...fields] = text.slice(start, start + HEAD_LIMIT).split('\r\n')
  const [, method, target] = /^([A-Za-z0-9!#$%&'*+.^_`|~-]+) (\S+) HTTP\/1\.[01]$/.exec(first) ?? []
  if (method === undefined || target === undefined) return null
  const end = fields.indexOf('')
  const headers = end === -1 ? fields : fields.slice(0, end)
  const values = (name: string) =>
    headers
      .filter((field) => field.slice(0, name.length + 1).toLowerCase() === `${name}:`)
      .map((field) => field.slice(name.length + 1).trim())
  return { method, target, values }
}

/** Of several none: which one was meant is a guess. */
function only(values: readonly string[]): string | undefined {
  return values.length === 1 ? values[0] : undefined
}

function rawAnswer(status: number, headers: Record<string, string>, body: string): string {
  const all = {
    ...headers,
    'Content-Length': String(Buffer.byteLength(body)),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}
