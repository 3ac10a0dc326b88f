import type { ActionAccount, ActionSnapshot } from '../domain/action.ts'
import { RunError } from '../domain/errors.ts'
import type { ClaimedItem } from '../store/claims.ts'
import type { Tables } from '../store/store.ts'

/**
 * The item's account as it is now: its username may have changed since the request was accepted.
 * @throws RunError 'input' when it is gone or inactive, 'account_mismatch' when it lives on another phone by now
 */
export function accountOf(read: Tables, { account_id, phone_id }: ClaimedItem): ActionAccount {
  const account = read.accounts.find(account_id)
  if (!account) throw new RunError('input', `account ${account_id} is no longer registered`)
  if (account.status !== 'active') throw new RunError('input', `account ${account_id} is inactive`)
  if (account.phone_id !== phone_id)
    throw new RunError('account_mismatch', `account ${account_id} no longer lives on phone ${phone_id}`)
  return { account_id, app: account.app, username: account.username }
}

/** The account's current runtime snapshot, as far as a run uses it; null when none was synced. */
export function snapshotOf(read: Tables, accountId: string): ActionSnapshot | null {
  const row = read.runtimeSnapshots.find(accountId)
  if (!row) return null
  const { snapshot_id, strategy_version } = row
  return { snapshot_id, strategy_version, interests: interestsOf(JSON.parse(row.body)) }
}

/** `personality` is free-form: only an `interests` that is a list of words is understood. */
function interestsOf(snapshot: unknown): string[] {
  if (!hasField(snapshot, 'personality') || !hasField(snapshot.personality, 'interests')) return []
  const { interests } = snapshot.personality
  return Array.isArray(interests) ? interests.filter((interest) => typeof interest === 'string') : []
}

function hasField<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return typeof value === 'object' && value !== null && name in value
}
