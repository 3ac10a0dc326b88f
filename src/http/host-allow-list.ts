import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Middleware } from 'koa'
import { FarmError } from '../domain/errors.ts'
import { countHeader } from './framing.ts'
import { MalformedRequest } from './refusals.ts'

/** Under which names a door may be asked: exact ones, or `*.example.com` for all below one. In any case, with or without a last dot. */
export type HostNames = readonly string[]

export interface HostAllowList {
  /** @throws FarmError host_not_allowed; MalformedRequest for what is no host at all */
  check: (host: string) => void
}

/** `name`, `1.2.3.4` or `[::1]`, and a port (RFC 9110 7.2); RFC 3986 would let more into a name, DNS does not. */
const HOST_FIELD = /^(\[[0-9A-Fa-f:.]{2,45}\]|[\w.-]{1,253})(?::\d{0,5})?$/

/**
 * Knows the names that are ours. A page of a stranger can point its own name at 127.0.0.1 and then have a browser on this host ask us (DNS
 * rebinding), but the browser names that page's host: only a name that is ours passes, and an address, which nobody can point elsewhere.
 */
export function createHostAllowList(names: HostNames): HostAllowList {
  const wanted = ['localhost', ...names].map(normal)
  const exact = new Set(wanted.filter((name) => !name.startsWith('*.')))
  const endings = wanted.filter((name) => name.startsWith('*.')).map((name) => name.slice(1))

  function isOurs(name: string): boolean {
    if (isIP(name) !== 0 || name.startsWith('[')) return true
    return exact.has(name) || endings.some((ending) => name.length > ending.length && name.endsWith(ending))
  }

  return {
    check(host) {
      const [, name] = HOST_FIELD.exec(host) ?? []
      if (name === undefined || (name.startsWith('[') && isIP(name.slice(1, -1)) !== 6))
        throw new MalformedRequest('the host header is no host')
      if (!isOurs(normal(name)))
        throw new FarmError(
          'host_not_allowed',
          `this farm is not called ${name}: ask under one of its names (PHONEFARM_HOSTS) or its address`,
        )
    },
  }
}

/** Refuses requests for another host before anything else is looked at. Several Host headers or none are refused with the rest of the framing. */
export function allowHosts(check: HostAllowList['check']): Middleware {
  return (ctx, next) => {
    const host = hostOf(ctx.req)
    if (host !== undefined) check(host)
    return next()
  }
}

/** The one Host header; undefined when there is none, or more than one. */
export function hostOf(req: IncomingMessage): string | undefined {
  return countHeader(req, 'host') === 1 ? req.headers.host : undefined
}

function normal(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}
