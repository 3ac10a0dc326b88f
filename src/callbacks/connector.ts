import type { LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { mayConnect, normalHost, type AllowList, type IsOwn } from '../domain/callback-url.ts'
import { createResolver, type Resolve } from './resolver.ts'

export interface ConnectorDeps {
  allow: AllowList
  /** What of this machine is the farm's own; nothing when not given. */
  isOwn?: IsOwn
  /** By host, in lower case: the certificates (PEM) that it is to be trusted by, and no others. */
  ca?: ReadonlyMap<string, string>
  /** `createResolver` unless given. */
  resolve?: Resolve
}

/** A callback was about to reach an address that it must not. */
export class AddressRefused extends Error {
  override name = 'AddressRefused'
  readonly code = 'ADDRESS_REFUSED'

  constructor(host: string, address: string) {
    super(host === address ? `${address} is not allowed` : `${host} is ${address}, which is not allowed`)
  }
}

/** Name, TCP and TLS together; the whole try has its own, longer deadline. */
const CONNECT_MS = 5000

/**
 * Certificates are checked whatever the environment says (NODE_TLS_REJECT_UNAUTHORIZED, `--tls-min-v1.0`): callbacks carry what callers asked
 * for, and there is no switch that turns this off for all of them.
 */
const STRICT_TLS = { rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const

/**
 * Opens connections for undici, and only to addresses that callbacks may reach. A literal address is checked first, because `lookup` is not
 * called for one; a name is resolved here, once, and only those of its addresses that are allowed are connected to, so that a second answer of
 * the name server changes nothing; the peer of the open socket is checked once more. TLS still verifies the name of the URL.
 */
export function createConnector(deps: ConnectorDeps): buildConnector.connector {
  const { allow, isOwn, ca, resolve = createResolver(deps) } = deps
  return (options, callback) => {
    const host = options.hostname
    const port = portOf(options)
    const isAllowed = (address: string) => mayConnect(allow, { host, port, address }, isOwn)
    const check = (address: string) => {
      if (!isAllowed(address)) throw new AddressRefused(host, address)
    }
    try {
      if (isIP(host) !== 0) check(host)
    } catch (error) {
      callback(asError(error), null)
      return
    }
    const trusted = ca?.get(normalHost(host))
    const connect = buildConnector({
      ...STRICT_TLS,
      ...(trusted !== undefined && { ca: trusted }),
      timeout: CONNECT_MS,
      autoSelectFamily: true,
      lookup: checkedLookup(resolve, isAllowed),
    })
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null)
      try {
        check(socket.remoteAddress ?? 'an unknown address')
        callback(null, socket)
      } catch (refusal) {
        socket.destroy()
        callback(asError(refusal), null)
      }
    })
  }
}

/**
 * The `lookup` of net.connect: answers with the addresses that are allowed, such as the IPv4 one of a `localhost` whose IPv6 one is not. A name
 * without any is refused.
 */
function checkedLookup(resolve: Resolve, isAllowed: (address: string) => boolean): LookupFunction {
  async function checked(hostname: string): Promise<[LookupAddress, ...LookupAddress[]]> {
    const found = await resolve(hostname)
    const [first, ...others] = found.filter(({ address }) => isAllowed(address))
    if (first) return [first, ...others]
    if (found[0]) throw new AddressRefused(hostname, found[0].address)
    throw new Error(`${hostname} has no address`)
  }

  return (hostname, { all }, callback) => {
    async function answer(): Promise<void> {
      try {
        const addresses = await checked(hostname)
        if (all === true) callback(null, addresses)
        else callback(null, addresses[0].address, addresses[0].family)
      } catch (error) {
        callback(asError(error), '')
      }
    }
    // Never rejects: errors go to the callback.
    void answer()
  }
}

function portOf({ port, protocol }: buildConnector.Options): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
