import type { Middleware } from 'koa'
import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { createLogSampler } from '../domain/log-once.ts'
import { type Peered, peered } from './client-source.ts'
import { SECURITY_HEADERS } from './error-response.ts'
import { traceIdOf } from './trace-id.ts'

export interface RequestLogDeps {
  log: Logger
  clock: Clock
  newId: () => string
  /** Where a request comes from; then stands in `ctx.state.source`. */
  sourceOf: (request: Peered) => string
}

/** A caller's own id that is safe to write into a header and a log line (source: contract, question 20). */
const CALLERS_ID = /^[A-Za-z0-9._-]{1,128}$/

/**
 * Gives every request its id, which then stands in `ctx.state.requestId`, and its one line in the log. Of strangers' requests, and of those
 * that a key makes beyond its rate, the log has one of a kind in ten seconds and the number of the others: it is not theirs to fill.
 */
export function requestLog({ log, clock, newId, sourceOf }: RequestLogDeps): Middleware {
  const sampler = createLogSampler({ clock })
  return async (ctx, next) => {
    const given = ctx.get('x-request-id')
    const requestId = CALLERS_ID.test(given) ? given : newId()
    const startedMs = clock.monotonicMs()
    ctx.set({ ...SECURITY_HEADERS, 'X-Request-Id': requestId })
    ctx.state.requestId = requestId
    ctx.state.source = sourceOf(peered(ctx.req))
    await next()
    const facts = {
      request_id: requestId,
      method: ctx.method,
      path: ctx.path,
      status: ctx.status,
      duration_ms: Math.round(clock.monotonicMs() - startedMs),
      source: ctx.state.source,
      key: ctx.state.caller?.name,
      trace_id: traceIdOf(ctx.get('traceparent')),
      // Of two keys of one caller it tells which; the full key has none.
      key_id: ctx.state.caller?.key_id ?? undefined,
    }
    // Probes come every few seconds and mean nothing as long as they are well.
    if (isProbe(ctx.path) && ctx.status === 200) return log.debug(facts, 'request answered')
    if (facts.key !== undefined && ctx.status !== 429) return log.info(facts, 'request answered')
    sampler.tell(`${facts.key ?? ''} ${ctx.status}`, (leftOut) =>
      log.info({ ...facts, ...(leftOut > 0 && { left_out: leftOut }) }, 'request answered'),
    )
  }
}

function isProbe(path: string): boolean {
  return path === '/healthz' || path === '/readyz'
}
