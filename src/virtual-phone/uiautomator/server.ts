import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { InjectionRefused, ScreenshotFailed } from '../android/ailments.ts'
import type { LatencyKind } from '../android/latency.ts'
import type { Phone, UiAutomatorServer } from '../android/phone.ts'
import { createAilingServer } from './ailing-server.ts'
import { createAutomation } from './automation.ts'
import { createRouter, type Answer, type PathRequest } from './routes.ts'
import { closeSession } from './routes/session-routes.ts'
import { errorValue, unableToCapture, unknownError, WdError } from './wd-errors.ts'

/** netty's aggregator refuses more; the reader closes a connection that was silent for so long (source: research/fidelity.md 1.1). */
const BODY_LIMIT_BYTES = 64 * 1024
const IDLE_CLOSE_MS = 60_000
/** How often a hung phone looks whether it may go on, and an overdue connection whether its reply is out. */
const POLL_MS = 100

export interface ServerDeps {
  phone: Phone
  /** Called when a deleted session ends the server: its instrumentation is over. */
  onQuit: () => void
}

/** The UiAutomator2 server's HTTP side on port 6790 of a simulated phone. Never listens: sockets are handed in. */
export function createUiAutomatorServer({ phone, onQuit }: ServerDeps): UiAutomatorServer {
  const ending = new AbortController()
  const automation = createAutomation(phone, ending.signal)
  const router = createRouter(automation, onQuit)
  const ailing = createAilingServer(phone)
  const sockets = new Set<Duplex>()
  const busy = new Set<Duplex>()

  const http = createServer((request, response) => {
    const { socket } = request
    busy.add(socket)
    response.on('close', () => busy.delete(socket))
    // Whatever it throws was answered; what is left is the abort of a server that has ended, which nobody waits for.
    void serve(request, response).catch(() => response.destroy())
  })
  // The phone's own idle rule is below; Node's timers would close other connections than netty does.
  http.keepAliveTimeout = 0
  http.headersTimeout = 0
  http.requestTimeout = 0

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request)
    if (text === null) return refuseLarge(request, response)
    const { method = 'GET', url = '/' } = request
    const path = pathOf(url)
    phone.journal.record({
      at: phone.clock.now().toISOString(),
      session_id: sessionIdIn(path),
      method,
      path,
    })
    await awaitThaw()
    const { status, answer } = await answerTo({ method, path, text })
    await awaitThaw()
    const slowMs = phone.faults.slowMs + phone.latency.drawMs(latencyKindOf(path))
    if (slowMs > 0) await phone.clock.sleep(slowMs, ending.signal)
    if (ailing.diesNow(path)) return cutOff(response, status, answer)
    reply(response, status, answer)
    ailing.leak(path)
  }

  async function answerTo(request: PathRequest): Promise<{ status: number; answer: Answer }> {
    try {
      ailing.assertConnected(request)
      return { status: 200, answer: await router.answer(request) }
    } catch (cause) {
      ending.signal.throwIfAborted()
      const error = wdErrorOf(cause)
      return {
        status: error.status,
        answer: { sessionId: sessionIdIn(request.path), value: errorValue(error) },
      }
    }
  }

  /** A frozen phone or server answers nothing and does nothing, but keeps its connections. */
  async function awaitThaw(): Promise<void> {
    while (phone.faults.hung || phone.ailments.frozen) await phone.clock.sleep(POLL_MS, ending.signal)
  }

  /** Half an answer, and the process that wrote it is gone. */
  function cutOff(response: ServerResponse, status: number, answer: Answer): void {
    const text = JSON.stringify(answer)
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    })
    response.write(text.slice(0, text.length >> 1), () => phone.instrumentation.crash())
  }

  function closeWhenIdle(socket: Duplex): void {
    const close = () => {
      if (busy.has(socket)) cancel = phone.clock.after(POLL_MS, close)
      else socket.destroy()
    }
    let cancel = phone.clock.after(IDLE_CLOSE_MS, close)
    socket.on('data', () => {
      cancel()
      cancel = phone.clock.after(IDLE_CLOSE_MS, close)
    })
    socket.once('close', () => cancel())
  }

  return {
    accept(socket) {
      if (ending.signal.aborted) {
        socket.destroy()
        return
      }
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      // A peer that resets the connection is no event for the phone; without a listener it would end the process.
      socket.on('error', () => sockets.delete(socket))
      http.emit('connection', socket)
      closeWhenIdle(socket)
    },
    onPowerDisconnected() {
      if (automation.settings.flag('shutdownOnPowerDisconnect')) onQuit()
    },
    close() {
      if (ending.signal.aborted) return
      ending.abort(new Error('the UiAutomator2 server has ended'))
      closeSession(automation)
      // A server that never listens does not know its connections: without this they would stay open for ever.
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** What the answer costs on a real phone: a picture and the hierarchy more than all else. */
function latencyKindOf(path: string): LatencyKind {
  if (path.endsWith('/source')) return 'source'
  return path.endsWith('/screenshot') ? 'screenshot' : 'command'
}

/** Path without query and without the legacy prefix. */
function pathOf(url: string): string {
  const [path = '/'] = url.split('?')
  const plain = path.replace(/^\/wd\/hub(?=\/|$)/, '')
  return plain.length > 1 ? plain.replace(/\/$/, '') : plain
}

function sessionIdIn(path: string): string | null {
  const [, sessionId = null] = /^\/session\/([^/]+)/.exec(path) ?? []
  return sessionId
}

/** The whole body, or null when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    bytes += part.length
    if (bytes <= BODY_LIMIT_BYTES) chunks.push(part)
  }
  return bytes > BODY_LIMIT_BYTES ? null : Buffer.concat(chunks).toString('utf8')
}

/** netty answers before any route and hangs up; there is no W3C error in it. */
function refuseLarge(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(413, { 'content-length': 0, connection: 'close' })
  response.end(() => request.socket.destroy())
}

/** Header and body go out in one write: two would cost a delayed acknowledgement of 40 ms on every command. */
function reply(response: ServerResponse, status: number, { sessionId, value }: Answer): void {
  const text = JSON.stringify({ sessionId, value })
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-encoding': 'identity',
    'cache-control': 'no-store',
    pragma: 'no-cache',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

function wdErrorOf(cause: unknown): WdError {
  if (cause instanceof WdError) return cause
  if (cause instanceof ScreenshotFailed) return unableToCapture()
  return unknownError(cause instanceof InjectionRefused ? cause.message : javaText(cause))
}

function javaText(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  return `java.lang.RuntimeException: ${message}`
}
