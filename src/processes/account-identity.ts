import type { ClaimedItem } from '../store/claims.ts'
import type { Tables } from '../store/store.ts'

/** Notes that the app has shown itself to a run as the account, before anything was touched. Call it under the run's fence. */
export function noteIdentity(
  tables: Tables,
  { account_id, process_id, queue_item_id, attempt, phone_id }: ClaimedItem,
  username: string,
  now: Date,
): void {
  tables.accountIdentities.verified({ account_id, username, verified_at: now.toISOString(), process_id })
  const detail = `the app acts as ${username}`
  tables.timeline.add(
    { process_id, queue_item_id, attempt, phone_id, event: 'identity_verified', detail },
    now,
  )
}

/** Notes that a run has ended because it met another account than its own. Call it in the transaction that ends the attempt. */
export function noteMismatch(
  tables: Tables,
  { account_id, process_id }: ClaimedItem,
  message: string,
  now: Date,
): void {
  tables.accountIdentities.mismatched({ account_id, message, at: now.toISOString(), process_id })
}
