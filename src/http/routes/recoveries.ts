import type { Processes } from '../../processes/processes.ts'
import { IncidentPage, RecoveryPage } from '../recovery-schemas.ts'
import { Phone } from '../answer-schemas.ts'
import type { Route } from '../route.ts'
import { PAGE_QUERY } from './query-schemas.ts'

const PATH = '/phones/:phone_id'

/** What is done about phones that do not work. */
export function recoveryRoutes(processes: Processes): Route[] {
  return [
    {
      method: 'GET',
      path: `${PATH}/recoveries`,
      summary: 'List what was tried on a phone that did not work, newest first',
      scope: 'read',
      about: 'farm',
      body: null,
      query: PAGE_QUERY,
      answers: { 200: { description: 'A page of rungs and quarantines.', schema: RecoveryPage } },
      errors: ['phone_not_found'],
      answer: ({ params: { phone_id = '' }, query }) => ({
        status: 200,
        json: processes.listRecoveries(phone_id, query),
      }),
    },
    {
      method: 'POST',
      path: `${PATH}/readmit`,
      summary: 'Let a phone out of quarantine',
      scope: 'operate',
      about: 'farm',
      body: null,
      query: {},
      answers: { 200: { description: 'The phone as it is now.', schema: Phone } },
      errors: ['phone_not_found', 'conflict'],
      answer: async ({ params: { phone_id = '' } }) => ({
        status: 200,
        json: await processes.readmitPhone(phone_id),
      }),
    },
    {
      method: 'GET',
      path: '/incidents',
      summary: 'List what went wrong with phones, hubs and the host, newest first',
      scope: 'read',
      about: 'farm',
      body: null,
      query: PAGE_QUERY,
      answers: { 200: { description: 'A page of incidents.', schema: IncidentPage } },
      errors: [],
      answer: ({ query }) => ({ status: 200, json: processes.listIncidents(query) }),
    },
  ]
}
