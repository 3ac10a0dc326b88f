import { PhoneRequest } from '../../domain/phone.ts'
import type { Processes } from '../../processes/processes.ts'
import { Phone, PhonePage, PhoneStatePage } from '../answer-schemas.ts'
import type { Route } from '../route.ts'
import { PAGE_QUERY } from './query-schemas.ts'

const PATH = '/phones/:phone_id'

/** GET /phones and what is below it, but for the screenshot. */
export function phoneRoutes(processes: Processes): Route[] {
  return [
    {
      method: 'GET',
      path: '/phones',
      summary: 'List phones, newest first',
      scope: 'read',
      about: 'farm',
      body: null,
      query: PAGE_QUERY,
      answers: { 200: { description: 'A page of phones.', schema: PhonePage } },
      errors: [],
      answer: ({ query }) => ({ status: 200, json: processes.listPhones(query) }),
    },
    {
      method: 'GET',
      path: PATH,
      summary: 'Read a phone',
      scope: 'read',
      about: 'farm',
      body: null,
      query: {},
      answers: { 200: { description: 'The phone.', schema: Phone } },
      errors: ['phone_not_found'],
      answer: ({ params: { phone_id = '' } }) => ({ status: 200, json: processes.readPhone(phone_id) }),
    },
    putRoute(processes),
    {
      method: 'DELETE',
      path: PATH,
      summary: 'Forget a phone',
      scope: 'admin',
      about: 'farm',
      body: null,
      query: {},
      answers: { 204: { description: 'It is forgotten.' } },
      errors: ['phone_not_found', 'conflict'],
      answer: async ({ params: { phone_id = '' } }) => {
        await processes.deletePhone(phone_id)
        return { status: 204 }
      },
    },
    {
      method: 'GET',
      path: `${PATH}/states`,
      summary: 'List the states that a phone has been in, newest first',
      scope: 'read',
      about: 'farm',
      body: null,
      query: PAGE_QUERY,
      answers: { 200: { description: 'A page of states.', schema: PhoneStatePage } },
      errors: ['phone_not_found'],
      answer: ({ params: { phone_id = '' }, query }) => ({
        status: 200,
        json: processes.listPhoneStates(phone_id, query),
      }),
    },
    pauseRoute('pause', 'Claim nothing new for a phone', processes.pausePhone),
    pauseRoute('resume', 'Claim work for a paused phone again', processes.resumePhone),
  ]
}

function putRoute(processes: Processes): Route {
  return {
    method: 'PUT',
    path: PATH,
    summary: 'Register a phone by its adb serial, or replace what is said of it',
    scope: 'admin',
    about: 'farm',
    body: PhoneRequest,
    query: {},
    answers: {
      201: { description: 'Registered.', schema: Phone },
      200: { description: 'Replaced.', schema: Phone },
    },
    errors: ['conflict'],
    answer: async ({ params: { phone_id = '' }, body }) => {
      const { created, phone } = await processes.putPhone(phone_id, body)
      return { status: created ? 201 : 200, json: phone }
    },
  }
}

function pauseRoute(verb: 'pause' | 'resume', summary: string, change: Processes['pausePhone']): Route {
  return {
    method: 'POST',
    path: `${PATH}/${verb}`,
    summary,
    scope: 'operate',
    about: 'farm',
    body: null,
    query: {},
    answers: { 200: { description: 'The phone as it is now.', schema: Phone } },
    errors: ['phone_not_found'],
    answer: async ({ params: { phone_id = '' } }) => ({ status: 200, json: await change(phone_id) }),
  }
}
