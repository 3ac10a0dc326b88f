import { PhoneRelease, PhoneTake } from '../../domain/phone-hold.ts'
import type { Processes } from '../../processes/processes.ts'
import { Phone, PhoneLeasePage } from '../answer-schemas.ts'
import type { Route } from '../route.ts'
import { PAGE_QUERY } from './query-schemas.ts'

const PATH = '/phones/:phone_id'

/** Who holds a phone: taking it for a person, giving it back, and its history. */
export function phoneHoldRoutes(processes: Processes): Route[] {
  return [
    {
      method: 'POST',
      path: `${PATH}/take`,
      summary: 'Hold a phone for a person: nothing runs on it meanwhile',
      scope: 'operate',
      about: 'farm',
      body: PhoneTake,
      query: {},
      answers: { 200: { description: 'The phone with its holder.', schema: Phone } },
      errors: ['phone_not_found', 'conflict'],
      answer: async ({ params: { phone_id = '' }, body }) => ({
        status: 200,
        json: await processes.takePhone(phone_id, body),
      }),
    },
    {
      method: 'POST',
      path: `${PATH}/release`,
      summary: 'Give a phone back that a person holds',
      scope: 'operate',
      about: 'farm',
      body: PhoneRelease,
      query: {},
      answers: { 200: { description: 'The phone as it is now.', schema: Phone } },
      errors: ['phone_not_found', 'conflict'],
      answer: async ({ params: { phone_id = '' }, body }) => ({
        status: 200,
        json: await processes.releasePhone(phone_id, body),
      }),
    },
    {
      method: 'GET',
      path: `${PATH}/leases`,
      summary: 'List who held a phone, newest first',
      scope: 'read',
      about: 'everyone',
      body: null,
      query: PAGE_QUERY,
      answers: { 200: { description: 'A page of leases.', schema: PhoneLeasePage } },
      errors: ['phone_not_found'],
      answer: ({ params: { phone_id = '' }, query }) => ({
        status: 200,
        json: processes.listPhoneLeases(phone_id, query),
      }),
    },
  ]
}
