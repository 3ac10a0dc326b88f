import Type from 'typebox'
import { RedeliverRequest, TestCallbackRequest } from '../../domain/callback-requests.ts'
import type { Processes } from '../../processes/processes.ts'
import {
  Delivery,
  DeliveryPage,
  FarmDeliveryPage,
  Redelivered,
  RedeliveredSince,
  TestedCallback,
} from '../delivery-schemas.ts'
import type { Route } from '../route.ts'
import { anyOf, PAGE_QUERY } from './query-schemas.ts'

const PATH = '/processes/:process_id/deliveries'

const STATUS_FILTER = {
  status: anyOf(Type.Enum(['pending', 'delivered', 'exhausted'])),
}

/** Callbacks of one process. */
export function deliveryRoutes(processes: Processes): Route[] {
  return [
    {
      method: 'GET',
      path: PATH,
      summary: 'List the callbacks of a process with their tries, newest first',
      scope: 'read',
      about: 'process',
      body: null,
      query: { ...STATUS_FILTER, ...PAGE_QUERY },
      answers: { 200: { description: 'A page of deliveries.', schema: DeliveryPage } },
      errors: ['process_not_found'],
      answer: ({ params: { process_id = '' }, query }) => ({
        status: 200,
        json: processes.listDeliveries(process_id, query),
      }),
    },
    {
      method: 'POST',
      path: `${PATH}/redeliver`,
      summary: 'Send every callback of a process again that was given up',
      scope: 'operate',
      about: 'process',
      body: null,
      query: {},
      answers: { 200: { description: 'How many are sent again.', schema: Redelivered } },
      errors: ['process_not_found'],
      answer: async ({ params: { process_id = '' } }) => ({
        status: 200,
        json: await processes.redeliverExhausted(process_id),
      }),
    },
    {
      method: 'POST',
      path: `${PATH}/:delivery_id/redeliver`,
      summary: 'Send a callback again, whatever became of it',
      scope: 'operate',
      about: 'process',
      body: null,
      query: {},
      answers: {
        200: {
          description: 'The delivery as it is now. Id and body are those of the first try.',
          schema: Delivery,
        },
      },
      errors: ['process_not_found', 'delivery_not_found'],
      answer: async ({ params: { process_id = '', delivery_id = '' } }) => ({
        status: 200,
        json: await processes.redeliver(process_id, delivery_id),
      }),
    },
  ]
}

/** Callbacks of the whole farm, for its operator. */
export function callbackRoutes(processes: Processes): Route[] {
  return [
    {
      method: 'GET',
      path: '/callbacks',
      door: 'admin',
      summary: 'List the callbacks of all processes, newest first, and the receivers that do not answer',
      scope: 'read',
      about: 'everyone',
      body: null,
      query: {
        ...STATUS_FILTER,
        origin: anyOf(Type.String({ description: 'Scheme and host of the receiver' })),
        ...PAGE_QUERY,
      },
      answers: {
        200: {
          description:
            'A page of deliveries. With a filter a page may be short, even empty: there is more as long as `next_cursor` is not null.',
          schema: FarmDeliveryPage,
        },
      },
      errors: [],
      answer: ({ query }) => ({ status: 200, json: processes.listFarmDeliveries(query) }),
    },
    {
      method: 'POST',
      path: '/callbacks/redeliver',
      door: 'admin',
      summary: 'Send every callback since a time again, at most 1,000 a request',
      scope: 'operate',
      about: 'everyone',
      body: RedeliverRequest,
      query: {},
      answers: { 200: { description: 'How many are sent again.', schema: RedeliveredSince } },
      errors: [],
      answer: async ({ body }) => ({ status: 200, json: await processes.redeliverSince(body) }),
    },
    {
      method: 'POST',
      path: '/callbacks/test',
      door: 'admin',
      summary: 'Send a signed test event at once and tell what came of it',
      scope: 'operate',
      about: 'everyone',
      body: TestCallbackRequest,
      query: {},
      answers: { 200: { description: 'What came of it.', schema: TestedCallback } },
      errors: ['callback_url_not_allowed', 'rate_limited'],
      answer: async ({ body }) => ({ status: 200, json: await processes.testCallback(body) }),
    },
  ]
}
