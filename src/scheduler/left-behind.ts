import type { OpenAttempt } from '../store/attempts.ts'
import type { HeldItem } from '../store/claims.ts'
import type { LeaseRow } from '../store/leases.ts'
import { DIED } from './item-moves.ts'
import type { Tables } from '../store/store.ts'

/** All that dead boots left on one phone. */
export interface LeftOnPhone {
  phone_id: string
  /** Null when the phone is no longer registered. */
  serial: string | null
  /** Items that were in their hands. */
  items: HeldItem[]
  /** Attempts that were begun and never ended, although their item has moved on. */
  strays: OpenAttempt[]
  /** Runs' leases whose item has moved on. */
  leases: LeaseRow[]
  /** The daemon itself was at work on the phone, with a session that nobody has noted. */
  wasMaintained: boolean
}

/** A session that may still live: its id and Appium's address, null when the boot died before it could store them. */
export interface LeftSession {
  account_id: string | null
  session_id: string | null
  container: string | null
}

/** Who holds a phone that nobody holds while what was left on it is cleaned up. */
export const RESCUE_HOLDER = 'rescue'

/**
 * Takes stock of what boots before this one left and makes sure that each of these phones is held, so that nothing new begins there before
 * it is known to be free. Call it inside a transaction.
 */
export function takeStock(tables: Tables, bootId: string, at: string): LeftOnPhone[] {
  const maintained = tables.leases.maintainedByOthers(bootId)
  tables.leases.releaseMaintenance({ boot_id: bootId, at })
  const byPhone = new Map<string, LeftOnPhone>()
  const of = (phoneId: string): LeftOnPhone => {
    const left = byPhone.get(phoneId) ?? emptyPhone(tables, phoneId)
    byPhone.set(phoneId, left)
    return left
  }
  const items = tables.claims.heldByOthers(bootId)
  const held = new Set(items.map(attemptKey))
  for (const item of items) of(item.phone_id).items.push(item)
  for (const attempt of tables.attempts.openOfOthers(bootId)) {
    if (!held.has(attemptKey(attempt))) of(attempt.phone_id).strays.push(attempt)
  }
  for (const lease of tables.leases.runsOfOthers(bootId)) {
    const { queue_item_id, attempt } = lease
    if (queue_item_id === null || attempt === null || held.has(attemptKey({ queue_item_id, attempt })))
      continue
    of(lease.phone_id).leases.push(lease)
  }
  for (const { phone_id } of maintained) of(phone_id).wasMaintained = true
  for (const { phone_id } of byPhone.values()) {
    if (tables.leases.ofPhone(phone_id) !== null) continue
    tables.leases.takeFor({ kind: 'maintenance', phone_id, holder: RESCUE_HOLDER, boot_id: bootId }, at)
  }
  return [...byPhone.values()]
}

function emptyPhone(tables: Tables, phoneId: string): LeftOnPhone {
  const serial = tables.phones.find(phoneId)?.serial ?? null
  return { phone_id: phoneId, serial, items: [], strays: [], leases: [], wasMaintained: false }
}

function attemptKey({ queue_item_id, attempt }: { queue_item_id: string; attempt: number }): string {
  return `${queue_item_id}/${attempt}`
}

/** The sessions to end before the phone may be used; none when its items were claimed and never reached it. */
export function sessionsOf({ items, strays, leases, wasMaintained }: LeftOnPhone): LeftSession[] {
  const ran = [...items.filter(({ status }) => status === 'EXECUTING'), ...strays]
  const sessions = ran.map(({ account_id, session_id, container }) => ({ account_id, session_id, container }))
  // A lease without an attempt: nobody knows how far its holder came.
  const nobodys = { account_id: null, session_id: null, container: null }
  return sessions.length === 0 && (leases.length > 0 || wasMaintained) ? [nobodys] : sessions
}

/** Ends what is left of attempts and leases whose items have moved on, and the phone's hold for the rescue. Call it inside a transaction. */
export function clearStrays(tables: Tables, { phone_id, strays, leases }: LeftOnPhone, at: string): void {
  for (const attempt of strays) {
    tables.attempts.end({ ...attempt, ended_at: at, outcome: 'interrupted', error: DIED })
  }
  for (const { queue_item_id, attempt, boot_id } of leases) {
    if (queue_item_id === null || attempt === null || boot_id === null) continue
    tables.leases.release({ phone_id, queue_item_id, attempt, boot_id, at })
  }
  tables.leases.releaseFor({ kind: 'maintenance', phone_id, holder: RESCUE_HOLDER }, at)
}
