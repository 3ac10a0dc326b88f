import type { HeldFor } from '../domain/account-hold.ts'
import type { Database } from './database.ts'

/** The item that a phone would be given next. */
export interface HeadItem {
  queue_item_id: string
  account_id: string
  priority: number
  turn: number
  infra_failures: number
  created_at: string
}

/** An item whose account may work again. */
export interface ReleasedItem {
  queue_item_id: string
  phone_id: string
  account_id: string
  held_for: HeldFor
  priority: number
  system: string
}

/** Who is served first on a phone; index queue_items_ready. */
export const SERVING_ORDER = 'priority, turn, created_at, queue_item_id'

const HEAD = `
  SELECT queue_item_id, account_id, priority, turn, infra_failures, created_at FROM queue_items
  WHERE phone_id = ? AND ready = 1
  ORDER BY ${SERVING_ORDER} LIMIT 1`

// Among the items that come next only: a phone's whole backlog would be too long to walk through within one transaction.
const HOLD = `
  UPDATE queue_items SET ready = 0, not_before = @until, held_for = @held_for
  WHERE queue_item_id IN (
    SELECT queue_item_id FROM (
      SELECT queue_item_id, account_id FROM queue_items
      WHERE phone_id = @phone_id AND ready = 1
      ORDER BY ${SERVING_ORDER} LIMIT @among)
    WHERE account_id = @account_id)`

const RECONSIDER = `
  UPDATE queue_items SET not_before = @at
  WHERE account_id = @account_id AND held_for IS NOT NULL AND not_before > @at`

const DUE = `
  SELECT queue_item_id, phone_id, account_id, held_for, priority, system
  FROM queue_items JOIN processes USING (process_id)
  WHERE not_before IS NOT NULL AND not_before <= @at AND held_for IS NOT NULL
  ORDER BY not_before LIMIT @limit`

const RELEASE = `
  UPDATE queue_items SET ready = 1, not_before = NULL, held_for = NULL, turn = @turn
  WHERE queue_item_id = @queue_item_id AND held_for IS NOT NULL`

const POSTPONE =
  'UPDATE queue_items SET ready = 0, not_before = @until WHERE queue_item_id = @queue_item_id AND ready = 1'

// At most one row a phone, through the index of the leases that are held.
const ON_PHONES = `
  SELECT item.queue_item_id FROM leases JOIN queue_items AS item USING (queue_item_id)
  WHERE leases.released_at IS NULL AND leases.kind = 'run' AND leases.boot_id = @boot_id
    AND item.infra_failures >= @failures`

/** Ready items whose account may not work now are put aside until it may. Every change wants a transaction around it. */
export interface Holds {
  /** The phone's next ready item, whoever holds the phone now; null when nothing is ready for it. */
  head: (phoneId: string) => HeadItem | null
  /** Puts the account's items aside that are among the phone's next `among`; returns how many. */
  hold: (of: {
    phone_id: string
    account_id: string
    held_for: HeldFor
    until: string
    among: number
  }) => number
  /** Puts one ready item aside for a while. */
  postpone: (of: { queue_item_id: string; until: string }) => void
  /** Items that this boot runs and that have failed at least so often for reasons of the infrastructure. */
  onPhonesAfterFailures: (of: { boot_id: string; failures: number }) => string[]
  /** Makes what is held for an account due at once: its settings have changed. */
  reconsider: (of: { account_id: string; at: string }) => void
  /** Held items whose hold is over, at most `limit`, in the order in which they came. */
  due: (of: { at: string; limit: number }) => ReleasedItem[]
  /** Makes a held item ready, with the turn that it is given now. */
  release: (of: { queue_item_id: string; turn: number }) => void
}

export function holdsTable(db: Database): Holds {
  const head = db.prepare<[string], HeadItem>(HEAD)
  const hold = db.prepare<Parameters<Holds['hold']>[0]>(HOLD)
  const postpone = db.prepare<{ queue_item_id: string; until: string }>(POSTPONE)
  const onPhones = db.prepare<{ boot_id: string; failures: number }, { queue_item_id: string }>(ON_PHONES)
  const reconsider = db.prepare<{ account_id: string; at: string }>(RECONSIDER)
  const due = db.prepare<{ at: string; limit: number }, ReleasedItem>(DUE)
  const release = db.prepare<{ queue_item_id: string; turn: number }>(RELEASE)
  return {
    head: (phoneId) => head.get(phoneId) ?? null,
    hold: (of) => hold.run(of).changes,
    postpone: (of) => void postpone.run(of),
    onPhonesAfterFailures: (of) => onPhones.all(of).map(({ queue_item_id }) => queue_item_id),
    reconsider: (of) => void reconsider.run(of),
    due: (of) => due.all(of),
    release: (of) => void release.run(of),
  }
}
