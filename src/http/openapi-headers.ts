import type { Json } from './openapi-json.ts'

/** Headers of answers that mean something to callers. */
export const HEADERS = {
  RequestId: {
    description: 'Names the request in the log; your own is taken over if it is 1-128 of [A-Za-z0-9._-].',
    schema: { type: 'string' },
    example: '01960000-0000-7000-8000-000000000009',
  },
  RetryAfter: {
    description: 'Seconds after which it is worth trying again.',
    schema: { type: 'integer', minimum: 0 },
    example: 5,
  },
  RateLimit: {
    description:
      'What is left to the key: `"key";r=49;t=1`, requests and the seconds until all are back. Absent for a key without a limit.',
    schema: { type: 'string' },
    example: '"key";r=49;t=1',
  },
  RateLimitPolicy: {
    description:
      'What the key may ask for: `"key";q=50;w=5`, requests and the seconds in which they come back.',
    schema: { type: 'string' },
    example: '"key";q=50;w=5',
  },
  ETag: {
    description: 'Names what was answered; sent back as `If-None-Match`, the same again is answered 304.',
    schema: { type: 'string' },
    example: '"5f2c"',
  },
  WwwAuthenticate: {
    description: 'How to say who asks.',
    schema: { type: 'string' },
    example: 'Bearer',
  },
  Allow: {
    description: 'The methods that the path knows.',
    schema: { type: 'string' },
    example: 'GET, POST',
  },
} as const satisfies Record<string, Json>

export type HeaderName = keyof typeof HEADERS

/** As they are written on the wire. */
const WIRE_NAMES = {
  RequestId: 'X-Request-Id',
  RetryAfter: 'Retry-After',
  RateLimit: 'RateLimit',
  RateLimitPolicy: 'RateLimit-Policy',
  ETag: 'ETag',
  WwwAuthenticate: 'WWW-Authenticate',
  Allow: 'Allow',
} as const satisfies Record<HeaderName, string>

/** References to the headers, by the names that they have on the wire. */
export function headerReferences(names: readonly HeaderName[]): Record<string, Json> {
  return Object.fromEntries(names.map((name) => [WIRE_NAMES[name], { $ref: `#/components/headers/${name}` }]))
}
