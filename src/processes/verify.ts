import {
  turnOf,
  VERIFICATION_LIMITS,
  type CountedRun,
  type DrivenApp,
  type Turn,
  type VerificationKey,
} from '../domain/verification.ts'
import type { Capability } from '../domain/process.ts'
import type { CapabilityRunRow } from '../store/capability-runs.ts'
import type { ClaimedItem } from '../store/claims.ts'
import type { Tables } from '../store/store.ts'
import { messageOf, runViewOf } from './verification-record.ts'

/** A run that counts for or against a capability of the app that it drove. */
export interface FinishedRun {
  capability: Capability
  driven: DrivenApp
  counted: CountedRun
}

/**
 * Counts a run, and earns or withdraws the verification that it decides. Synchronous, for the transaction that ends the attempt: whoever sees
 * the run as over sees what it has proven.
 * @param needed runs in a row that earn a verification
 * @returns what changed, null when nothing did
 */
export function countRun(
  tables: Tables,
  item: ClaimedItem,
  { capability, driven, counted }: FinishedRun,
  { now, needed }: { now: Date; needed: number },
): Turn | null {
  const { app, app_version, pack_hash } = driven
  if (app_version === null) return null
  const key: VerificationKey = { capability, app, app_version, pack_hash }
  const { phone_id, process_id, queue_item_id, attempt } = item
  const at = now.toISOString()
  const detail = JSON.stringify({ message: counted.message })
  const { outcome } = counted
  const runId = tables.capabilityRuns.add({
    ...key,
    phone_id,
    process_id,
    queue_item_id,
    attempt,
    outcome,
    at,
    detail,
  })
  tables.capabilityRuns.trim(key, VERIFICATION_LIMITS.kept)
  const runs = runsSinceTurn(tables, key)
  const turn = turnOf(tables.verifications.find(key)?.status ?? 'unverified', runs.map(countedOf), needed)
  if (turn === null) return null
  const restsOn = runs.slice(0, turn.runs).toReversed().map(runViewOf)
  const { status, reason } = turn
  tables.verifications.put({ ...key, status, since: at, reason, runs: JSON.stringify(restsOn) })
  tables.capabilityRuns.markTurn(runId)
  return turn
}

/** The runs that the next change is decided by, newest first. */
export function runsSinceTurn(tables: Tables, key: VerificationKey): CapabilityRunRow[] {
  const runs = tables.capabilityRuns.latest(key, VERIFICATION_LIMITS.kept)
  const end = runs.findIndex(({ turned }) => turned === 1)
  return end === -1 ? runs : runs.slice(0, end)
}

export function countedOf(row: CapabilityRunRow): CountedRun {
  return { outcome: row.outcome, message: messageOf(row) }
}
