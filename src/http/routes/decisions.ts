import Type from 'typebox'
import type { Processes } from '../../processes/processes.ts'
import { DecisionPage, JudgeContextPage } from '../decision-schemas.ts'
import type { Route } from '../route.ts'
import { anyOf, PAGE_QUERY } from './query-schemas.ts'

const DECISION_FILTERS = {
  keyword: anyOf(Type.String({ description: 'The keyword that was searched' })),
  decision: anyOf(Type.Enum(['watch', 'skip'])),
  judge: anyOf(Type.Enum(['embedded', 'model'], { description: 'The judge that decided' })),
  ...PAGE_QUERY,
}

/** What judges decided in the attempts of a process, and what they were given. */
export function decisionRoutes(processes: Processes): Route[] {
  return [
    {
      method: 'GET',
      path: '/processes/:process_id/decisions',
      summary: 'List what was decided about the videos of a process, newest first',
      scope: 'read',
      about: 'process',
      body: null,
      query: DECISION_FILTERS,
      answers: {
        200: {
          description:
            'A page of decisions. With a filter a page may be short, even empty: there is more as long as `next_cursor` is not null.',
          schema: DecisionPage,
        },
      },
      errors: ['process_not_found'],
      answer: ({ params: { process_id = '' }, query }) => ({
        status: 200,
        json: processes.listDecisions(process_id, query),
      }),
    },
    {
      method: 'GET',
      path: '/processes/:process_id/judge-contexts',
      summary: 'List what the judge of each attempt was given beside the videos, newest item first',
      scope: 'read',
      about: 'process',
      body: null,
      query: PAGE_QUERY,
      answers: {
        200: {
          description:
            'A page of contexts: capability, inputs, snapshot and the whole prompt. Pages end early when they grow large.',
          schema: JudgeContextPage,
        },
      },
      errors: ['process_not_found'],
      answer: ({ params: { process_id = '' }, query }) => ({
        status: 200,
        json: processes.listJudgeContexts(process_id, query),
      }),
    },
  ]
}
