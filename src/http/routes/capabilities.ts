import type { Processes } from '../../processes/processes.ts'
import { Capabilities } from '../capability-schemas.ts'
import type { Route } from '../route.ts'

/** GET /capabilities */
export function capabilitiesRoute(processes: Processes): Route {
  return {
    method: 'GET',
    path: '/capabilities',
    summary: 'Read what can be asked for, in which modes and routings',
    scope: 'read',
    about: 'farm',
    body: null,
    query: {},
    answers: { 200: { description: 'Every capability.', schema: Capabilities } },
    errors: [],
    answer: () => ({ status: 200, json: processes.readCapabilities() }),
  }
}
