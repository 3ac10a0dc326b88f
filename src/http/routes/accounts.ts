import { AccountRequest } from '../../domain/account.ts'
import { AccountResume } from '../../domain/hand-over.ts'
import type { Processes } from '../../processes/processes.ts'
import { Account, AccountPage, HandOverPage } from '../account-schemas.ts'
import type { Route } from '../route.ts'
import { ACCOUNT_FILTERS, PAGE_QUERY } from './query-schemas.ts'

const PATH = '/accounts/:account_id'

/** GET /accounts and what is below it, but for the runtime snapshot. */
export function accountRoutes(processes: Processes): Route[] {
  return [
    {
      method: 'GET',
      path: '/accounts',
      summary: 'List accounts, newest first',
      scope: 'read',
      about: 'farm',
      body: null,
      query: ACCOUNT_FILTERS,
      answers: { 200: { description: 'A page of accounts.', schema: AccountPage } },
      errors: [],
      answer: ({ query }) => ({ status: 200, json: processes.listAccounts(query) }),
    },
    {
      method: 'GET',
      path: PATH,
      summary: 'Read an account',
      scope: 'read',
      about: 'farm',
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
      about: 'farm',
      body: null,
      query: {},
      answers: { 204: { description: 'It is forgotten, with its runtime snapshots.' } },
      errors: ['account_not_found', 'conflict'],
      answer: async ({ params: { account_id = '' } }) => {
        await processes.deleteAccount(account_id)
        return { status: 204 }
      },
    },
    ...handOverRoutes(processes),
  ]
}

/** What only a person can do for an account. */
function handOverRoutes(processes: Processes): Route[] {
  return [
    {
      method: 'POST',
      path: `${PATH}/resume`,
      summary: 'Let an account go on that has waited for a person',
      scope: 'operate',
      about: 'farm',
      body: AccountResume,
      query: {},
      answers: { 200: { description: 'The account as it is now.', schema: Account } },
      errors: ['account_not_found', 'conflict'],
      answer: async ({ params: { account_id = '' }, body }) => ({
        status: 200,
        json: await processes.resumeAccount(account_id, body),
      }),
    },
    {
      method: 'GET',
      path: `${PATH}/hand-overs`,
      summary: 'List what people had to do for an account, newest first',
      scope: 'read',
      about: 'everyone',
      body: null,
      query: PAGE_QUERY,
      answers: { 200: { description: 'A page of hand-overs.', schema: HandOverPage } },
      errors: ['account_not_found'],
      answer: ({ params: { account_id = '' }, query }) => ({
        status: 200,
        json: processes.listHandOvers(account_id, query),
      }),
    },
  ]
}

function putRoute(processes: Processes): Route {
  return {
    method: 'PUT',
    path: PATH,
    summary: 'Register an app account on its phone, or replace what is said of it',
    scope: 'admin',
    about: 'farm',
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
