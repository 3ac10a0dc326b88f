import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

const TextOrNull = nullable(Type.String())

/** A row of `hand_overs`. */
export const HandOverRow = Type.Object({
  hand_over_id: Type.String(),
  account_id: Type.String(),
  phone_id: Type.String(),
  process_id: TextOrNull,
  queue_item_id: TextOrNull,
  reason: Type.String(),
  needed: Type.String(),
  opened_at: Type.String(),
  closed_at: TextOrNull,
  closed_by: TextOrNull,
  note: TextOrNull,
})
export type HandOverRow = Static<typeof HandOverRow>

type NewHandOver = Omit<HandOverRow, 'closed_at' | 'closed_by' | 'note'>

// An account that waits already goes on waiting for the first thing.
const OPEN = `
  INSERT INTO hand_overs (hand_over_id, account_id, phone_id, process_id, queue_item_id, reason, needed, opened_at)
  VALUES (@hand_over_id, @account_id, @phone_id, @process_id, @queue_item_id, @reason, @needed, @opened_at)
  ON CONFLICT DO NOTHING`

// Index hand_overs_open.
const OPEN_OF = 'SELECT * FROM hand_overs WHERE account_id = ? AND closed_at IS NULL'

const CLOSE = `
  UPDATE hand_overs SET closed_at = @closed_at, closed_by = @closed_by, note = @note
  WHERE account_id = @account_id AND closed_at IS NULL`

// Index hand_overs_of_account.
const OF_ACCOUNT = `
  SELECT * FROM hand_overs
  WHERE account_id = @account_id AND (opened_at, hand_over_id) < (@opened_at, @hand_over_id)
  ORDER BY opened_at DESC, hand_over_id DESC LIMIT @limit`

/** What accounts wait or waited for a person to do: one thing at a time. Every change wants a transaction around it. */
export interface HandOvers {
  /** @returns false when the account waits for a person already */
  open: (row: NewHandOver) => boolean
  /** What an account waits for, null when it does not. */
  openOf: (accountId: string) => HandOverRow | null
  /** @returns false when the account waits for nothing */
  close: (of: { account_id: string; closed_at: string; closed_by: string | null; note: string }) => boolean
  /** Newest first, from just before the given one. */
  ofAccount: (of: {
    account_id: string
    opened_at: string
    hand_over_id: string
    limit: number
  }) => HandOverRow[]
}

export function handOversTable(db: Database): HandOvers {
  const open = db.prepare<NewHandOver>(OPEN)
  const openOf = db.prepare<[string], HandOverRow>(OPEN_OF)
  const close = db.prepare<Parameters<HandOvers['close']>[0]>(CLOSE)
  const ofAccount = db.prepare<Parameters<HandOvers['ofAccount']>[0], HandOverRow>(OF_ACCOUNT)
  return {
    open: (row) => open.run(row).changes === 1,
    openOf: (accountId) => openOf.get(accountId) ?? null,
    close: (of) => close.run(of).changes === 1,
    ofAccount: (of) => ofAccount.all(of),
  }
}
