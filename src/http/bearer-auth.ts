import type { IncomingMessage } from 'node:http'
import type { Middleware } from 'koa'
import type { Caller, Scope } from '../domain/caller.ts'
import { FarmError } from '../domain/errors.ts'
import { type ApiKey, findKey } from './api-keys.ts'
import { countHeader, splitTarget } from './framing.ts'

/** Who may pass. */
export interface Auth {
  /** True when the path, as it was sent, needs no key: another spelling of an open path needs one. */
  isOpen: (target: string) => boolean
  /** @throws FarmError unauthorized */
  require: (authorization: string | undefined) => Caller
}

export function createAuth(keys: readonly ApiKey[], openPaths: ReadonlySet<string>): Auth {
  return {
    isOpen: (target) => openPaths.has(splitTarget(target).path),
    require(authorization) {
      const key = findKey(keys, authorization)
      if (key !== null) return key.caller
      throw new FarmError('unauthorized', 'missing or wrong key: send it as Authorization: Bearer <key>')
    },
  }
}

/** Lets a request pass with a key, whose caller then stands in `ctx.state.caller`, or when its path is open. */
export function bearerAuth(auth: Auth): Middleware {
  return (ctx, next) => {
    if (!auth.isOpen(ctx.req.url ?? '')) ctx.state.caller = auth.require(authorizationOf(ctx.req))
    return next()
  }
}

/** Of two headers neither counts: which one was meant is a guess. */
function authorizationOf(req: IncomingMessage): string | undefined {
  return countHeader(req, 'authorization') === 1 ? req.headers.authorization : undefined
}

/** @throws FarmError forbidden when the key was not given this scope */
export function checkScope(caller: Caller, scope: Scope): void {
  if (!caller.scopes.includes(scope)) throw new FarmError('forbidden', `key ${caller.name} may not ${scope}`)
}
