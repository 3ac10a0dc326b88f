import * as fc from 'fast-check'
import type { Parameter } from '../http/support/answer-check.ts'
import { garbage, oneThingWrong } from './mutation.ts'
import { validValue, type Schema, type Vocabulary } from './schema-arbitrary.ts'

/** One operation of the document. */
export interface FuzzedRoute {
  method: string
  /** `/processes/{process_id}` */
  template: string
  parameters: readonly Parameter[]
  body: Schema | null
}

/** A request as it goes out. */
export interface FuzzedRequest {
  method: string
  target: string
  headers: Readonly<Record<string, string>>
  body: string | Uint8Array | null
  /** What was meant with query and body, in words for the one who reads a failure. */
  meant: { query: Meaning; body: Meaning }
}

export type Meaning = 'valid' | 'one thing wrong' | 'garbage'

/** Path segments that have led servers astray, percent-encoded as HTTP wants them. */
const NASTY_SEGMENTS = [
  '%00',
  '%2e%2e',
  '..%2f..%2fetc%2fpasswd',
  '%E2%80%AE',
  '%ff',
  '%',
  '%zz',
  "'%20OR%201=1--",
  'constructor',
  '__proto__',
  '*',
  ';a=b',
  '%F0%9F%93%B1',
  'x'.repeat(300),
]

const NASTY_HEADERS: readonly (readonly [string, readonly string[]])[] = [
  ['accept', ['*/*', 'application/problem+json', 'text/html;q=0.1, */*;q=0', ';;;,', 'a'.repeat(3000)]],
  ['if-none-match', ['*', '"x"', 'W/"', ',,,']],
  ['last-event-id', ['0', '-1', '1e3', '9'.repeat(40), 'x']],
  ['x-request-id', ['mine-1', '../../x', 'é', 'x'.repeat(200)]],
  ['traceparent', ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '00-x']],
  ['x-forwarded-for', ['10.0.0.1, unknown, [::1]:80', ',']],
  ['forwarded', ['for="[2001:db8::1]:4711";proto=https', 'for=_x, for=']],
  ['range', ['bytes=0-', 'bytes=9-1,5-']],
  ['cookie', ['session=1', 'a'.repeat(2000)]],
  ['x-http-method-override', ['DELETE']],
  [
    'content-type',
    ['text/plain', 'application/json; charset=utf-7', 'application/json;charset="utf-8"', 'x'],
  ],
  ['content-encoding', ['gzip', 'identity', 'br']],
]

/** Requests for one route: mostly its own, one thing wrong, or garbage, in query and body alike. */
export function requestsFor(route: FuzzedRoute, words: Vocabulary): fc.Arbitrary<FuzzedRequest> {
  const [body, query] = [bodyOf(route, words), queryOf(route, words)]
  return fc
    .tuple(pathOf(route, words), query, body, headers())
    .map(([path, [askedFor, queryMeant], [sent, bodyMeant], more]) => ({
      method: route.method,
      target: path + askedFor,
      headers: { ...(sent !== null && { 'content-type': 'application/json' }), ...more },
      body: sent,
      meant: { query: queryMeant, body: bodyMeant },
    }))
}

function pathOf({ template, parameters }: FuzzedRoute, words: Vocabulary): fc.Arbitrary<string> {
  const named = parameters.filter((parameter) => parameter.in === 'path')
  const values = named.map(({ name }) => {
    const known = (words.meaningful[name] ?? ['unknown']).map((value) => encodeURIComponent(String(value)))
    return fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...known) },
      { weight: 1, arbitrary: fc.constantFrom(...NASTY_SEGMENTS) },
      { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 20 }).map(encodeURIComponent) },
    )
  })
  return fc.tuple(...values).map((chosen) => {
    const at = (name: string) => chosen[named.findIndex((parameter) => parameter.name === name)] ?? ''
    return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => at(name))
  })
}

function queryOf({ parameters }: FuzzedRoute, words: Vocabulary): fc.Arbitrary<readonly [string, Meaning]> {
  const known = parameters.filter((parameter) => parameter.in === 'query')
  const valid = fc
    .tuple(...known.map(({ name, schema }) => fc.option(validValue(schema, words, name), { freq: 2 })))
    .map((values) => pairs(known.map(({ name }, index) => [name, values[index] ?? null])))
  const name = fc.oneof(fc.constantFrom('', 'x', 'limit', ...known.map((one) => one.name)), fc.string())
  const value = fc.oneof(
    fc.constantFrom('', '0', '-1', '1e3', 'null', '[]', ' 5', '999999999999'),
    fc.string(),
  )
  const strange = fc
    .array(fc.tuple(name, value), { minLength: 1, maxLength: 3 })
    .map((entries) => pairs(entries))
  const asked = (text: string) => (text === '' ? '' : `?${text}`)
  return fc.oneof(
    { weight: 6, arbitrary: valid.map((text) => [asked(text), 'valid'] as const) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(valid, strange)
        .map(([text, more]) => [asked([text, more].filter(Boolean).join('&')), 'one thing wrong'] as const),
    },
    {
      weight: 1,
      arbitrary: fc
        .stringMatching(/^[!"$-;=?-~]{0,30}$/)
        .map((text) => [`?${text.replaceAll(/["<>\\^`{|}]/g, '%')}`, 'garbage'] as const),
    },
  )
}

/** `a=1&b=x&b=y`; null leaves one out. */
function pairs(entries: readonly (readonly [string, unknown])[]): string {
  const given = entries.flatMap(([name, value]) =>
    value === null ? [] : [value].flat().map((one) => [name, textOf(one)]),
  )
  return new URLSearchParams(
    given.map(([name = '', value = '']): [string, string] => [name, wellFormed(value)]),
  ).toString()
}

/** A query has only texts. */
const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** A lone surrogate has no percent-encoding. */
const wellFormed = (text: string) => Buffer.from(text, 'utf8').toString('utf8')

function bodyOf({ body, method }: FuzzedRoute, words: Vocabulary) {
  if (method === 'GET' || method === 'DELETE') return fc.constant([null, 'valid'] as const)
  if (body === null) {
    return fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom([null, 'valid'] as const, ['{}', 'valid'] as const) },
      { weight: 1, arbitrary: garbage(fc.constant({})).map((sent) => [sent, 'garbage'] as const) },
    )
  }
  const valid = validValue(body, words)
  return fc.oneof(
    { weight: 4, arbitrary: valid.map((value) => [JSON.stringify(value), 'valid'] as const) },
    { weight: 5, arbitrary: oneThingWrong(valid).map((text) => [text, 'one thing wrong'] as const) },
    { weight: 1, arbitrary: garbage(valid).map((sent) => [sent, 'garbage'] as const) },
  )
}

function headers(): fc.Arbitrary<Record<string, string>> {
  const one = fc
    .constantFrom(...NASTY_HEADERS)
    .chain(([name, values]) => fc.constantFrom(...values).map((value) => ({ [name]: value })))
  return fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: one })
}
