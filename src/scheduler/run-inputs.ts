import type { ActionAccount } from '../domain/action.ts'
import type { JudgeSnapshot } from '../domain/judge.ts'
import { RunError } from '../domain/errors.ts'
import { parseStoredSnapshot } from '../domain/runtime-snapshot.ts'
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
export function snapshotOf(read: Tables, accountId: string): JudgeSnapshot | null {
  const row = read.runtimeSnapshots.find(accountId)
  if (!row) return null
  const { snapshot_id, strategy_version, stage, active_action, personality } = parseStoredSnapshot(row.body)
  return {
    snapshot_id,
    strategy_version,
    stage,
    active_action,
    interests: interestsOf(personality),
    personality,
  }
}

/** `personality` is free-form: only an `interests` that is a list of words is understood. */
function interestsOf({ interests }: Record<string, unknown>): string[] {
  return Array.isArray(interests) ? interests.filter((interest) => typeof interest === 'string') : []
}
