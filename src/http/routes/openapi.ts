import type { TSchema } from 'typebox'
import Type from 'typebox'
import { openApi } from '../openapi.ts'
import type { Route } from '../route.ts'

const Document: TSchema = Type.Object({ openapi: Type.Literal('3.1.0') })

/** GET /openapi.json: describes `routes` and itself. */
export function openApiRoute(routes: readonly Route[], version: string): Route {
  const self: Route = {
    method: 'GET',
    path: '/openapi.json',
    summary: 'Read this description',
    scope: null,
    about: 'nothing',
    body: null,
    query: {},
    answers: { 200: { description: 'An OpenAPI 3.1 document.', schema: Document } },
    errors: [],
    answer: () => ({ status: 200, json: document }),
  }
  const document = openApi([...routes, self], version)
  return self
}
