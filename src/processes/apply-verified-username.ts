import type { EditProgress } from '../domain/action.ts'
import type { Tables } from '../store/store.ts'

/** After a verified username edit the account's `username` follows (source: contract, question 15). Call it inside a transaction. */
export function applyVerifiedUsername(
  tables: Tables,
  accountId: string,
  { username }: EditProgress['fields'],
  now: Date,
): void {
  if (username?.verified === true) tables.accounts.setUsername(accountId, username.after, now)
}
