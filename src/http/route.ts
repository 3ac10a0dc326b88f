import type { Readable } from 'node:stream'
import type { TSchema } from 'typebox'
import type { Caller, Scope } from '../domain/caller.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { HeaderName } from './openapi-headers.ts'

/** What a route is given; everything in it but `caller` is the caller's and unchecked but for its outer form. */
export interface RouteRequest {
  /** Whose key it is; of a route that needs none, nobody's. */
  caller: Caller
  /** The path's parameters, percent-decoded. */
  params: Readonly<Record<string, string>>
  /** Each parameter of the query with every value that it was given. */
  query: Readonly<Record<string, readonly string[]>>
  body: Readonly<Record<string, unknown>>
  /** A header's value, by its name in lower case. */
  header: (name: string) => string | undefined
  /** Which of the media types the caller likes best, the first when it does not mind; false when it wants none of them. */
  accepts: (...types: string[]) => string | false
  /** Aborts when the caller leaves before the answer, or, with a FarmError as its reason, when the caller's key is taken back. */
  gone: () => AbortSignal
}

/** What a route writes. */
export type Answer =
  | { status: 200 | 201 | 202 | 503; json: object; headers?: Record<string, string> }
  | { status: 200; bytes: Uint8Array; contentType: string; headers?: Record<string, string> }
  /** Is destroyed when the caller goes; when it ends by itself before its end, so does the connection. */
  | { status: 200; stream: Readable; contentType: string; headers?: Record<string, string> }
  | { status: 304; headers: Record<string, string> }
  | { status: 200; text: string; contentType: string; headers?: Record<string, string> }
  | { status: 204 }

/** What an answer looks like: JSON of a schema, one of the media types (bytes, or of the schema), plain text, or nothing. */
export interface AnswerShape {
  description: string
  /** Headers that it has beside those of every answer. */
  headers?: readonly HeaderName[]
  schema?: TSchema
  media?: readonly string[]
  /** Also as server-sent events: what stands behind `data:`, by the kind of event. */
  stream?: Readonly<Record<string, TSchema>>
  text?: true
}

/**
 * Whose processes an answer may tell of. `process`: the one that its path names; `processes`: those that the route itself picks for the
 * caller; `farm`: phones and accounts, nobody's process; `everyone`: anybody's, so a key for its own processes only is refused; `nothing`:
 * what everybody may know.
 */
export type About = 'process' | 'processes' | 'farm' | 'everyone' | 'nothing'

/** One endpoint: reads, calls one use case, writes. What stands here is also what `/openapi.json` tells. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** As @koa/router reads it: `/processes/:process_id`. */
  path: string
  summary: string
  /** What the summary leaves open, for people. */
  description?: string
  /** The caller's headers that it looks at, and what for. */
  requestHeaders?: Readonly<Record<string, string>>
  /** Not told by `/openapi.json`: a file that belongs to a page. */
  unlisted?: true
  /** What the caller's key must be good for; null needs no key. */
  scope: Scope | null
  about: About
  /** Answered on the operator's own listener only; elsewhere there is no such route. */
  door?: 'admin'
  /** Refused while the daemon starts or drains. */
  createsWork?: true
  /** Schema of the body, which is checked in the use case; null: a body may be left out, and whatever is in it is refused. */
  body: TSchema | null
  /** Schema of every query parameter, checked in the use case; any other name is refused (source: contract, question 14). */
  query: Readonly<Record<string, TSchema>>
  answers: Readonly<Partial<Record<200 | 201 | 202 | 204 | 304 | 503, AnswerShape>>>
  /** Codes of its own, beside those that every route of its kind can answer. */
  errors: readonly ErrorCode[]
  answer: (request: RouteRequest) => Answer | Promise<Answer>
}
