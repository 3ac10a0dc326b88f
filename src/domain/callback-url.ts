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

/**
 * True when something of the farm's own listens there: its API, adb, Appium. What those are told by anybody on this machine they do.
 * @param address in any spelling
 */
export type IsOwn = (address: string, port: number) => boolean

/** For whoever has no doors of its own. */
const NOTHING_OWN: IsOwn = () => false

/** What `localhost` means. */
const LOOPBACK = ['127.0.0.0/8', '::1/128']
const LOOPBACK_ADDRESSES = ['127.0.0.1', '::1']

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

/**
 * True when the connection may be made: its address is globally routable or the list names its host, its address or its range. The farm's
 * own ports are reached only by an entry that names the port as well: whoever allows 127.0.0.0/8 thinks of receivers, not of adb.
 */
export function mayConnect(allow: AllowList, peer: CallbackPeer, isOwn: IsOwn = NOTHING_OWN): boolean {
  const { host, port, address } = peer
  const ip = parseIp(address)
  if (!ip || port === 0) return false
  const own = isOwn(address, port)
  if (!own && isGloballyRoutable(ip)) return true
  return allow.some((entry) => {
    if (entry.port !== port && (own || entry.port !== null)) return false
    return 'range' in entry ? inRange(ip, entry.range) : entry.host === normalHost(host)
  })
}

/** True when the operator has named this very host, on whatever port: its name may be resolved like any name of his. */
export function namesHost(allow: AllowList, host: string): boolean {
  return allow.some((entry) => 'host' in entry && entry.host === normalHost(host))
}

/** Longest URL taken, in characters. */
export const CALLBACK_URL_MAX = 2048

/** True for an absolute http(s) URL without white space, control characters or backslashes. */
export function isHttpUrl(text: string): boolean {
  // The URL parser drops white space and control characters silently, and reads a backslash as a slash where others read a user name: what
  // we store would not be what we call.
  return /^https?:\/\//i.test(text) && !/[\s\p{Cc}\\]/u.test(text) && URL.canParse(text)
}

/**
 * Refuses a URL that names an address which no callback may reach, or that carries user information. Names are let through here, but for
 * those that mean the machine itself: what they resolve to is checked when the connection is made.
 * @param url one that `isHttpUrl`
 * @param path where it stands in the caller's document
 * @throws FarmError 'callback_url_not_allowed'
 */
export function checkCallbackUrl(url: string, allow: AllowList, isOwn?: IsOwn, path = '/callback/url'): void {
  const refuse = (message: string) => refuseAt(path, message)
  const { hostname, port, protocol, username, password } = new URL(url)
  if (username !== '' || password !== '') refuse('must not carry a user name or password')
  if (port === '0') refuse('must not name port 0')
  const addresses = addressesOf(hostname)
  const peer = { host: hostname, port: portOf(port, protocol) }
  const reachable = addresses.some((address) => mayConnect(allow, { ...peer, address }, isOwn))
  // The same words for whatever is behind it: what listens on this machine is nobody's business.
  if (addresses.length > 0 && !reachable) refuse(`must not point at ${hostname}: that is no public address`)
}

/** What a host names without anybody being asked; nothing for a name that is to be resolved. */
function addressesOf(hostname: string): readonly string[] {
  // The URL parser has turned every spelling of an IPv4 address (decimal, hex, octal, short) into the dotted one.
  if (parseIp(hostname)) return [hostname]
  // Wherever they are resolved (source: RFC 6761, 6.3).
  return /^(?:.+\.)?localhost$/.test(normalHost(hostname)) ? LOOPBACK_ADDRESSES : []
}

function refuseAt(path: string, message: string): never {
  throw new FarmError('callback_url_not_allowed', `the callback URL ${message}`, {
    problems: [{ path, message }],
  })
}

/** The URL API leaves the scheme's own port out. */
function portOf(port: string, protocol: string): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

/** As hosts are compared: lower case, without the dot that ends a full name. */
export function normalHost(host: string): string {
  // Not from each of many dots anew.
  return host.toLowerCase().replace(/(?<!\.)\.+$/, '')
}
