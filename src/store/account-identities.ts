import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

/** A row of `account_identities`; `process_id` is null when that process is gone by now. */
export const AccountIdentityRow = Type.Object({
  account_id: Type.String(),
  username: Type.String(),
  verified_at: Type.String(),
  process_id: nullable(Type.String()),
})
export type AccountIdentityRow = Static<typeof AccountIdentityRow>

/** A row of `account_mismatches`. */
export const AccountMismatchRow = Type.Object({
  account_id: Type.String(),
  message: Type.String(),
  at: Type.String(),
  process_id: nullable(Type.String()),
})
export type AccountMismatchRow = Static<typeof AccountMismatchRow>

// A late report may speak of an account that has been forgotten meanwhile.
const VERIFIED = `
  INSERT INTO account_identities (account_id, username, verified_at, process_id)
  SELECT @account_id, @username, @verified_at, @process_id
  WHERE EXISTS (SELECT 1 FROM accounts WHERE account_id = @account_id)
  ON CONFLICT (account_id) DO UPDATE SET
    username = excluded.username, verified_at = excluded.verified_at, process_id = excluded.process_id`

const MISMATCHED = `
  INSERT INTO account_mismatches (account_id, message, at, process_id)
  SELECT @account_id, @message, @at, @process_id
  WHERE EXISTS (SELECT 1 FROM accounts WHERE account_id = @account_id)
  ON CONFLICT (account_id) DO UPDATE SET
    message = excluded.message, at = excluded.at, process_id = excluded.process_id`

const LAST_VERIFIED = 'SELECT * FROM account_identities WHERE account_id = ?'

const LAST_MISMATCH = 'SELECT * FROM account_mismatches WHERE account_id = ?'

/** As whom apps have shown themselves to runs. Every change wants a transaction around it. */
export interface AccountIdentities {
  /** Notes the username that the app showed before a run touched anything. */
  verified: (row: AccountIdentityRow) => void
  /** Notes that a run met another account than its own. */
  mismatched: (row: AccountMismatchRow) => void
  /** Undefined as long as no run has proven it. */
  lastVerified: (accountId: string) => AccountIdentityRow | undefined
  lastMismatch: (accountId: string) => AccountMismatchRow | undefined
}

export function accountIdentitiesTable(db: Database): AccountIdentities {
  const verified = db.prepare<AccountIdentityRow>(VERIFIED)
  const mismatched = db.prepare<AccountMismatchRow>(MISMATCHED)
  const lastVerified = db.prepare<[string], AccountIdentityRow>(LAST_VERIFIED)
  const lastMismatch = db.prepare<[string], AccountMismatchRow>(LAST_MISMATCH)
  return {
    verified: (row) => void verified.run(row),
    mismatched: (row) => void mismatched.run(row),
    lastVerified: (accountId) => lastVerified.get(accountId),
    lastMismatch: (accountId) => lastMismatch.get(accountId),
  }
}
