import type { IncomingMessage } from 'node:http'
import { inRange, type IpAddress, type IpRange, ipText, parseIp } from '../domain/ip-address.ts'

/**
 * The headers in which proxies name their peers. One is chosen: a proxy adds to the one that it knows and lets the others through as a
 * stranger wrote them.
 */
export const PROXY_HEADERS = ['x-forwarded-for', 'forwarded', 'cf-connecting-ip'] as const
export type ProxyHeader = (typeof PROXY_HEADERS)[number]

/** Whose word on where a request comes from is taken. */
export interface ProxyTrust {
  /** Addresses of proxies of ours; of anybody else the header is not read. */
  proxies: readonly IpRange[]
  header: ProxyHeader
}

/** Nobody's: the peer of the connection is where a request comes from. */
export const NO_PROXIES: ProxyTrust = { proxies: [], header: 'x-forwarded-for' }

/** A request, as far as it says where it comes from. */
export interface Peered {
  /** Of the connection; undefined on a unix socket, or when the peer is gone. */
  peer: string | undefined
  /** The value of a header by its name in lower case, several joined by commas. */
  header: (name: ProxyHeader) => string | undefined
}

/** Of a request that Node's parser has read. */
export function peered({ socket, headers }: IncomingMessage): Peered {
  return { peer: socket.remoteAddress, header: (name) => headers[name]?.toString() }
}

/** Of a peer without an address. */
const NOWHERE = 'local'

/**
 * Where a request comes from: the last address that is no proxy of ours, walking from the connection towards the client. Whatever stands to
 * the left of it in the header was written by a stranger and is not looked at. Never throws, whatever the header holds.
 * @returns an address in its usual spelling, IPv4 in IPv6 as IPv4; `local` when the connection has none
 */
export function clientSource({ peer, header }: Peered, { proxies, header: name }: ProxyTrust): string {
  const start = peer === undefined ? null : parseIp(peer)
  if (start === null) return NOWHERE
  if (!isProxy(start, proxies)) return ipText(start)
  const hops = HOPS_OF[name](header(name) ?? '')
  let source = start
  // Each proxy put its peer at the right end. Unreadable or hidden: the one that wrote it is the last that we know.
  for (let at = hops.length - 1; at >= 0 && isProxy(source, proxies); at--) {
    const hop = hops[at]
    if (!hop) break
    source = hop
  }
  return ipText(source)
}

function isProxy(ip: IpAddress, proxies: readonly IpRange[]): boolean {
  return proxies.some((range) => inRange(ip, range))
}

/** The addresses of each header, the client's first; null for what is none. */
const HOPS_OF: Record<ProxyHeader, (value: string) => (IpAddress | null)[]> = {
  'x-forwarded-for': (value) => value.split(',').map((entry) => parseNode(entry.trim())),
  forwarded: forwardedFor,
  // Set by Cloudflare alone and always one.
  'cf-connecting-ip': (value) => [parseNode(value.trim())],
}

/** An address that may carry a port (RFC 7239 6: IPv6 then stands in brackets); null for names, `unknown` and hidden ones. */
function parseNode(text: string): IpAddress | null {
  const [, inBrackets, withPort] = /^(?:(\[[^\]]*\])|([^:]*))(?::[\w.-]+)?$/.exec(text) ?? []
  return parseIp(inBrackets ?? withPort ?? text)
}

/** `name=value` at a place of a Forwarded header, and what ends it (RFC 7239 4). */
const PAIR = /[ \t]*([!#$%&'*+.^`|~\w-]+)=(?:([!#$%&'*+.^`|~\w-]+)|"((?:[^"\\]|\\.)*)")[ \t]*([,;]|$)/y

/**
 * The `for` of every element, null where there is none. One unreadable character makes it all unreadable, and nothing is returned: a stranger
 * who left a quote open would else decide where the elements end that our proxies added.
 */
function forwardedFor(value: string): (IpAddress | null)[] {
  const found: (IpAddress | null)[] = []
  const pair = new RegExp(PAIR)
  let node: string | null = null
  for (let end: string | undefined; end !== '';) {
    const [, name, token, quoted = '', after = ''] = pair.exec(value) ?? []
    const isFor = name?.toLowerCase() === 'for'
    if (name === undefined || (isFor && node !== null)) return []
    if (isFor) node = token ?? quoted.replaceAll(/\\(.)/g, '$1')
    if (after !== ';') {
      found.push(node === null ? null : parseNode(node))
      node = null
    }
    end = after
  }
  return found
}
