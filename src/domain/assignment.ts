import { FarmError, type ErrorCode, type Problem } from './errors.ts'
import { pointerStep } from './json-pointer.ts'
import type { Target } from './target.ts'

/** What the checks need to know of an account. */
export interface RegisteredAccount {
  account_id: string
  phone_id: string
  status: 'active' | 'inactive'
}

/** The farm's phones and accounts, as far as a target needs them. */
export interface Registry {
  findAccount: (accountId: string) => RegisteredAccount | undefined
  hasPhone: (phoneId: string) => boolean
  accountsOfPhone: (phoneId: string) => readonly RegisteredAccount[]
}

/** One account on the phone that it lives on. */
export interface Pair {
  account_id: string
  phone_id: string
}

/**
 * The account and phone pairs that a well-formed target means, in the order it names them.
 * @param at JSON pointer of the target in the caller's document; the maintenance route has its account_id at the top
 * @throws FarmError 'account_not_found', 'phone_not_found', 'account_not_on_phone', 'phone_without_accounts', 'group_leftover'
 */
export function resolveTarget(target: Target, registry: Registry, at = '/target'): Pair[] {
  const named = namedIds(target, at)
  const accounts = found(named.accounts, 'account_not_found', 'account', (id) => activeAccount(registry, id))
  found(named.phones, 'phone_not_found', 'phone', (id) => (registry.hasPhone(id) ? id : undefined))
  if (target.routing !== 'group') return [pairOf(accounts, target.phone_id, at)]
  if (target.phone_ids === null) return accounts.map(toPair)
  if (target.account_ids === null) return everyAccountOn(named.phones, registry)
  return exactPairs(accounts, named.accounts, named.phones)
}

interface NamedId {
  id: string
  path: string
}

function namedIds(target: Target, at: string): { accounts: NamedId[]; phones: NamedId[] } {
  const one = (id: string | null, field: string) => (id === null ? [] : [{ id, path: `${at}/${field}` }])
  const many = (ids: readonly string[] | null, field: string) =>
    (ids ?? []).map((id, index) => ({ id, path: `${at}/${field}${pointerStep(index)}` }))
  return {
    accounts: [...one(target.account_id, 'account_id'), ...many(target.account_ids, 'account_ids')],
    phones: [...one(target.phone_id, 'phone_id'), ...many(target.phone_ids, 'phone_ids')],
  }
}

function activeAccount(registry: Registry, id: string): RegisteredAccount | undefined {
  const account = registry.findAccount(id)
  return account?.status === 'active' ? account : undefined
}

/** Looks all of them up. @throws FarmError `code` that names every one that is not there */
function found<T>(
  named: readonly NamedId[],
  code: ErrorCode,
  noun: string,
  look: (id: string) => T | undefined,
): T[] {
  const results: T[] = []
  const problems: Problem[] = []
  for (const { id, path } of named) {
    const result = look(id)
    if (result === undefined)
      problems.push({ path, message: `${noun} ${id} not found${noun === 'account' ? ' or inactive' : ''}` })
    else results.push(result)
  }
  refuseAny(code, problems)
  return results
}

/** @throws FarmError `code` when there is any problem; its message is the first one's */
function refuseAny(code: ErrorCode, problems: readonly Problem[]): void {
  const [first] = problems
  if (first) throw new FarmError(code, first.message, { problems })
}

function toPair({ account_id, phone_id }: RegisteredAccount): Pair {
  return { account_id, phone_id }
}

function pairOf([account]: readonly RegisteredAccount[], phoneId: string | null, at: string): Pair {
  if (!account) throw new Error('a target without account_id passed the check of its shape')
  if (phoneId !== null && account.phone_id !== phoneId)
    refuseAny('account_not_on_phone', [
      { path: `${at}/phone_id`, message: `account ${account.account_id} does not live on phone ${phoneId}` },
    ])
  return toPair(account)
}

function everyAccountOn(phones: readonly NamedId[], registry: Registry): Pair[] {
  const found = phones.map(({ id, path }) => ({
    id,
    path,
    accounts: registry.accountsOfPhone(id).filter(({ status }) => status === 'active'),
  }))
  const empty = found.filter(({ accounts }) => accounts.length === 0)
  refuseAny(
    'phone_without_accounts',
    empty.map(({ id, path }) => ({ path, message: `phone ${id} has no active account` })),
  )
  return found.flatMap(({ accounts }) => accounts.map(toPair))
}

/** Both lists were given: every account must live on a listed phone and every phone must carry a listed account. */
function exactPairs(
  accounts: readonly RegisteredAccount[],
  namedAccounts: readonly NamedId[],
  phones: readonly NamedId[],
): Pair[] {
  const listed = new Set(phones.map(({ id }) => id))
  const used = new Set(accounts.map(({ phone_id }) => phone_id))
  const homeless = namedAccounts.filter((_, index) => !listed.has(accounts[index]?.phone_id ?? ''))
  const unused = phones.filter(({ id }) => !used.has(id))
  refuseAny('group_leftover', [
    ...homeless.map(({ id, path }) => ({
      path,
      message: `account ${id} lives on none of the listed phones`,
    })),
    ...unused.map(({ id, path }) => ({ path, message: `phone ${id} carries none of the listed accounts` })),
  ])
  return accounts.map(toPair)
}
