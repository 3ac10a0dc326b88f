import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'

/** Who holds a phone: one attempt of one queue item, of one boot of the daemon. */
export const LeaseRow = Type.Object({
  phone_id: Type.String(),
  queue_item_id: Type.String(),
  attempt: Type.Integer(),
  boot_id: Type.String(),
  taken_at: Type.String(),
})
export type LeaseRow = Static<typeof LeaseRow>

// A second master fails on the primary key, and its claim is rolled back with it.
const TAKE = `
  INSERT INTO leases (phone_id, queue_item_id, attempt, boot_id, taken_at)
  VALUES (@phone_id, @queue_item_id, @attempt, @boot_id, @taken_at)`

const RELEASE = `
  DELETE FROM leases
  WHERE phone_id = @phone_id AND queue_item_id = @queue_item_id AND attempt = @attempt AND boot_id = @boot_id`

const OF_PHONE = `SELECT * FROM leases WHERE phone_id = ?`

// A lease of another boot whose item is no longer held proves nothing: its holder is dead and its item has moved on.
const RELEASE_STALE = `
  DELETE FROM leases
  WHERE boot_id <> @boot_id AND NOT EXISTS (
    SELECT 1 FROM queue_items
    WHERE queue_items.queue_item_id = leases.queue_item_id AND queue_items.status IN ('CLAIMED', 'EXECUTING'))`

/** Which attempt holds which phone. */
export interface Leases {
  /** @throws when the phone is held already */
  take: (lease: LeaseRow) => void
  /** @returns false when somebody else holds the phone, or nobody */
  release: (lease: Omit<LeaseRow, 'taken_at'>) => boolean
  /** The holder of a phone, null when it is free. */
  ofPhone: (phoneId: string) => LeaseRow | null
  /** Frees what dead boots held without an item; returns how many. */
  releaseStale: (bootId: string) => number
}

export function leasesTable(db: Database): Leases {
  const take = db.prepare<LeaseRow>(TAKE)
  const release = db.prepare<Omit<LeaseRow, 'taken_at'>>(RELEASE)
  const ofPhone = db.prepare<[string], LeaseRow>(OF_PHONE)
  const releaseStale = db.prepare<{ boot_id: string }>(RELEASE_STALE)
  return {
    take: (lease) => void take.run(lease),
    release: (lease) => release.run(lease).changes === 1,
    ofPhone: (phoneId) => ofPhone.get(phoneId) ?? null,
    releaseStale: (bootId) => releaseStale.run({ boot_id: bootId }).changes,
  }
}
