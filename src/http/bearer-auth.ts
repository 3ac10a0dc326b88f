import type { IncomingMessage } from 'node:http'
import type { Middleware } from 'koa'
import type { Caller, Scope } from '../domain/caller.ts'
import { FarmError } from '../domain/errors.ts'
import type { AuthFailures } from './auth-failures.ts'
import { countHeader, splitTarget } from './framing.ts'

/** Who may pass. */
export interface Auth {
  /** True when the path, as it was sent, needs no key: another spelling of an open path needs one. */
  isOpen: (target: string) => boolean
  /**
   * @param source the address that the request comes from
   * @throws FarmError unauthorized; rate_limited when this source has presented too many wrong keys
   */
  require: (authorization: string | undefined, source: string) => Caller
}

export interface AuthDeps {
  /** Whose key an Authorization header holds; null: nobody's. */
  find: (authorization: string | undefined) => Caller | null
  openPaths: ReadonlySet<string>
  failures: AuthFailures
}

export function createAuth({ find, openPaths, failures }: AuthDeps): Auth {
  return {
    isOpen: (target) => openPaths.has(splitTarget(target).path),
    require(authorization, source) {
      const caller = find(authorization)
      if (caller !== null) return caller
      // Who sends none has not tried one.
      if (authorization !== undefined) failures.count(source)
      throw unauthorized()
    },
  }
}

/** The same for every wrong key, whatever is wrong with it. */
export function unauthorized(): FarmError {
  return new FarmError('unauthorized', 'missing or wrong key: send it as Authorization: Bearer <key>')
}

/** Lets a request pass with a key, whose caller then stands in `ctx.state.caller`, or when its path is open. */
export function bearerAuth(auth: Auth): Middleware {
  return (ctx, next) => {
    if (!auth.isOpen(ctx.req.url ?? '')) {
      ctx.state.caller = auth.require(authorizationOf(ctx.req), ctx.state.source)
    }
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
