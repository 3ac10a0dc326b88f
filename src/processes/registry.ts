import type { Registry } from '../domain/assignment.ts'
import type { Tables } from '../store/store.ts'

/** The registered phones and accounts, as the checks of a target want them. */
export function registryOf(tables: Tables): Registry {
  return {
    findAccount: tables.accounts.find,
    hasPhone: (phoneId) => tables.phones.has(phoneId),
    accountsOfPhone: tables.accounts.ofPhone,
  }
}
