import type { AccountView } from '../domain/account.ts'
import { parseAccountSettings } from '../domain/account-settings.ts'
import { FarmError } from '../domain/errors.ts'
import type { HandOver } from '../domain/hand-over.ts'
import type { AccountRow } from '../store/accounts.ts'
import type { HandOverRow } from '../store/hand-overs.ts'
import type { Tables } from '../store/store.ts'

/** An account as callers see it, with what it waits for a person to do. */
export function accountViewOf(tables: Tables, { settings, ...account }: AccountRow): AccountView {
  const open = tables.handOvers.openOf(account.account_id)
  return { ...account, settings: parseAccountSettings(settings), hand_over: open && handOverOf(open) }
}

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
