import { workCounts, type AccountSummary, type AccountView } from '../domain/account.ts'
import { parseAccountSettings } from '../domain/account-settings.ts'
import { accountWaiting } from '../domain/account-waiting.ts'
import { FarmError } from '../domain/errors.ts'
import type { HandOver } from '../domain/hand-over.ts'
import { addDays, timeZone } from '../domain/local-day.ts'
import type { AccountRow } from '../store/accounts.ts'
import type { HandOverRow } from '../store/hand-overs.ts'
import type { Tables } from '../store/store.ts'
import { holdFactsOf, KEEP_DAYS } from './account-time.ts'

/** An account as callers see it, with what its runs have done. */
export function accountViewOf(tables: Tables, row: AccountRow, now: Date): AccountView {
  const { account_id } = row
  const { timezone } = parseAccountSettings(row.settings)
  const after = addDays(timeZone(timezone).dayOf(now.getTime()), -KEEP_DAYS)
  const days = tables.accountDays.since({ account_id, after })
  return {
    ...accountSummaryOf(tables, row, now),
    days: days.map(({ day, ...counts }) => ({ day, ...workCounts(counts) })),
  }
}

/** An account as lists show it: a handful of look-ups by primary key. */
export function accountSummaryOf(
  tables: Tables,
  { settings, ...account }: AccountRow,
  now: Date,
): AccountSummary {
  const { account_id, status } = account
  const open = tables.handOvers.openOf(account_id)
  const hold = holdFactsOf(tables, account_id)
  const verified = tables.accountIdentities.lastVerified(account_id)
  const mismatch = tables.accountIdentities.lastMismatch(account_id)
  const totals = tables.accountDays.totals(account_id)
  return {
    ...account,
    settings: parseAccountSettings(settings),
    hand_over: open && handOverOf(open),
    on_hold: open && { since: open.opened_at, reason: open.reason, needed: open.needed },
    ...accountWaiting(now.getTime(), { account_id, status, handOver: open, hold }),
    last_verified: verified
      ? { username: verified.username, at: verified.verified_at, process_id: verified.process_id }
      : null,
    last_mismatch: mismatch
      ? { message: mismatch.message, at: mismatch.at, process_id: mismatch.process_id }
      : null,
    totals: { ...workCounts(totals ?? NOTHING_DONE), since: totals?.since ?? null },
  }
}

const NOTHING_DONE = { runs: 0, completed: 0, failed: 0, seconds: 0 } as const

/** A hand-over as callers see it: what stands around it names the account. */
export function handOverOf(row: HandOverRow): HandOver {
  const { hand_over_id, phone_id, process_id, queue_item_id, reason, needed } = row
  const { opened_at, closed_at, closed_by, note } = row
  return {
    hand_over_id,
    phone_id,
    process_id,
    queue_item_id,
    reason,
    needed,
    opened_at,
    closed_at,
    closed_by,
    note,
  }
}

/** @throws FarmError 'account_not_found' */
export function findAccount(tables: Tables, accountId: string): AccountRow {
  const row = tables.accounts.find(accountId)
  if (!row) throw new FarmError('account_not_found', `account ${accountId} not found`)
  return row
}
