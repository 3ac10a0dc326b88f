import Type from 'typebox'
import {
  parseAccountRequest,
  type AccountRequest,
  type AccountSummary,
  type AccountView,
} from '../domain/account.ts'
import { storedSettings } from '../domain/account-settings.ts'
import type { Clock } from '../domain/clock.ts'
import { FarmError } from '../domain/errors.ts'
import { handOverHolder } from '../domain/hand-over.ts'
import { checkPathId } from '../domain/path-id.ts'
import { NEWEST } from '../store/phones.ts'
import type { Store, Tables } from '../store/store.ts'
import { accountSummaryOf, accountViewOf, findAccount } from './account-record.ts'
import { createPageQuery, pageOf, type Query } from './page-query.ts'

export interface Accounts {
  /** Creates or replaces; without `settings` they are the defaults. @throws FarmError 'invalid_request', 'phone_not_found', 'conflict' (`unfinished_work`) */
  putAccount: (accountId: string, body: unknown) => Promise<{ created: boolean; account: AccountView }>
  /** @throws FarmError 'account_not_found' */
  readAccount: (accountId: string) => AccountView
  /** Newest first; `on_hold`: whether they wait for a person. @throws FarmError 'invalid_request' */
  listAccounts: (query: Query) => { accounts: AccountSummary[]; next_cursor: string | null }
  /** Its runtime snapshots go with it. @throws FarmError 'account_not_found', 'conflict' (`unfinished_work`) */
  deleteAccount: (accountId: string) => Promise<void>
}

export interface AccountsDeps {
  store: Store
  clock: Clock
  /** Apps that have a driver pack. */
  knownApps: () => readonly string[]
  /** Called after a commit that may let an account's items be claimed. */
  wake: () => void
}

const pageQuery = createPageQuery({
  filters: { on_hold: ['true', 'false'] },
  cursor: Type.Object({ created_at: Type.String(), id: Type.String() }),
})

export function createAccounts({ store, clock, knownApps, wake }: AccountsDeps): Accounts {
  const { read } = store
  return {
    async putAccount(accountId, body) {
      checkPathId('account_id', accountId)
      const request = parseAccountRequest(body, knownApps())
      const stored = await store.write('put_account', (tables) =>
        put(tables, clock.now(), accountId, request),
      )
      wake()
      return stored
    },
    readAccount: (accountId) => accountViewOf(read, findAccount(read, accountId), clock.now()),
    listAccounts(query) {
      const { limit, after, wanted } = pageQuery(query)
      const onHold = wanted('on_hold')
      const found = read.accounts.list(after ?? NEWEST, limit + 1, {
        onHold: onHold.length === 1 ? onHold[0] === 'true' : null,
      })
      const { rows, next_cursor } = pageOf(found, limit, ({ created_at, account_id: id }) => ({
        created_at,
        id,
      }))
      const now = clock.now()
      return { accounts: rows.map((row) => accountSummaryOf(read, row, now)), next_cursor }
    },
    async deleteAccount(accountId) {
      await store.write('delete_account', (tables) => remove(tables, accountId, clock.now()))
      wake()
    },
  }
}

/** Nobody can resume an account that is gone: the phone that was kept for its person is given back. */
function remove(tables: Tables, accountId: string, now: Date): void {
  findAccount(tables, accountId)
  refuseWithWork(tables, accountId)
  const open = tables.handOvers.openOf(accountId)
  if (open) {
    const held = { kind: 'person', phone_id: open.phone_id, holder: handOverHolder(accountId) } as const
    tables.leases.releaseFor(held, now.toISOString())
  }
  tables.accounts.remove(accountId)
}

function put(
  tables: Tables,
  now: Date,
  accountId: string,
  request: AccountRequest,
): { created: boolean; account: AccountView } {
  const { phone_id, app } = request
  if (!tables.phones.find(phone_id))
    throw new FarmError('phone_not_found', `phone ${phone_id} not found`, {
      problems: [{ path: '/phone_id', message: `phone ${phone_id} not found` }],
    })
  const before = tables.accounts.find(accountId)
  // Its queue items name the phone that they were planned for.
  if (before && (before.phone_id !== phone_id || before.app !== app)) refuseWithWork(tables, accountId)
  const settings = storedSettings(request.settings)
  tables.accounts.put({ account_id: accountId, ...request, settings }, now)
  // With other settings it may work again, or for longer.
  if (before && before.settings !== settings)
    tables.holds.reconsider({ account_id: accountId, at: now.toISOString() })
  return {
    created: before === undefined,
    account: accountViewOf(tables, findAccount(tables, accountId), now),
  }
}

/** @throws FarmError 'conflict' */
function refuseWithWork(tables: Tables, accountId: string): void {
  if (tables.queueItems.unfinishedOfAccount(accountId) === 0) return
  throw new FarmError('conflict', `account ${accountId} has unfinished work`, { detail: 'unfinished_work' })
}
