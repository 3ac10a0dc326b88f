import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

const TextOrNull = nullable(Type.String())

/** Who holds or held a phone: an attempt of a queue item, a person, or a maintenance of the daemon's own. */
export const LeaseRow = Type.Object({
  lease_id: Type.Integer(),
  phone_id: Type.String(),
  kind: Type.Enum(['run', 'person', 'maintenance']),
  queue_item_id: TextOrNull,
  attempt: nullable(Type.Integer()),
  holder: TextOrNull,
  boot_id: TextOrNull,
  taken_at: Type.String(),
  until: TextOrNull,
  released_at: TextOrNull,
})
export type LeaseRow = Static<typeof LeaseRow>

/** A run's hold of its phone. */
export interface RunLease {
  phone_id: string
  queue_item_id: string
  attempt: number
  boot_id: string
}

// A second master fails on the index of held phones, and its claim is rolled back with it.
const TAKE = `
  INSERT INTO leases (phone_id, kind, queue_item_id, attempt, boot_id, taken_at)
  VALUES (@phone_id, 'run', @queue_item_id, @attempt, @boot_id, @at)`

const RELEASE = `
  UPDATE leases SET released_at = @at
  WHERE phone_id = @phone_id AND released_at IS NULL
    AND queue_item_id = @queue_item_id AND attempt = @attempt AND boot_id = @boot_id`

const OF_PHONE = `SELECT * FROM leases WHERE phone_id = ? AND released_at IS NULL`

// A run's lease of another boot whose item is no longer held proves nothing: its holder is dead and its item has moved on.
const RELEASE_STALE = `
  UPDATE leases SET released_at = @at
  WHERE released_at IS NULL AND kind = 'run' AND boot_id <> @boot_id AND NOT EXISTS (
    SELECT 1 FROM queue_items
    WHERE queue_items.queue_item_id = leases.queue_item_id AND queue_items.status IN ('CLAIMED', 'EXECUTING'))`

/** Which attempt holds which phone, now and before. */
export interface Leases {
  /** @throws when the phone is held already */
  take: (lease: RunLease & { at: string }) => void
  /** @returns false when somebody else holds the phone, or nobody */
  release: (lease: RunLease & { at: string }) => boolean
  /** The holder of a phone, null when it is free. */
  ofPhone: (phoneId: string) => LeaseRow | null
  /** Frees what dead boots held without an item; returns how many. */
  releaseStale: (of: { boot_id: string; at: string }) => number
}

export function leasesTable(db: Database): Leases {
  const take = db.prepare<RunLease & { at: string }>(TAKE)
  const release = db.prepare<RunLease & { at: string }>(RELEASE)
  const ofPhone = db.prepare<[string], LeaseRow>(OF_PHONE)
  const releaseStale = db.prepare<{ boot_id: string; at: string }>(RELEASE_STALE)
  return {
    take: (lease) => void take.run(lease),
    release: (lease) => release.run(lease).changes === 1,
    ofPhone: (phoneId) => ofPhone.get(phoneId) ?? null,
    releaseStale: (of) => releaseStale.run(of).changes,
  }
}
