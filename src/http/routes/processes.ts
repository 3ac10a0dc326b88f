import { CancelRequest } from '../../domain/cancel-request.ts'
import type { Processes } from '../../processes/processes.ts'
import { CancelOutcome, ProcessPage, Timeline } from '../answer-schemas.ts'
import type { Route } from '../route.ts'
import { processRoute } from './process.ts'
import { PROCESS_FILTERS } from './query-schemas.ts'

/** GET /processes and what is below it. */
export function processRoutes(processes: Processes): Route[] {
  return [listRoute(processes), processRoute(processes), cancelRoute(processes), timelineRoute(processes)]
}

function listRoute(processes: Processes): Route {
  return {
    method: 'GET',
    path: '/processes',
    summary: 'List processes, newest first',
    scope: 'read',
    about: 'processes',
    body: null,
    query: PROCESS_FILTERS,
    answers: { 200: { description: 'A page of processes.', schema: ProcessPage } },
    errors: [],
    answer: ({ query, caller }) => ({ status: 200, json: processes.listProcesses(query, caller) }),
  }
}

function cancelRoute(processes: Processes): Route {
  return {
    method: 'POST',
    path: '/processes/:process_id/cancel',
    summary: 'Cancel a process',
    scope: 'submit',
    about: 'process',
    body: CancelRequest,
    query: {},
    answers: { 200: { description: 'What the cancel did.', schema: CancelOutcome } },
    errors: ['process_not_found'],
    answer: async ({ params: { process_id = '' }, body, caller }) => ({
      status: 200,
      json: await processes.cancelProcess(process_id, body, caller),
    }),
  }
}

function timelineRoute(processes: Processes): Route {
  return {
    method: 'GET',
    path: '/processes/:process_id/timeline',
    summary: 'Read what happened to a process, oldest first',
    scope: 'read',
    about: 'process',
    body: null,
    query: {},
    answers: { 200: { description: 'The events.', schema: Timeline } },
    errors: ['process_not_found'],
    answer: ({ params: { process_id = '' } }) => ({ status: 200, json: processes.readTimeline(process_id) }),
  }
}
