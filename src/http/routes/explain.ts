import type { Processes } from '../../processes/processes.ts'
import { Explanation } from '../explain-schema.ts'
import type { Route } from '../route.ts'

/** GET /processes/{process_id}/explain */
export function explainRoute(processes: Processes): Route {
  return {
    method: 'GET',
    path: '/processes/:process_id/explain',
    summary: 'Read why a process waits and why it failed',
    scope: 'read',
    about: 'process',
    body: null,
    query: {},
    answers: { 200: { description: 'The reasons.', schema: Explanation } },
    errors: ['process_not_found'],
    answer: ({ params: { process_id = '' }, caller }) => ({
      status: 200,
      json: processes.explainProcess(process_id, caller),
    }),
  }
}
