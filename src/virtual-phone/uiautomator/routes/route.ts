import type { Automation } from '../automation.ts'
import type { Body } from '../body.ts'

export interface RouteRequest {
  /** Parts of the path that the pattern names with a colon, decoded, in order. */
  params: readonly string[]
  body: Body
}

/** Answers the W3C `value`; null for success without one. @throws WdError */
export type Handler = (automation: Automation, request: RouteRequest) => unknown

export interface Route {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below `/session/:id`; parts that begin with a colon match anything. */
  path: string
  handle: Handler
}

export const get = (path: string, handle: Handler): Route => ({ method: 'GET', path, handle })
export const post = (path: string, handle: Handler): Route => ({ method: 'POST', path, handle })

/** The n-th named part of the path; the pattern guarantees it. */
export const param = ({ params }: RouteRequest, index: number) => params[index] ?? ''

/** What `pattern` captures from `path`; undefined when it does not fit. */
export function matchPath(pattern: string, path: string): string[] | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const params: string[] = []
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? ''
    if (part.startsWith(':') && actual !== '') params.push(decoded(actual))
    else if (part !== actual) return undefined
  }
  return params
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // Not percent-encoded after all: taken as it stands.
    return part
  }
}
