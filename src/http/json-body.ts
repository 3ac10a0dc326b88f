import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import bodyParser from 'koa-bodyparser'
import { FarmError } from '../domain/errors.ts'
import { MalformedRequest } from './refusals.ts'
import { type JsonProblem, jsonProblem } from './strict-json.ts'

/** Largest body, in bytes (source: contract, "Errors"). */
export const BODY_LIMIT = 1024 * 1024

/** Deepest nesting, the outer object counted as 1: 5,000 levels in 30 KB overflow the stack of JSON.stringify. */
const DEPTH_LIMIT = 32

/** Hands over the bytes as they came: broken UTF-8 is seen only in them. */
const readBytes = bodyParser({
  enableTypes: ['text'],
  extendTypes: { text: ['application/json'] },
  encoding: '', // raw-body: no encoding means a Buffer
  textLimit: String(BODY_LIMIT),
  onerror: (error) => {
    throw asRefusal(error)
  },
})

/** True when the request announces a body, be it an empty chunked one. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/**
 * The request's JSON object.
 * @throws FarmError unsupported_media_type, body_too_large, too_deep or invalid_json, in this order of checks
 */
export async function readJsonObject(ctx: Context): Promise<Record<string, unknown>> {
  const { req, res } = ctx
  if (!hasBody(req)) throw new FarmError('invalid_json', 'the request has no body: a JSON object is expected')
  checkContentType(req)
  if (Number(req.headers['content-length'] ?? 0) > BODY_LIMIT) throw tooLarge()
  // The server leaves this to us, so that a refused caller never sends its body.
  if (req.headers.expect?.toLowerCase() === '100-continue') res.writeContinue()
  await readBytes(ctx, async () => undefined)
  const bytes: unknown = ctx.request.body
  return parseObject(Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0))
}

const tooLarge = () => new FarmError('body_too_large', `the body is larger than ${BODY_LIMIT} bytes`)

function asRefusal(error: Error): Error {
  const type = 'type' in error ? error.type : undefined
  if (type === 'entity.too.large') return tooLarge()
  // The caller went away or was too slow; nobody reads this answer, but it is no bug of ours either.
  if (type === 'request.aborted') return new MalformedRequest('the body ended before its announced length')
  return error
}

/** Compressed bodies are refused: their size is known only after unpacking. */
function checkContentType({ headers }: IncomingMessage): void {
  const [type = '', ...parameters] = (headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length)
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity'
  const isUtf8 = charset === undefined || /^"?utf-?8"?$/.test(charset)
  if (type === 'application/json' && isUtf8 && encoding === 'identity') return
  throw new FarmError('unsupported_media_type', 'the body must be uncompressed application/json in UTF-8')
}

function parseObject(bytes: Buffer): Record<string, unknown> {
  if (!isUtf8(bytes)) throw new FarmError('invalid_json', 'the body is not UTF-8')
  const text = bytes.toString('utf8')
  const problem = jsonProblem(text, DEPTH_LIMIT)
  if (problem !== null) throw refusalOf(problem)
  const value: unknown = JSON.parse(text)
  if (!isObject(value)) throw new FarmError('invalid_json', 'the body must be a JSON object')
  return value
}

function refusalOf({ kind, message }: JsonProblem): FarmError {
  if (kind === 'too_deep') return new FarmError('too_deep', `the body is ${message}`)
  const what = kind === 'not_json' ? 'is not JSON' : 'is JSON that could be read in two ways'
  return new FarmError('invalid_json', `the body ${what}: ${message}`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
