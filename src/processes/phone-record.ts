import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { FarmError } from '../domain/errors.ts'
import { parseFacts } from '../domain/phone-facts.ts'
import { PhoneApp, type PhoneView } from '../domain/phone.ts'
import type { PhoneLease } from '../domain/phone-hold.ts'
import { FreeForm } from '../domain/text.ts'
import type { RecoveryView } from '../domain/recovery-view.ts'
import type { LeaseRow } from '../store/leases.ts'
import type { PhoneRow } from '../store/phones.ts'
import type { RecoveryRow } from '../store/recoveries.ts'
import type { Tables } from '../store/store.ts'

const apps = Compile(Type.Array(PhoneApp))
const appVersions = Compile(FreeForm)

/** @throws FarmError 'phone_not_found' */
export function findPhone(tables: Tables, phoneId: string): PhoneRow {
  const row = tables.phones.find(phoneId)
  if (!row) throw new FarmError('phone_not_found', `phone ${phoneId} not found`)
  return row
}

/** A phone as callers see it, with who holds it. */
export function phoneViewOf(tables: Tables, row: PhoneRow): PhoneView {
  const lease = tables.leases.ofPhone(row.phone_id)
  const recovery = tables.recoveries.open(row.phone_id)
  const { state, reason, next, since } = row
  // Only its condition is stored: that a phone is at work is told by its lease.
  const standing =
    state === 'ready' && lease
      ? { state: 'busy', reason, next, since: lease.taken_at }
      : { state, reason, next, since }
  return {
    phone_id: row.phone_id,
    serial: row.serial,
    name: row.name,
    ...standing,
    model: row.model,
    android_version: row.android_version,
    apps: apps.Parse(JSON.parse(row.apps)),
    app_versions: appVersions.Parse(JSON.parse(row.app_versions)),
    paused: row.paused === 1,
    draining: row.paused === 1 && lease?.kind === 'run',
    hardware_serial: row.hardware_serial,
    facts: parseFacts(row.facts),
    recovery: recovery && recoveryViewOf(recovery),
    lease: lease && leaseViewOf(lease),
  }
}

/** A rung or quarantine as callers see it. */
export function recoveryViewOf(row: RecoveryRow): RecoveryView {
  const { symptom, rung, began_at, ended_at, outcome, detail, incident_id } = row
  return { symptom, rung, began_at, ended_at, outcome, detail, incident_id }
}

/** A lease as callers see it. */
export function leaseViewOf({ kind, holder, queue_item_id, taken_at, until }: LeaseRow): PhoneLease {
  return { kind, holder, queue_item_id, since: taken_at, until }
}

/** @throws FarmError 'conflict' (`phone_held`) when somebody holds the phone */
export function refuseHeld(lease: LeaseRow | null): void {
  if (lease === null) return
  const { phone_id, taken_at } = lease
  throw new FarmError('conflict', `phone ${phone_id} is held by ${holderOf(lease)} since ${taken_at}`, {
    detail: 'phone_held',
  })
}

/** Of a run no more than that: whose it is is told by the phone, to those who may know. */
function holderOf({ kind, holder }: LeaseRow): string {
  if (kind === 'run') return 'a run'
  return kind === 'person' ? `${holder}` : `the daemon's own ${holder}`
}
