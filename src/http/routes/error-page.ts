import { errorsPage } from '../error-catalog/page.ts'
import type { Route } from '../route.ts'

/** GET /docs/errors */
export function errorPageRoute(): Route {
  return {
    method: 'GET',
    path: '/docs/errors',
    summary: 'Read what each error means and what to do',
    scope: null,
    about: 'nothing',
    body: null,
    query: {},
    answers: { 200: { description: 'A page in which each code is an anchor.', media: ['text/html'] } },
    errors: [],
    answer: () => ({ status: 200, text: errorsPage(), contentType: 'text/html; charset=utf-8' }),
  }
}
