import type { ErrorCode } from '../domain/errors.ts'
import { ErrorBody, ProblemBody } from './answer-schemas.ts'
import { STATUS } from './error-response.ts'
import { errorExamples, exampleReferences } from './openapi-examples.ts'
import { type HeaderName, headerReferences } from './openapi-headers.ts'
import { type Json, referred } from './openapi-json.ts'
import { operationId, tagOf } from './operation-names.ts'
import type { About, AnswerShape, Route } from './route.ts'

/** One endpoint as OpenAPI 3.1 describes it: every status that it can answer, with headers, schemas and examples. */
export function operation(route: Route): Json {
  return {
    operationId: operationId(route),
    tags: [tagOf(route)],
    summary: route.summary,
    description: description(route),
    security: route.scope === null ? [] : [{ key: [route.scope] }],
    parameters: [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)],
    ...(route.body !== null && {
      requestBody: { required: true, content: { 'application/json': described(route.body) } },
    }),
    responses: { ...goodAnswers(route), ...refusals(route) },
  }
}

/** What a key that is for its own processes only is told. */
const OF_OWN_ONLY = {
  process: " A process of somebody else's is 404 to a key that is for its own processes only.",
  processes: ' A key that is for its own processes only is told of no others.',
  everyone: ' Tells of everybody, so it is 403 to a key that is for its own processes only.',
  farm: " To a key that is for its own processes only, ids of others' processes and queue items are null.",
  nothing: '',
} as const satisfies Record<About, string>

function description({ description: more, scope, about }: Route): string {
  const who = scope === null ? 'Needs no key.' : `Needs a key with the scope \`${scope}\`.`
  return `${more === undefined ? '' : `${more}\n\n`}${who}${scope === null ? '' : OF_OWN_ONLY[about]}`
}

/** By name: what the ids in paths name. */
const PARAMETERS: Readonly<Record<string, string>> = {
  process_id: 'As the answer that created it gave it.',
  phone_id: 'As the phone is registered.',
  account_id: 'As the account is registered.',
  artifact_id: 'As the list of artifacts gives it.',
  delivery_id: 'As the list of deliveries gives it; equals `webhook-id`.',
  key_id: 'The part of a key that is no secret: `pfk_<key_id>_…`.',
}

function pathParameters({ path }: Route): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: PARAMETERS[name] ?? '',
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

function headerParameters({ requestHeaders = {} }: Route): Json[] {
  return Object.entries(requestHeaders).map(([name, text]) => ({
    name,
    in: 'header',
    required: false,
    description: text,
    schema: { type: 'string' },
  }))
}

function goodAnswers(route: Route): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, shape]) => [
      status,
      {
        description: shape.description,
        headers: headerReferences([...generalHeaders(route), ...(shape.headers ?? [])]),
        ...content(shape),
      },
    ]),
  )
}

/** On every answer; what is left to a key is told to keys only. */
function generalHeaders({ scope }: Route): HeaderName[] {
  return scope === null ? ['RequestId'] : ['RequestId', 'RateLimit', 'RateLimitPolicy']
}

function content({ schema, media, text, stream }: AnswerShape): { content?: Json } {
  if (text) return { content: { 'text/plain': { schema: { type: 'string' } } } }
  if (media) {
    const shape = schema === undefined ? { schema: { type: 'string', format: 'binary' } } : described(schema)
    return { content: Object.fromEntries(media.map((type) => [type, shape])) }
  }
  if (schema === undefined) return {}
  const json = { 'application/json': described(schema) }
  return { content: stream === undefined ? json : { ...json, 'text/event-stream': streamed(stream) } }
}

/** OpenAPI 3.1 has no words for the events of a stream, JSON Schema has some: a text, and what is behind `data:` of its events. */
function streamed(events: Readonly<Record<string, unknown>>): Json {
  return {
    schema: {
      type: 'string',
      contentMediaType: 'text/event-stream',
      contentSchema: { anyOf: Object.values(events).map(referred) },
    },
  }
}

/** A body: its schema and what it looks like. */
function described(schema: unknown): Json {
  return { schema: referred(schema), ...exampleReferences(schema) }
}

/** Answers to what never became a request: malformed, too slow, headers too long. */
const UNREADABLE: readonly number[] = [400, 408, 431]

/** One response a status, which names the codes that it can carry. */
function refusals(route: Route): Record<string, Json> {
  const byStatus: Record<string, string[]> = Object.fromEntries(
    UNREADABLE.map((status) => [status, ['invalid_request']]),
  )
  const codes = new Set<ErrorCode | 'internal_error'>([
    ...generalCodes(route),
    ...route.errors,
    'internal_error',
  ])
  for (const code of codes) {
    const status = code === 'internal_error' ? 500 : STATUS[code]
    byStatus[status] = [...(byStatus[status] ?? []), code]
  }
  return Object.fromEntries(
    Object.entries(byStatus)
      // What a route answers with a shape of its own is described there.
      .filter(([status]) => !(status in route.answers))
      .map(([status, found]) => [status, refusal(Number(status), found, route)]),
  )
}

function refusal(status: number, codes: readonly string[], route: Route): Json {
  const body = { schema: referred(ErrorBody), examples: errorExamples(codes) }
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    headers: headerReferences([...refusalHeaders(status, route)]),
    content: { 'application/json': body, 'application/problem+json': described(ProblemBody) },
  }
}

function refusalHeaders(status: number, route: Route): HeaderName[] {
  if (status === 401) return ['RequestId', 'WwwAuthenticate']
  if (status === 429 || status === 503) return [...generalHeaders(route), 'RetryAfter']
  // Refused before anybody asks whose the key is.
  if (UNREADABLE.includes(status) || status === 421) return ['RequestId']
  return generalHeaders(route)
}

/** What every route of this kind can answer. */
function generalCodes({ scope, method }: Route): ErrorCode[] {
  return [
    ...(scope === null ? [] : (['unauthorized', 'forbidden', 'rate_limited'] as const)),
    ...(method === 'POST' || method === 'PUT'
      ? (['body_too_large', 'unsupported_media_type', 'invalid_json', 'too_deep'] as const)
      : []),
    'invalid_request',
    'host_not_allowed',
    // Starting, draining, or the disk is full.
    ...(method === 'GET' ? [] : (['unavailable'] as const)),
  ]
}
