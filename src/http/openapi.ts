import type { ErrorCode } from '../domain/errors.ts'
import { STATUS } from './error-response.ts'
import { ErrorBody } from './answer-schemas.ts'
import { COMPONENTS } from './components.ts'
import type { AnswerShape, Route } from './route.ts'

/** A value as it stands in the document: JSON. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

const DESCRIPTION =
  'Queues work for real Android phones and tells what became of it. Every request but the probes needs a key. ' +
  'Times are ISO-8601 UTC with milliseconds. A field or query parameter that is not described here is refused.'

/** The OpenAPI 3.1 description of the routes, made from the schemas that check requests. */
export function openApi(routes: readonly Route[], version: string): { [name: string]: Json } {
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Phonefarm', version, description: DESCRIPTION },
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      headers: {
        RequestId: {
          description:
            'Names the request in the log; your own is taken over if it is 1-128 of [A-Za-z0-9._-].',
          schema: { type: 'string' },
        },
      },
      schemas: Object.fromEntries(
        Object.entries(COMPONENTS).map(([name, schema]) => [name, inlined(schema)]),
      ),
    },
  }
}

function operation(route: Route): Json {
  return {
    operationId: operationId(route),
    summary: route.summary,
    ...(route.scope === null ? { security: [] } : { 'x-scope': route.scope }),
    parameters: [...pathParameters(route), ...queryParameters(route)],
    ...(route.body !== null && {
      requestBody: { required: true, content: { 'application/json': { schema: referred(route.body) } } },
    }),
    responses: { ...goodAnswers(route), ...refusals(route) },
  }
}

/** `GET /phones/:phone_id/screenshot` is `getPhonesByPhoneIdScreenshot`. */
function operationId({ method, path }: Route): string {
  const words = path
    .replaceAll(':', 'by-')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function pathParameters({ path }: Route): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  }))
}

function queryParameters({ query }: Route): Json[] {
  return Object.entries(query).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: referred(schema),
  }))
}

function goodAnswers({ answers }: Route): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, shape]) => [
      status,
      { description: shape.description, headers: REQUEST_ID, ...content(shape) },
    ]),
  )
}

const REQUEST_ID: Json = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } }

function content({ schema, media, text }: AnswerShape): { content?: Json } {
  if (text) return { content: { 'text/plain': { schema: { type: 'string' } } } }
  if (media) {
    const binary = { schema: { type: 'string', format: 'binary' } }
    return { content: Object.fromEntries(media.map((type) => [type, binary])) }
  }
  return schema === undefined ? {} : { content: { 'application/json': { schema: referred(schema) } } }
}

/** One response a status, which names the codes that it can carry. */
function refusals(route: Route): Record<string, Json> {
  const byStatus: Record<string, string[]> = {}
  const codes: (ErrorCode | 'internal_error')[] = [
    ...new Set([...generalCodes(route), ...route.errors]),
    'internal_error',
  ]
  for (const code of codes) {
    const status = code === 'internal_error' ? 500 : STATUS[code]
    byStatus[status] = [...(byStatus[status] ?? []), code]
  }
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, found]) => [
      status,
      {
        description: found.join(', '),
        headers: REQUEST_ID,
        content: { 'application/json': { schema: referred(ErrorBody) } },
      },
    ]),
  )
}

/** What every route of this kind can answer. */
function generalCodes({ scope, method }: Route): ErrorCode[] {
  return [
    ...(scope === null ? [] : (['unauthorized', 'forbidden'] as const)),
    ...(method === 'POST' || method === 'PUT'
      ? (['body_too_large', 'unsupported_media_type', 'invalid_json', 'too_deep'] as const)
      : []),
    'invalid_request',
    // Starting, draining, or the disk is full.
    ...(method === 'GET' ? [] : (['unavailable'] as const)),
  ]
}

const NAMES = new Map<unknown, string>(Object.entries(COMPONENTS).map(([name, schema]) => [schema, name]))

/** A schema, or a reference to it when it has a name. */
function referred(schema: unknown): Json {
  const name = NAMES.get(schema)
  return name === undefined ? inlined(schema) : { $ref: `#/components/schemas/${name}` }
}

/** A copy of plain JSON in which the named schemas inside are references; what TypeBox keeps for itself is not enumerable or starts with `~`. */
function inlined(value: unknown): Json {
  if (Array.isArray(value)) return value.map(referred)
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(withoutFilled(value)).filter(
      ([name, member]) => !name.startsWith('~') && member !== undefined,
    )
    return Object.fromEntries(entries.map(([name, member]) => [name, referred(member)]))
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return null
}

/** What has a default may be left out, although a checked request always has it. */
function withoutFilled(schema: object): object {
  if (!('required' in schema && 'properties' in schema)) return schema
  const { required, properties } = schema
  if (!Array.isArray(required) || typeof properties !== 'object' || properties === null) return schema
  const filled = new Set(
    Object.entries(properties).flatMap(([name, member]) => ('default' in member ? [name] : [])),
  )
  return { ...schema, required: required.filter((name) => !filled.has(name)) }
}
