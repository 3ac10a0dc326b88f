import { AccountRequest } from '../../domain/account.ts'
import type { Processes } from '../../processes/processes.ts'
import { Account, AccountPage } from '../answer-schemas.ts'
import type { Route } from '../route.ts'
import { PAGE_QUERY } from './query-schemas.ts'

const PATH = '/accounts/:account_id'

/** GET /accounts and what is below it, but for the runtime snapshot. */
export function accountRoutes(processes: Processes): Route[] {
  return [
    {
      method: 'GET',
      path: '/accounts',
      summary: 'List accounts, newest first',
      scope: 'read',
      body: null,
      query: PAGE_QUERY,
      answers: { 200: { description: 'A page of accounts.', schema: AccountPage } },
      errors: [],
      answer: ({ query }) => ({ status: 200, json: processes.listAccounts(query) }),
    },
    {
      method: 'GET',
      path: PATH,
      summary: 'Read an account',
      scope: 'read',
      body: null,
      query: {},
      answers: { 200: { description: 'The account.', schema: Account } },
      errors: ['account_not_found'],
      answer: ({ params: { account_id = '' } }) => ({ status: 200, json: processes.readAccount(account_id) }),
    },
    putRoute(processes),
    {
      method: 'DELETE',
      path: PATH,
      summary: 'Forget an account',
      scope: 'admin',
      body: null,
      query: {},
      answers: { 204: { description: 'It is forgotten, with its runtime snapshots.' } },
      errors: ['account_not_found', 'conflict'],
      answer: async ({ params: { account_id = '' } }) => {
        await processes.deleteAccount(account_id)
        return { status: 204 }
      },
    },
  ]
}

function putRoute(processes: Processes): Route {
  return {
    method: 'PUT',
    path: PATH,
    summary: 'Register an app account on its phone, or replace what is said of it',
    scope: 'admin',
    body: AccountRequest,
    query: {},
    answers: {
      201: { description: 'Registered.', schema: Account },
      200: { description: 'Replaced.', schema: Account },
    },
    errors: ['phone_not_found', 'conflict'],
    answer: async ({ params: { account_id = '' }, body }) => {
      const { created, account } = await processes.putAccount(account_id, body)
      return { status: created ? 201 : 200, json: account }
    },
  }
}
