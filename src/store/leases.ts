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

/** A hold of a phone for something other than a run. */
export type OtherLease =
  | { kind: 'person'; phone_id: string; holder: string; until: string | null }
  /** `holder` says what for; the daemon's boot that must prove its end. */
  | { kind: 'maintenance'; phone_id: string; holder: string; boot_id: string }

// A second master fails on the index of held phones, and its claim is rolled back with it.
const TAKE = `
  INSERT INTO leases (phone_id, kind, queue_item_id, attempt, boot_id, taken_at)
  VALUES (@phone_id, 'run', @queue_item_id, @attempt, @boot_id, @at)`

const TAKE_FOR = `
  INSERT INTO leases (phone_id, kind, holder, boot_id, until, taken_at)
  VALUES (@phone_id, @kind, @holder, @boot_id, @until, @at)`

const EXTEND = `UPDATE leases SET until = @until WHERE phone_id = @phone_id AND released_at IS NULL AND kind = 'person'`

const RELEASE = `
  UPDATE leases SET released_at = @at
  WHERE phone_id = @phone_id AND released_at IS NULL
    AND queue_item_id = @queue_item_id AND attempt = @attempt AND boot_id = @boot_id`

const RELEASE_FOR = `
  UPDATE leases SET released_at = @at
  WHERE phone_id = @phone_id AND released_at IS NULL AND kind = @kind AND holder = @holder`

const OF_PHONE = `SELECT * FROM leases WHERE phone_id = ? AND released_at IS NULL`

// A maintenance works on a phone only as long as its boot lives, and whatever it left there is looked for anew. Index leases_held.
const RELEASE_MAINTENANCE = `
  UPDATE leases SET released_at = @at
  WHERE phone_id > '' AND released_at IS NULL AND kind = 'maintenance' AND boot_id <> @boot_id`

// Index leases_held.
const MAINTAINED_BY_OTHERS = `
  SELECT * FROM leases
  WHERE phone_id > '' AND released_at IS NULL AND kind = 'maintenance' AND boot_id <> ? ORDER BY phone_id`

// Index leases_held: as many rows as phones are held.
const RUNS_OF_OTHERS = `
  SELECT * FROM leases WHERE phone_id > '' AND released_at IS NULL AND kind = 'run' AND boot_id <> ? ORDER BY phone_id`

// Index leases_ending.
const RELEASE_EXPIRED = `
  UPDATE leases SET released_at = until
  WHERE until <= ? AND released_at IS NULL RETURNING phone_id, holder`

const NEXT_UNTIL = `SELECT min(until) AS until FROM leases WHERE until IS NOT NULL AND released_at IS NULL`

// Index leases_of_phone.
const HISTORY = `
  SELECT * FROM leases WHERE phone_id = @phone_id AND lease_id < @before ORDER BY lease_id DESC LIMIT @limit`

/** Sorts after every lease. */
export const NEWEST_LEASE = Number.MAX_SAFE_INTEGER

/** Who holds which phone, now and before: one master at a time. Every change wants a transaction around it. */
export interface Leases {
  /** @throws when the phone is held already */
  take: (lease: RunLease & { at: string }) => void
  /** @throws when the phone is held already */
  takeFor: (lease: OtherLease, at: string) => void
  /** Sets when the person's hold of the phone ends; null: when it is released. @returns false when no person holds it */
  extend: (of: { phone_id: string; until: string | null }) => boolean
  /** @returns false when somebody else holds the phone, or nobody */
  release: (lease: RunLease & { at: string }) => boolean
  /** @returns false when somebody else holds the phone, or nobody */
  releaseFor: (of: Pick<OtherLease, 'phone_id' | 'kind' | 'holder'>, at: string) => boolean
  /** The holder of a phone, null when it is free. */
  ofPhone: (phoneId: string) => LeaseRow | null
  /** Maintenances of other boots, by phone. */
  maintainedByOthers: (bootId: string) => LeaseRow[]
  /** Ends the maintenances of dead boots; returns how many. */
  releaseMaintenance: (of: { boot_id: string; at: string }) => number
  /** Leases that runs of other boots still have, by phone. */
  runsOfOthers: (bootId: string) => LeaseRow[]
  /** Ends the holds of persons whose time is over. */
  releaseExpired: (at: string) => { phone_id: string; holder: string }[]
  /** When the next hold of a person ends by itself, null when none does. */
  nextUntil: () => string | null
  /** A phone's leases, newest first, from just before the lease `before`. */
  history: (of: { phone_id: string; before: number; limit: number }) => LeaseRow[]
}

export function leasesTable(db: Database): Leases {
  const take = db.prepare<RunLease & { at: string }>(TAKE)
  const takeFor = db.prepare<Record<string, string | null>>(TAKE_FOR)
  const extend = db.prepare<{ phone_id: string; until: string | null }>(EXTEND)
  const release = db.prepare<RunLease & { at: string }>(RELEASE)
  const releaseFor = db.prepare<Record<string, string>>(RELEASE_FOR)
  const ofPhone = db.prepare<[string], LeaseRow>(OF_PHONE)
  const releaseMaintenance = db.prepare<{ boot_id: string; at: string }>(RELEASE_MAINTENANCE)
  const maintainedByOthers = db.prepare<[string], LeaseRow>(MAINTAINED_BY_OTHERS)
  const runsOfOthers = db.prepare<[string], LeaseRow>(RUNS_OF_OTHERS)
  const releaseExpired = db.prepare<[string], { phone_id: string; holder: string }>(RELEASE_EXPIRED)
  const nextUntil = db.prepare<[], { until: string | null }>(NEXT_UNTIL)
  const history = db.prepare<{ phone_id: string; before: number; limit: number }, LeaseRow>(HISTORY)
  return {
    take: (lease) => void take.run(lease),
    takeFor: (lease, at) => void takeFor.run({ boot_id: null, until: null, ...lease, at }),
    extend: (of) => extend.run(of).changes === 1,
    release: (lease) => release.run(lease).changes === 1,
    releaseFor: ({ phone_id, kind, holder }, at) =>
      releaseFor.run({ phone_id, kind, holder, at }).changes === 1,
    ofPhone: (phoneId) => ofPhone.get(phoneId) ?? null,
    releaseMaintenance: (of) => releaseMaintenance.run(of).changes,
    maintainedByOthers: (bootId) => maintainedByOthers.all(bootId),
    runsOfOthers: (bootId) => runsOfOthers.all(bootId),
    releaseExpired: (at) => releaseExpired.all(at),
    nextUntil: () => nextUntil.get()?.until ?? null,
    history: (of) => history.all(of),
  }
}
