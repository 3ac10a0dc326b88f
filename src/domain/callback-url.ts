import { FarmError } from './errors.ts'
import { inRange, isGloballyRoutable, parseIp, parseIpRange, type IpRange } from './ip-address.ts'

/** One entry of PHONEFARM_CALLBACK_ALLOW: a host name or a range of addresses, on one port or (null) on any. */
export type AllowEntry = { host: string; port: number | null } | { range: IpRange; port: number | null }

/** Receivers that may be reached although their address is not globally routable. */
export type AllowList = readonly AllowEntry[]

/** Where a callback is about to be sent. */
export interface CallbackPeer {
  /** The host as the URL names it, IPv6 with or without brackets. */
  host: string
  port: number
  /** The IP address of the connection. */
  address: string
}

/** Names that mean the machine itself wherever they are resolved (source: RFC 6761, 6.3). */
const LOOPBACK = ['127.0.0.0/8', '::1/128']

/**
 * Reads PHONEFARM_CALLBACK_ALLOW: hosts, `host:port` and CIDRs, separated by commas.
 * @throws Error that names the entry which is none of these
 */
export function parseAllowList(text: string): AllowList {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .flatMap(parseEntry)
}

function parseEntry(entry: string): AllowEntry[] {
  const whole = parseIpRange(entry)
  if (whole) return [{ range: whole, port: null }]
  const [, host = '', portText] = /^(\[[^\]]+\]|[^:/\s]+)(?::(\d{1,5}))?$/.exec(entry) ?? []
  const port = portText === undefined ? null : Number(portText)
  if (host === '' || (port !== null && port > 65_535))
    throw new Error(`"${entry}" is neither a host, host:port nor a CIDR`)
  const ip = parseIpRange(host)
  if (ip) return [{ range: ip, port }]
  const name = normalHost(host)
  const loopback = name === 'localhost' ? LOOPBACK.flatMap((range) => parseIpRange(range) ?? []) : []
  return [{ host: name, port }, ...loopback.map((range) => ({ range, port }))]
}

/** True when the connection may be made: its address is globally routable or the list names its host, its address or its range. */
export function mayConnect(allow: AllowList, { host, port, address }: CallbackPeer): boolean {
  const ip = parseIp(address)
  if (!ip) return false
  if (isGloballyRoutable(ip)) return true
  return allow.some((entry) => {
    if (entry.port !== null && entry.port !== port) return false
    return 'range' in entry ? inRange(ip, entry.range) : entry.host === normalHost(host)
  })
}

/** Longest URL taken, in characters. */
export const CALLBACK_URL_MAX = 2048

/** True for an absolute http(s) URL without white space or control characters. */
export function isHttpUrl(text: string): boolean {
  // The URL parser drops white space and control characters silently; then what we store would not be what we call.
  return /^https?:\/\//i.test(text) && !/[\s\p{Cc}]/u.test(text) && URL.canParse(text)
}

/**
 * Refuses a URL that names an address which no callback may reach, or that carries user information. Names are let through here: what they
 * resolve to is checked when the connection is made.
 * @param url one that `isHttpUrl`
 * @throws FarmError 'callback_url_not_allowed'
 */
export function checkCallbackUrl(url: string, allow: AllowList): void {
  const { hostname, port, protocol, username, password } = new URL(url)
  if (username !== '' || password !== '') refuse('must not carry a user name or password')
  // The URL parser has turned every spelling of an IPv4 address (decimal, hex, octal, short) into the dotted one.
  const literal = parseIp(hostname)
  const peer = { host: hostname, port: portOf(port, protocol), address: hostname }
  if (literal && !mayConnect(allow, peer))
    refuse(`must not point at ${hostname}, which is not globally routable`)
}

function refuse(message: string): never {
  throw new FarmError('callback_url_not_allowed', `the callback URL ${message}`, {
    problems: [{ path: '/callback/url', message }],
  })
}

/** The URL API leaves the scheme's own port out. */
function portOf(port: string, protocol: string): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

function normalHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '')
}
