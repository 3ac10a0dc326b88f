import type { ServerResponse } from 'node:http'
import { type ErrorCode, FarmError } from '../../domain/errors.ts'
import type { Log } from '../log.ts'

/** The codes that this API throws; the farm's own API has its map elsewhere and shares nothing with a phone. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  phone_not_found: 404,
  route_not_found: 404,
  method_not_allowed: 405,
  body_too_large: 413,
  unsupported_media_type: 415,
  invalid_json: 422,
  invalid_request: 422,
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  })
  response.end(JSON.stringify(body))
}

/** Answers in the contract's error shape; what is not a refusal is a bug of ours: logged, and 500 without detail. */
export function answerError(response: ServerResponse, error: unknown, log: Log): void {
  if (response.headersSent) return void response.destroy()
  const status = error instanceof FarmError ? STATUS[error.code] : undefined
  if (error instanceof FarmError && status !== undefined) {
    sendJson(response, status, { error: error.code, message: error.message, details: error.problems })
    return
  }
  log.error({ err: error }, 'control request failed')
  sendJson(response, 500, { error: 'internal_error', message: 'internal error', details: [] })
}
