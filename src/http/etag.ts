import { createHash } from 'node:crypto'
import type { RouteRequest } from './route.ts'

/** Names exactly this text, quoted as it is sent. */
export function etagOf(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
}

/** Whether the caller has what the tag names; a weak tag of the same text counts. @param etag quoted, as it is sent */
export function etagMatches(request: Pick<RouteRequest, 'header'>, etag: string): boolean {
  const known = (request.header('if-none-match') ?? '')
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
  return known.includes(etag)
}
