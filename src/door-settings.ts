import { isIP } from 'node:net'
import path from 'node:path'
import Type from 'typebox'
import { SCOPES, type Scope } from './domain/caller.ts'
import type { ListenAt } from './http/listener.ts'

/** The two doors of the API; part of the table in environment.ts. */
export const DOOR_SETTINGS = {
  PHONEFARM_HOST: Type.String({ default: '127.0.0.1' }),
  /** 0: any free one. */
  PHONEFARM_PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 8787 }),
  /** `host:port` or `unix:/path`; 127.0.0.1 and the port after the public one when not given. */
  PHONEFARM_ADMIN_LISTEN: Type.Optional(Type.String()),
  /** Of the routes at the public door, separated by commas. */
  PHONEFARM_PUBLIC_SCOPES: Type.String({ default: SCOPES.join(',') }),
}

interface Settings {
  PHONEFARM_HOST: string
  PHONEFARM_PORT: number
  PHONEFARM_ADMIN_LISTEN?: string
  PHONEFARM_PUBLIC_SCOPES: string
}

/** What the settings of the doors say; what is wrong with them is left at its default. */
export interface DoorSettings {
  host: string
  port: number
  adminListen: ListenAt
  publicScopes: readonly Scope[]
}

interface DoorProblem {
  name: keyof Settings
  message: string
}

/** The doors, and what is wrong with their settings. */
export function readDoors(given: Settings): { doors: DoorSettings; problems: DoorProblem[] } {
  const { PHONEFARM_HOST: host, PHONEFARM_PORT: port } = given
  const problems: DoorProblem[] = []
  const wrong = (name: keyof Settings, message: string) => void problems.push({ name, message })
  if (!isHost(host)) wrong('PHONEFARM_HOST', 'must be an IP address or a host name')
  return {
    doors: {
      host,
      port,
      adminListen: adminListenOf(given, (message) => wrong('PHONEFARM_ADMIN_LISTEN', message)),
      publicScopes: publicScopesOf(given, (message) => wrong('PHONEFARM_PUBLIC_SCOPES', message)),
    },
    problems,
  }
}

/** The same machine asks on it, whoever that machine speaks for. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function isHost(host: string): boolean {
  return isIP(host) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)
}

function adminListenOf(given: Settings, wrong: (message: string) => void): ListenAt {
  const text = given.PHONEFARM_ADMIN_LISTEN
  if (text !== undefined) {
    const at = parseListenAt(text)
    if (at === null) wrong('must be host:port, [IPv6]:port or unix:/path')
    return at ?? { host: '127.0.0.1', port: 0 }
  }
  const port = given.PHONEFARM_PORT === 0 ? 0 : given.PHONEFARM_PORT + 1
  if (port > 65_535) wrong('must be set when PHONEFARM_PORT is 65535')
  return { host: '127.0.0.1', port }
}

function parseListenAt(text: string): ListenAt | null {
  if (text.startsWith('unix:')) {
    const socketPath = text.slice('unix:'.length)
    return path.isAbsolute(socketPath) ? { socketPath } : null
  }
  const [, ipv6, name, digits = ''] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? []
  const host = ipv6 ?? name ?? ''
  const isRight = ipv6 === undefined ? isHost(host) : isIP(ipv6) === 6
  const port = Number(digits)
  return isRight && port <= 65_535 ? { host, port } : null
}

function publicScopesOf(given: Settings, wrong: (message: string) => void): Scope[] {
  const words = given.PHONEFARM_PUBLIC_SCOPES.split(',').map((word) => word.trim())
  const scopes = SCOPES.filter((scope) => words.includes(scope))
  const isRight = words.every((word) => SCOPES.some((scope) => scope === word))
  if (!isRight) wrong(`must be a list of: ${SCOPES.join(', ')}`)
  return isRight ? scopes : []
}
