import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import Koa from 'koa'
import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { Ownership } from '../processes/ownership.ts'
import type { AuthFailures } from './auth-failures.ts'
import { bearerAuth, createAuth } from './bearer-auth.ts'
import type { Connections } from './connections.ts'
import { createDispatch } from './dispatch.ts'
import type { Peered } from './client-source.ts'
import { endWithKey } from './end-with-key.ts'
import { errorResponse } from './error-response.ts'
import { allowHosts } from './host-allow-list.ts'
import type { KeyRing } from './key-ring.ts'
import { limitRate, type RateLimit } from './rate-limit.ts'
import { requestLog } from './request-log.ts'
import type { Route } from './route.ts'
import { limitUnreadBody } from './unread-body.ts'
import { answerUnreadable } from './unreadable.ts'
import { createVisibility } from './visibility.ts'

export interface HttpAppDeps {
  /** What this door answers. */
  routes: readonly Route[]
  processes: Ownership
  keyRing: KeyRing
  /** Where a request comes from. */
  sourceOf: (request: Peered) => string
  /** @throws FarmError host_not_allowed; MalformedRequest for what is no host at all */
  checkHost: (host: string) => void
  /** Shared by the doors, as are the budgets: a key and a source are the same at both. */
  failures: AuthFailures
  rateLimit: RateLimit
  /** Of this door's server. */
  connections: Connections
  /** @throws FarmError unavailable while no work can be taken in */
  checkAvailable: () => void
  /** True once the server stops: connections are not kept any more. */
  isStopping: () => boolean
  log: Logger
  clock: Clock
  /** Ids of requests that bring none. */
  newId: () => string
}

/** What every request of one door passes, from its id to its answer. */
export interface HttpApp {
  /** Answers all that comes to the server. */
  serve: (server: Server) => void
}

export function createHttpApp(deps: HttpAppDeps): HttpApp {
  const { routes, keyRing, checkAvailable, isStopping, failures, rateLimit, connections, log } = deps
  const auth = createAuth({
    find: keyRing.find,
    openPaths: new Set(routes.filter(({ scope }) => scope === null).map(({ path }) => path)),
    failures,
  })
  const dispatch = createDispatch({
    routes,
    checkAvailable,
    visibility: createVisibility(deps.processes),
    keyWatch: keyRing,
  })

  const koa = new Koa({ proxy: false })
  koa.use(requestLog(deps))
  koa.use(limitUnreadBody)
  koa.use(async (ctx, next) => {
    await next()
    if (isStopping()) ctx.set('Connection', 'close')
  })
  koa.use(errorResponse(log))
  koa.use(connections.takeTurns)
  koa.use(allowHosts(deps.checkHost))
  koa.use(bearerAuth(auth))
  koa.use(connections.noteCaller)
  koa.use(endWithKey(keyRing))
  koa.use(limitRate(rateLimit))
  dispatch.addTo(koa)
  // What comes here is not of the request's making: the caller went away while the answer was written.
  koa.on('error', (err: unknown) => log.debug({ err }, 'answer not delivered'))

  return {
    serve(server) {
      answerUnreadable(server, { ...deps, auth, refusal: dispatch.refusal })
      answerRequests(server, koa)
    },
  }
}

function answerRequests(server: Server, koa: Koa): void {
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
