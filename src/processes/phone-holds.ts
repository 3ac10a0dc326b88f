import Type from 'typebox'
import type { Clock } from '../domain/clock.ts'
import { isHandOverHolder } from '../domain/hand-over.ts'
import type { PhoneView } from '../domain/phone.ts'
import {
  parsePhoneRelease,
  parsePhoneTake,
  type PastPhoneLease,
  type PhoneTake,
} from '../domain/phone-hold.ts'
import { NEWEST_LEASE, type LeaseRow } from '../store/leases.ts'
import type { Store, Tables } from '../store/store.ts'
import { createPageQuery, pageOf, type Query } from './page-query.ts'
import { findPhone, leaseViewOf, phoneViewOf, refuseHeld } from './phone-record.ts'

export interface PhoneHolds {
  /**
   * Holds a phone for a person, so that nothing runs on it until the hold is released or its time is over. Whoever holds it already may take it
   * again, which sets the time anew. @throws FarmError 'invalid_request', 'phone_not_found', 'conflict' (`phone_held`)
   */
  takePhone: (phoneId: string, body: unknown) => Promise<PhoneView>
  /**
   * Gives a phone back; one that nobody holds is left as it is.
   * @throws FarmError 'invalid_request', 'phone_not_found', 'conflict' (`phone_held`) while somebody else holds it
   */
  releasePhone: (phoneId: string, body: unknown) => Promise<PhoneView>
  /** Who held the phone, newest first. @throws FarmError 'invalid_request', 'phone_not_found' */
  listPhoneLeases: (phoneId: string, query: Query) => { leases: PastPhoneLease[]; next_cursor: string | null }
}

export interface PhoneHoldsDeps {
  store: Store
  clock: Clock
  /** Called after a commit that may let a phone take work, or that sets a time to look at. */
  wake: () => void
}

const pageQuery = createPageQuery({ filters: {}, cursor: Type.Object({ lease_id: Type.Integer() }) })

export function createPhoneHolds({ store, clock, wake }: PhoneHoldsDeps): PhoneHolds {
  const { read } = store
  return {
    async takePhone(phoneId, body) {
      const request = parsePhoneTake(body)
      const phone = await store.write('take_phone', (tables) => take(tables, clock.now(), phoneId, request))
      wake()
      return phone
    },
    async releasePhone(phoneId, body) {
      const { holder } = parsePhoneRelease(body)
      const phone = await store.write('release_phone', (tables) =>
        release(tables, clock.now(), phoneId, holder),
      )
      wake()
      return phone
    },
    listPhoneLeases(phoneId, query) {
      const { limit, after } = pageQuery(query)
      findPhone(read, phoneId)
      const before = after?.lease_id ?? NEWEST_LEASE
      const found = read.leases.history({ phone_id: phoneId, before, limit: limit + 1 })
      const { rows, next_cursor } = pageOf(found, limit, ({ lease_id }) => ({ lease_id }))
      return { leases: rows.map(pastLeaseOf), next_cursor }
    },
  }
}

function take(tables: Tables, now: Date, phoneId: string, { holder, minutes }: PhoneTake): PhoneView {
  const phone = findPhone(tables, phoneId)
  const until = minutes === null ? null : new Date(now.getTime() + minutes * 60_000).toISOString()
  const at = now.toISOString()
  const lease = tables.leases.ofPhone(phoneId)
  if (isHeldBy(lease, holder)) tables.leases.extend({ phone_id: phoneId, until })
  else {
    // A phone that waits for a person is there for whoever comes.
    if (lease?.kind === 'person' && isHandOverHolder(lease.holder) && lease.holder !== null)
      tables.leases.releaseFor({ kind: 'person', phone_id: phoneId, holder: lease.holder }, at)
    else refuseHeld(lease)
    tables.leases.takeFor({ kind: 'person', phone_id: phoneId, holder, until }, at)
  }
  return phoneViewOf(tables, phone)
}

function release(tables: Tables, now: Date, phoneId: string, holder: string): PhoneView {
  const phone = findPhone(tables, phoneId)
  const lease = tables.leases.ofPhone(phoneId)
  if (!isHeldBy(lease, holder)) refuseHeld(lease)
  tables.leases.releaseFor({ kind: 'person', phone_id: phoneId, holder }, now.toISOString())
  return phoneViewOf(tables, phone)
}

function isHeldBy(lease: LeaseRow | null, holder: string): boolean {
  return lease?.kind === 'person' && lease.holder === holder
}

function pastLeaseOf(row: LeaseRow): PastPhoneLease {
  return { ...leaseViewOf(row), attempt: row.attempt, released_at: row.released_at }
}
