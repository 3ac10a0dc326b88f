import type { Middleware } from 'koa'
import type { Logger } from 'pino'
import { type ErrorCode, FarmError, type Problem } from '../domain/errors.ts'
import type { AnswerCode } from './error-catalog/codes.ts'
import { writtenRefusal } from './problem-json.ts'
import { MalformedRequest, MethodNotAllowed, TooManyRequests } from './refusals.ts'

/** The one table of codes and statuses (source: contract, "Codes"). */
export const STATUS = {
  unauthorized: 401,
  forbidden: 403,
  process_not_found: 404,
  account_not_found: 404,
  phone_not_found: 404,
  artifact_not_found: 404,
  artifact_missing: 410,
  delivery_not_found: 404,
  key_not_found: 404,
  host_not_allowed: 421,
  route_not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  invalid_json: 422,
  too_deep: 422,
  invalid_request: 422,
  unknown_capability: 422,
  routing_not_supported: 422,
  unattended_not_permitted: 422,
  capability_not_live_verified: 422,
  missing_fyp_judge_prompt: 422,
  invalid_output_contract: 422,
  needs_comment_plan: 422,
  invalid_target: 422,
  reserved_field: 422,
  account_not_on_phone: 422,
  phone_without_accounts: 422,
  group_leftover: 422,
  callback_url_not_allowed: 422,
  rate_limited: 429,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>

/** When it is worth trying again: the usual length of a restart; a rate is counted per second. */
const RETRY_AFTER_SECONDS = { unavailable: '5', rate_limited: '1' } as const

/**
 * On every answer, refusals of what is no request included: nothing is guessed from its bytes, nothing of it is kept by caches, and in a
 * browser it loads nothing, is framed by nobody, is read by no other site and tells no other site where it stood. A route may replace each.
 */
export const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const

/** What every refusal answers. */
export interface ErrorBody {
  error: string
  message: string
  details: readonly Problem[]
}

/** A refusal in the terms of HTTP. */
export interface ErrorAnswer {
  status: number
  code: AnswerCode
  headers: Record<string, string>
  body: ErrorBody
}

/** Turns whatever was thrown into an answer. What is no FarmError is a bug, of which the caller learns nothing. */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (!(error instanceof FarmError)) {
    return {
      status: 500,
      code: 'internal_error',
      headers: {},
      body: { error: 'internal_error', message: 'something went wrong on our side', details: [] },
    }
  }
  const { code, detail, message, problems } = error
  return {
    status: error instanceof MalformedRequest ? error.status : STATUS[code],
    code,
    headers: headersOf(error),
    body: { error: detail === undefined ? code : `${code}:${detail}`, message, details: problems },
  }
}

function headersOf(error: FarmError): Record<string, string> {
  if (error instanceof MethodNotAllowed) return { Allow: error.allowed.join(', ') }
  if (error instanceof MalformedRequest) return { Connection: 'close' }
  if (error instanceof TooManyRequests) {
    return { ...error.headers, 'Retry-After': String(error.retryAfterSeconds) }
  }
  if (error.code === 'unauthorized') return { 'WWW-Authenticate': 'Bearer' }
  if (error.code === 'unavailable' || error.code === 'rate_limited') {
    return { 'Retry-After': RETRY_AFTER_SECONDS[error.code] }
  }
  return {}
}

/** Answers what the rest of the chain throws, and writes bugs into the log with their stack. */
export function errorResponse(log: Logger): Middleware {
  return async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      const answer = errorAnswer(error)
      const { status, headers } = answer
      if (status === 500) log.error({ request_id: ctx.state.requestId, err: error }, 'request failed')
      ctx.status = status
      ctx.set(headers)
      const { contentType, text } = writtenRefusal(answer, {
        accept: ctx.req.headers.accept,
        requestId: ctx.state.requestId,
      })
      ctx.set('Content-Type', contentType)
      ctx.body = text
    }
  }
}
