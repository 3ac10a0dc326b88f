import { createHash } from 'node:crypto'
import Type from 'typebox'
import { etagMatches } from '../etag.ts'
import { openApi } from '../openapi.ts'
import type { Route } from '../route.ts'

/** GET /openapi.json: describes `routes`, those of one door, and itself. */
export function openApiRoute(routes: readonly Route[], version: string): Route {
  const self: Route = {
    method: 'GET',
    path: '/openapi.json',
    summary: 'Read this description',
    description: 'Tells of the routes that are answered where it is asked.',
    requestHeaders: { 'If-None-Match': 'The `ETag` of what the caller has.' },
    scope: null,
    about: 'nothing',
    body: null,
    query: {},
    answers: {
      200: {
        description: 'An OpenAPI 3.1 document.',
        schema: Type.Object({ openapi: Type.Literal('3.1.0') }),
        headers: ['ETag'],
      },
      304: { description: 'It is what `If-None-Match` names.' },
    },
    errors: [],
    answer(request) {
      const { bytes, etag } = (document ??= writtenDocument([...routes, self], version))
      // no-cache: may be kept, and is asked for again each time.
      const headers = { ETag: etag, 'Cache-Control': 'no-cache' }
      if (etagMatches(request, etag)) return { status: 304, headers }
      return { status: 200, bytes, contentType: 'application/json', headers }
    },
  }
  // Made when it is first asked for: most lives of a server, in tests above all, go by without.
  let document: ReturnType<typeof writtenDocument> | undefined
  return self
}

/** Of somebody who needs no key the document may be asked for often: it is written once. */
function writtenDocument(routes: readonly Route[], version: string): { bytes: Uint8Array; etag: string } {
  const bytes = Buffer.from(JSON.stringify(openApi(routes, version)))
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` }
}
