import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import Koa from 'koa'
import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { ApiKey } from './api-keys.ts'
import { createAvailability, type Readiness } from './availability.ts'
import { bearerAuth, createAuth } from './bearer-auth.ts'
import { limitUnreadBody } from './unread-body.ts'
import { createDispatch } from './dispatch.ts'
import { errorResponse } from './error-response.ts'
import { requestLog } from './request-log.ts'
import { allRoutes, type RouteDeps } from './routes/all-routes.ts'
import { answerUnreadable } from './unreadable.ts'

export interface HttpDeps extends Omit<RouteDeps, 'readyz'> {
  /** Every key that is accepted. */
  auth: readonly ApiKey[]
  /** Asked for `/readyz` and before work is taken in; must be cheap. */
  readiness: () => Readiness
  log: Logger
  clock: Clock
  /** Ids of requests that bring none. */
  newId: () => string
  timeouts?: HttpTimeouts
}

/** All in milliseconds. */
export interface HttpTimeouts {
  headersMs: number
  requestMs: number
  keepAliveMs: number
  /** How often the first two are looked at; they end late by this much. */
  checkEveryMs: number
  /** What running answers are given when the server stops. */
  stopMs: number
}

const TIMEOUTS: HttpTimeouts = {
  headersMs: 10_000,
  requestMs: 30_000,
  // Longer than the 90 s of the usual tunnels and proxies: the one that reuses connections must be the one that closes them first.
  keepAliveMs: 95_000,
  checkEveryMs: 1000,
  // Answers take milliseconds; a hard cancel that still waits for its phone is told by the record.
  stopMs: 2000,
}

export interface Http {
  /** Starts to accept. @param port 0: any free one. @returns the address with the port that was taken. Rejects when it is in use. */
  listen: (host: string, port: number) => Promise<{ url: string }>
  /** Stops accepting, lets running answers end within the deadline and then closes every connection. May come twice, or before `listen`. */
  stop: () => Promise<void>
  /** Refuses new work from now on, `unavailable:<reason>`; everything else goes on being answered. */
  setDraining: (reason: string) => void
}

/** The public API on one port (source: contract). */
export function createHttp(deps: HttpDeps): Http {
  const { clock, timeouts = TIMEOUTS } = deps
  const availability = createAvailability(deps.readiness)
  const routes = allRoutes({ ...deps, readyz: availability.answer })
  const auth = createAuth(
    deps.auth,
    new Set(routes.filter(({ scope }) => scope === null).map(({ path }) => path)),
  )
  const dispatch = createDispatch({ routes, checkAvailable: availability.check })

  const koa = new Koa({ proxy: false })
  let stopping = false
  koa.use(requestLog(deps))
  koa.use(limitUnreadBody)
  koa.use(async (ctx, next) => {
    await next()
    if (stopping) ctx.set('Connection', 'close')
  })
  koa.use(errorResponse(deps.log))
  koa.use(bearerAuth(auth))
  dispatch.addTo(koa)
  // What comes here is not of the request's making: the caller went away while the answer was written.
  koa.on('error', (err: unknown) => deps.log.debug({ err }, 'answer not delivered'))

  const server = createServer({
    headersTimeout: timeouts.headersMs,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    connectionsCheckingInterval: timeouts.checkEveryMs,
    requireHostHeader: false, // checked by us, after the key and with a body
  })
  answerUnreadable(server, { ...deps, auth, refusal: dispatch.refusal })
  serve(server, koa)

  let stopped: Promise<void> | undefined
  return {
    setDraining: availability.setDraining,
    async listen(host, port) {
      server.listen(port, host)
      await once(server, 'listening')
      return { url: urlOf(server) }
    },
    stop() {
      stopping = true
      stopped ??= close(server, clock, timeouts.stopMs)
      return stopped
    },
  }
}

function serve(server: Server, koa: Koa): void {
  const handle = koa.callback()
  // Koa answers every error inside of it, so nothing is left to reject.
  const onRequest = (req: IncomingMessage, res: ServerResponse): void => void handle(req, res)
  server.on('request', onRequest)
  // With these two Node leaves the answer to us: whether the body is wanted at all is known after the key and the headers were looked at.
  server.on(
    'checkContinue',
    (req: IncomingMessage, res: ServerResponse) => void server.emit('request', req, res),
  )
  server.on(
    'checkExpectation',
    (req: IncomingMessage, res: ServerResponse) => void server.emit('request', req, res),
  )
}

async function close(server: Server, clock: Clock, stopMs: number): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close() // also closes the connections that are idle now
  const cancel = clock.after(stopMs, () => server.closeAllConnections())
  await closed
  cancel()
}

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}
