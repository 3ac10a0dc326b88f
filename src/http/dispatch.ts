import Router from '@koa/router'
import type Koa from 'koa'
import type { Context } from 'koa'
import { fullCaller, type Caller } from '../domain/caller.ts'
import { invalid } from '../domain/check.ts'
import { FarmError } from '../domain/errors.ts'
import { pointerStep } from '../domain/json-pointer.ts'
import { checkScope, unauthorized } from './bearer-auth.ts'
import { checkFraming } from './framing.ts'
import { hasBody, readJsonObject } from './json-body.ts'
import { MethodNotAllowed } from './refusals.ts'
import { goneSignal } from './gone-signal.ts'
import type { KeyRing } from './key-ring.ts'
import type { Answer, Route } from './route.ts'
import type { Visibility } from './visibility.ts'

export interface DispatchDeps {
  routes: readonly Route[]
  /** @throws FarmError unavailable while no work can be taken in */
  checkAvailable: () => void
  visibility: Visibility
  keyWatch: Pick<KeyRing, 'isAccepted' | 'onEnd'>
}

/** Finds the route of a request and lets it answer. */
export interface Dispatch {
  /** Adds everything that comes after the key, in the contract's order: scope, whose process it is, framing, body. */
  addTo: (koa: Koa) => void
  /** The refusal of a request that no route takes: 405 when its path is known, else 404. */
  refusal: (method: string, path: string) => FarmError
}

export function createDispatch(deps: DispatchDeps): Dispatch {
  const router = new Router({ sensitive: true, strict: true })
  for (const route of deps.routes) router.register(route.path, [route.method], answering(route, deps))

  function refusal(method: string, path: string): FarmError {
    const methods = [...new Set(router.match(path, method).path.flatMap((layer) => layer.methods))]
    if (methods.length > 0) return new MethodNotAllowed(method, path, methods.toSorted())
    return new FarmError('route_not_found', `there is no route ${path}`)
  }

  return {
    refusal,
    addTo(koa) {
      koa.use(router.routes())
      koa.use((ctx) => {
        checkFraming(ctx.req)
        throw refusal(ctx.method, ctx.path)
      })
    },
  }
}

/** Of a route that is open. */
const NOBODY: Caller = { ...fullCaller('nobody'), scopes: [], own_only: true }

type Routed = Context & { params: Record<string, string> }

function answering(route: Route, { checkAvailable, visibility, keyWatch }: DispatchDeps) {
  return async (ctx: Routed): Promise<void> => {
    const caller: Caller = ctx.state.caller ?? NOBODY
    if (route.scope !== null) checkScope(caller, route.scope)
    visibility.check(route, caller, ctx.params)
    checkFraming(ctx.req)
    if (route.createsWork) checkAvailable()
    const body = await readBody(ctx, route)
    // A body may take its time, and the key be taken back meanwhile.
    if (!keyWatch.isAccepted(caller)) throw unauthorized()
    const query = readQuery(ctx.querystring, route)
    const header = (name: string) => (ctx.get(name) === '' ? undefined : ctx.get(name))
    const accepts = (...types: string[]) => ctx.accepts(types)
    const gone = () => goneSignal(ctx.res, caller, keyWatch)
    const answer = await route.answer({ caller, params: ctx.params, query, body, header, accepts, gone })
    write(ctx, visibility.shown(route, caller, answer))
  }
}

async function readBody(ctx: Context, route: Route): Promise<Record<string, unknown>> {
  const takesBody = route.method === 'POST' || route.method === 'PUT'
  if (!takesBody || (route.body === null && !hasBody(ctx.req))) return {}
  const body = await readJsonObject(ctx)
  if (route.body === null) refuseUnknown(Object.keys(body), 'is not a known field')
  return body
}

/** Parameters of a route that has some are checked in its use case, the unknown ones with the rest. */
function readQuery(querystring: string, route: Route): Record<string, string[]> {
  const parameters = new URLSearchParams(querystring)
  const names = [...new Set(parameters.keys())]
  if (Object.keys(route.query).length === 0) refuseUnknown(names, 'is not a known query parameter')
  return Object.fromEntries(names.map((name) => [name, parameters.getAll(name)]))
}

function refuseUnknown(names: readonly string[], message: string): void {
  if (names.length > 0) throw invalid(names.map((name) => ({ path: pointerStep(name), message })))
}

function write(ctx: Context, answer: Answer): void {
  ctx.status = answer.status
  if ('headers' in answer && answer.headers) ctx.set(answer.headers)
  if ('json' in answer) {
    ctx.type = 'json'
    // Made here and not by Koa, so that a value that cannot be written is answered like every other bug.
    ctx.body = JSON.stringify(answer.json)
  } else if ('text' in answer) {
    ctx.type = answer.contentType
    ctx.body = answer.text
  } else if ('bytes' in answer) {
    ctx.type = answer.contentType
    const { bytes } = answer
    // The same memory: what is kept to be sent often is not copied for every slow reader.
    ctx.body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  } else if ('stream' in answer) {
    writeStream(ctx, answer)
  }
}

/** Koa destroys the stream when the caller goes; the other way round is ours. */
function writeStream(ctx: Context, { stream, contentType }: Extract<Answer, { stream: unknown }>): void {
  ctx.type = contentType
  ctx.body = stream
  stream.once('close', () => {
    if (!ctx.res.writableEnded) ctx.res.destroy()
  })
}
