import Type from 'typebox'
import { KEY_STATES, KeyRequest, KeyRotation } from '../../domain/api-key.ts'
import type { Keys } from '../../processes/keys.ts'
import { ApiKey, ApiKeyPage, MadeApiKey } from '../key-schemas.ts'
import type { Route } from '../route.ts'
import { anyOf, PAGE_QUERY } from './query-schemas.ts'

/** What all of them are: the operator's, and nothing for a caller who may see his own only. */
const OPERATORS = { scope: 'admin', about: 'everyone', door: 'admin' } as const

/** /keys and what is below it: whom the farm listens to. */
export function keyRoutes(keys: Keys): Route[] {
  return [
    {
      ...OPERATORS,
      method: 'POST',
      path: '/keys',
      summary: 'Make a key for a caller',
      body: KeyRequest,
      query: {},
      answers: { 201: { description: 'The key, which is told this once.', schema: MadeApiKey } },
      errors: ['conflict'],
      answer: async ({ caller, body }) => ({ status: 201, json: await keys.createKey(caller, body) }),
    },
    {
      ...OPERATORS,
      method: 'GET',
      path: '/keys',
      summary: 'List keys, newest first',
      body: null,
      query: { state: anyOf(Type.Enum([...KEY_STATES])), ...PAGE_QUERY },
      answers: { 200: { description: 'A page of keys, without their secrets.', schema: ApiKeyPage } },
      errors: [],
      answer: ({ query }) => ({ status: 200, json: keys.listKeys(query) }),
    },
    {
      ...OPERATORS,
      method: 'POST',
      path: '/keys/:key_id/rotate',
      summary: 'Exchange a key for a new one of the same caller',
      body: KeyRotation,
      query: {},
      answers: { 201: { description: 'The new key, which is told this once.', schema: MadeApiKey } },
      errors: ['key_not_found', 'conflict'],
      answer: async ({ caller, params: { key_id = '' }, body }) => ({
        status: 201,
        json: await keys.rotateKey(caller, key_id, body),
      }),
    },
    {
      ...OPERATORS,
      method: 'POST',
      path: '/keys/:key_id/revoke',
      summary: 'Take a key back for good, from the next request on',
      body: null,
      query: {},
      answers: { 200: { description: 'The key as it is now.', schema: ApiKey } },
      errors: ['key_not_found'],
      answer: async ({ params: { key_id = '' } }) => ({ status: 200, json: await keys.revokeKey(key_id) }),
    },
  ]
}
