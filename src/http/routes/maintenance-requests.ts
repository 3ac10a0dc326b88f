import type { Processes } from '../../processes/processes.ts'
import { MaintenanceRequest } from '../request-schemas.ts'
import type { Route } from '../route.ts'
import { CREATION_ANSWERS, creationAnswer } from './enqueue.ts'

/** POST /maintenance/requests */
export function maintenanceRoute(processes: Processes): Route {
  return {
    method: 'POST',
    path: '/maintenance/requests',
    summary: 'Create a maintenance process for one account',
    scope: 'submit',
    about: 'processes',
    createsWork: true,
    body: MaintenanceRequest,
    query: {},
    answers: CREATION_ANSWERS,
    errors: ['conflict', 'callback_url_not_allowed', 'account_not_found'],
    answer: async ({ body, caller }) =>
      creationAnswer(await processes.acceptMaintenanceRequest(body, caller)),
  }
}
