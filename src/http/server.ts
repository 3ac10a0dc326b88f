import { createServer, type Server } from 'node:http'
import type { Scope } from '../domain/caller.ts'
import { createAuthFailures } from './auth-failures.ts'
import { type Availability, createAvailability, type Readiness } from './availability.ts'
import { ADMIN_DOOR, type Door, publicDoor, routesOfDoor } from './doors.ts'
import { clientSource, NO_PROXIES, type ProxyTrust } from './client-source.ts'
import { createHostAllowList, type HostNames } from './host-allow-list.ts'
import { type ConnectionLimits, CONNECTION_LIMITS, createConnections } from './connections.ts'
import { HEAD_LIMIT } from './framing.ts'
import { createHttpApp, type HttpAppDeps } from './http-app.ts'
import { createListener, type ListenAt, type Listener } from './listener.ts'
import { createRateLimit } from './rate-limit.ts'
import { allRoutes, type RouteDeps } from './routes/all-routes.ts'

export interface HttpDeps
  extends Omit<RouteDeps, 'readyz'>, Pick<HttpAppDeps, 'keyRing' | 'log' | 'clock' | 'newId'> {
  /** Asked for `/readyz` and before work is taken in; must be cheap. */
  readiness: () => Readiness
  /** Of the daemon, as `/openapi.json` names it. */
  version: string
  /** Of the routes at the public door; all when not given. */
  publicScopes?: readonly Scope[]
  /** Under which names the farm is asked, beside addresses and `localhost`. */
  hosts?: HostNames
  /** Whose word on where a request comes from is taken; nobody's when not given. */
  proxyTrust?: ProxyTrust
  timeouts?: HttpTimeouts
  /** Of each door. */
  connectionLimits?: ConnectionLimits
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

/** Who cannot open one is told what to change. */
const DOOR_SETTINGS: Record<Door['name'], string> = {
  public: 'PHONEFARM_HOST, PHONEFARM_PORT',
  admin: 'PHONEFARM_ADMIN_LISTEN',
}

/** Where the two doors are. */
export type DoorPlaces = Record<Door['name'], ListenAt>

export interface Http {
  /** Starts to accept at both doors. @returns their addresses with the ports that were taken. Rejects when one is in use. */
  listen: (at: DoorPlaces) => Promise<{ url: string; admin: string }>
  /** Stops accepting, lets running answers end within the deadline and then closes every connection. May come twice, or before `listen`. */
  stop: () => Promise<void>
  /** Refuses new work from now on, `unavailable:<reason>`; everything else goes on being answered. */
  setDraining: Availability['setDraining']
}

/** The API at two doors: the public one (source: contract) and the operator's own, which answers everything. */
export function createHttp(deps: HttpDeps): Http {
  const {
    clock,
    version,
    proxyTrust = NO_PROXIES,
    timeouts = TIMEOUTS,
    connectionLimits: limits = CONNECTION_LIMITS,
  } = deps
  const availability = createAvailability(deps.readiness)
  const routes = allRoutes({ ...deps, readyz: availability.answer })
  const allowed = createHostAllowList(deps.hosts ?? [])
  const failures = createAuthFailures(deps)
  const rateLimit = createRateLimit(deps)
  let stopping = false

  function open(door: Door): Listener {
    const server = newServer(timeouts)
    const connections = createConnections(server, clock, { ...limits, most: mostAt(door, limits) })
    const listener = createListener(server, clock, timeouts.stopMs)
    const app = createHttpApp({
      ...deps,
      sourceOf: (request) => clientSource(request, proxyTrust),
      checkHost: (host) => {
        if (!listener.isSocket()) allowed.check(host)
      },
      failures,
      rateLimit,
      connections,
      routes: routesOfDoor(routes, door, version),
      checkAvailable: availability.check,
      isStopping: () => stopping,
    })
    app.serve(server)
    return listener
  }

  const doors = { public: open(publicDoor(deps.publicScopes)), admin: open(ADMIN_DOOR) }
  const closeAll = async () => void (await Promise.all([doors.public.close(), doors.admin.close()]))
  let stopped: Promise<void> | undefined
  return {
    setDraining: availability.setDraining,
    async listen(at) {
      const open = async (name: Door['name']) => {
        try {
          return await doors[name].listen(at[name])
        } catch (cause) {
          throw new Error(`the ${name} door cannot be opened (${DOOR_SETTINGS[name]})`, { cause })
        }
      }
      return { url: await open('public'), admin: await open('admin') }
    },
    stop() {
      stopping = true
      stopped ??= closeAll()
      return stopped
    },
  }
}

/** The operator's own door has connections of its own, so that he gets in whatever comes to the public one. */
const MOST_AT_ADMIN_DOOR = 64

function mostAt({ name }: Door, { most }: ConnectionLimits): number {
  return name === 'admin' ? Math.min(most, MOST_AT_ADMIN_DOOR) : most
}

function newServer(timeouts: HttpTimeouts): Server {
  const server = createServer({
    headersTimeout: timeouts.headersMs,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    connectionsCheckingInterval: timeouts.checkEveryMs,
    requireHostHeader: false, // checked by us, after the key and with a body
    maxHeaderSize: HEAD_LIMIT,
    // Peers that vanish without a word are found by the kernel; what they were sent is given up after about 15 minutes (tcp_retries2).
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
  })
  // Node would drop what is beyond its limit without a word, and with it the one that matters; `checkFraming` refuses too many.
  server.maxHeadersCount = 0
  return server
}
