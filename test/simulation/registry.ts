import type { Clock } from '../../src/domain/clock.ts'
import type { Store } from '../../src/store/store.ts'
import { registerPhones } from '../support/farm.ts'

export const PHONES = ['phone_01', 'phone_02', 'phone_03'] as const

/** One account on each phone and a second one on the first. */
const PHONE_OF = {
  account_01: 'phone_01',
  account_02: 'phone_02',
  account_03: 'phone_03',
  account_01_alt: 'phone_01',
} as const

export type AccountId = keyof typeof PHONE_OF

export const ACCOUNTS = [
  'account_01',
  'account_02',
  'account_03',
  'account_01_alt',
] as const satisfies AccountId[]

export const phoneOf = (accountId: AccountId): string => PHONE_OF[accountId]

/** A body of PUT /accounts/{account_id}; without settings the account may always work. */
export function accountBody(accountId: AccountId, settings: object = {}): Record<string, unknown> {
  const username = accountId.replace('account', 'user')
  return { phone_id: phoneOf(accountId), app: 'clips', username, status: 'active', settings }
}

export async function register(store: Store, clock: Clock): Promise<void> {
  await registerPhones(store, PHONES, clock)
  const account_id = 'account_01_alt'
  const account = { account_id, phone_id: phoneOf(account_id), app: 'clips', username: 'user_01_alt' }
  await store.write('put_account', ({ accounts }) => {
    accounts.put({ ...account, status: 'active', settings: '{}' }, clock.now())
  })
}
