import { Health, NotReady, Ready } from '../answer-schemas.ts'
import type { Route } from '../route.ts'

/** GET /healthz and GET /readyz */
export function probeRoutes(readyz: Route['answer']): Route[] {
  return [
    {
      method: 'GET',
      path: '/healthz',
      summary: 'Is the daemon alive?',
      scope: null,
      about: 'nothing',
      body: null,
      query: {},
      answers: { 200: { description: 'It is.', schema: Health } },
      errors: [],
      answer: () => ({ status: 200, json: { status: 'ok' } }),
    },
    {
      method: 'GET',
      path: '/readyz',
      summary: 'Can the daemon take in and do work?',
      scope: null,
      about: 'nothing',
      body: null,
      query: {},
      answers: {
        200: { description: 'It can.', schema: Ready },
        503: { description: 'It cannot; the failing checks are named.', schema: NotReady },
      },
      errors: [],
      answer: readyz,
    },
  ]
}
