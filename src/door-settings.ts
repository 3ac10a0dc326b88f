import { isIP } from 'node:net'
import path from 'node:path'
import Type, { type Static } from 'typebox'
import { SCOPES, type Scope } from './domain/caller.ts'
import { type IpRange, parseIpRange } from './domain/ip-address.ts'
import { PROXY_HEADERS, type ProxyTrust } from './http/client-source.ts'
import type { HostNames } from './http/host-allow-list.ts'
import type { ListenAt } from './http/listener.ts'
import { SOCKET_PATH_MAX } from './http/unix-socket.ts'

/** The two doors of the API and who stands before them; part of the table in environment.ts. */
export const DOOR_SETTINGS = {
  PHONEFARM_HOST: Type.String({ default: '127.0.0.1' }),
  /** 0: any free one. */
  PHONEFARM_PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 8787 }),
  /** `host:port` or `unix:/path`; 127.0.0.1 and the port after the public one, or any free one, when not given. */
  PHONEFARM_ADMIN_LISTEN: Type.Optional(Type.String()),
  /** Of the routes at the public door, separated by commas. */
  PHONEFARM_PUBLIC_SCOPES: Type.String({ default: SCOPES.join(',') }),
  /** Names under which callers reach the farm, separated by commas. */
  PHONEFARM_HOSTS: Type.String({ default: '' }),
  /** Proxies whose word on the caller's address is taken: addresses, CIDRs and `loopback`, separated by commas. */
  PHONEFARM_TRUSTED_PROXIES: Type.String({ default: '' }),
  /** The header in which they give it. */
  PHONEFARM_PROXY_HEADER: Type.Enum([...PROXY_HEADERS], { default: PROXY_HEADERS[0] }),
}

const Settings = Type.Object(DOOR_SETTINGS)
type Settings = Static<typeof Settings>

/** What the settings of the doors say. */
export interface DoorSettings {
  host: string
  port: number
  adminListen: ListenAt
  publicScopes: readonly Scope[]
  /** Beside `localhost`, addresses and the machine's own name. */
  hosts: HostNames
  proxyTrust: ProxyTrust
}

/** What each setting says, null when it has not the right form, and what is said then. */
const READERS = {
  PHONEFARM_HOST: {
    read: ({ PHONEFARM_HOST: host }: Settings) => (isHost(host) ? host : null),
    words: 'must be an IP address or a host name',
  },
  PHONEFARM_ADMIN_LISTEN: {
    read: adminListenOf,
    words: `must be host:port, [IPv6]:port or unix:/path, which has at most ${SOCKET_PATH_MAX} bytes`,
  },
  PHONEFARM_PUBLIC_SCOPES: { read: publicScopesOf, words: `must be a list of: ${SCOPES.join(', ')}` },
  PHONEFARM_HOSTS: {
    read: hostsOf,
    words: 'must be host names without ports, separated by commas: farm.example.com, *.example.com',
  },
  PHONEFARM_TRUSTED_PROXIES: {
    read: proxiesOf,
    words: 'must be IP addresses, CIDRs or loopback, separated by commas',
  },
}

/** The doors; what is wrong with a setting is left at what harms least. */
export function readDoors(given: Settings): DoorSettings {
  const { PHONEFARM_HOST: host, PHONEFARM_PORT: port, PHONEFARM_PROXY_HEADER: header } = given
  const adminListen = adminListenOf(given) ?? { host: '127.0.0.1', port: 0 }
  const adminHost = 'host' in adminListen ? [adminListen.host] : []
  const names = [host, ...adminHost].filter((name) => isIP(name) === 0)
  return {
    host,
    port,
    adminListen,
    publicScopes: publicScopesOf(given) ?? [],
    hosts: [...names, ...(hostsOf(given) ?? [])],
    proxyTrust: { proxies: proxiesOf(given) ?? [], header },
  }
}

interface DoorProblem {
  name: string
  message: string
}

/** What is wrong with the settings beyond their form. */
export function doorProblems(given: Settings & { PHONEFARM_API_KEY?: string }): DoorProblem[] {
  const problems: DoorProblem[] = []
  for (const [name, { read, words }] of Object.entries(READERS)) {
    if (read(given) === null) problems.push({ name, message: words })
  }
  const { host, adminListen } = readDoors(given)
  const exposed = [
    ...(isHereOnly(host) ? [] : ['PHONEFARM_HOST']),
    ...('host' in adminListen && !isHereOnly(adminListen.host) ? ['PHONEFARM_ADMIN_LISTEN'] : []),
  ]
  if (exposed.length > 0 && given.PHONEFARM_API_KEY === undefined)
    problems.push({
      name: 'PHONEFARM_API_KEY',
      message: `must be set when ${exposed.join(' or ')} is reachable from other machines`,
    })
  return problems
}

/** Only this machine can ask on it. Not the domain's `isLoopback`, which is of calling: a call to 0.0.0.0 stays here, but who listens there is open to all. */
function isHereOnly(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function isHost(host: string): boolean {
  return isIP(host) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)
}

function adminListenOf({ PHONEFARM_ADMIN_LISTEN: text, PHONEFARM_PORT: port }: Settings): ListenAt | null {
  if (text === undefined) {
    const next = port === 0 || port === 65_535 ? 0 : port + 1
    return { host: '127.0.0.1', port: next, or_any_free: true }
  }
  if (text.startsWith('unix:')) {
    const socketPath = text.slice('unix:'.length)
    const fits = Buffer.byteLength(socketPath) <= SOCKET_PATH_MAX && !socketPath.endsWith('/')
    return path.isAbsolute(socketPath) && fits ? { socketPath } : null
  }
  const [, ipv6, name, digits = ''] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? []
  const host = ipv6 ?? name ?? ''
  const isRight = ipv6 === undefined ? isHost(host) : isIP(ipv6) === 6
  return isRight && Number(digits) <= 65_535 ? { host, port: Number(digits) } : null
}

function publicScopesOf({ PHONEFARM_PUBLIC_SCOPES: text }: Settings): Scope[] | null {
  const words = entriesOf(text)
  const scopes = SCOPES.filter((scope) => words.includes(scope))
  return words.every((word) => SCOPES.some((scope) => scope === word)) ? scopes : null
}

/** As DNS and Compose networks have them; `*.` before one means every name below it. */
const HOST_NAME = /^(\*\.)?[a-z0-9_]([a-z0-9_.-]{0,249}[a-z0-9_])?\.?$/i

function hostsOf({ PHONEFARM_HOSTS: text }: Settings): string[] | null {
  const names = entriesOf(text)
  return names.every((name) => HOST_NAME.test(name)) ? names : null
}

const LOOPBACK = ['127.0.0.0/8', '::1/128']

function proxiesOf({ PHONEFARM_TRUSTED_PROXIES: text }: Settings): IpRange[] | null {
  const entries = entriesOf(text).flatMap((entry) => (entry === 'loopback' ? LOOPBACK : [entry]))
  const ranges = entries.flatMap((entry) => parseIpRange(entry) ?? [])
  // Whoever trusts everybody lets strangers say where they come from.
  const isRight = ranges.length === entries.length && ranges.every(({ length }) => length > 0)
  return isRight ? ranges : null
}

/** An empty list is one without entries. */
function entriesOf(text: string): string[] {
  return text.trim() === '' ? [] : text.split(',').map((entry) => entry.trim())
}
