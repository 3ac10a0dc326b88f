import type { Clock } from '../domain/clock.ts'
import { FarmError } from '../domain/errors.ts'
import {
  isStale,
  parseChanges,
  parseRuntimeSnapshot,
  parseStoredSnapshot,
  type RuntimeSnapshot,
  type SnapshotView,
} from '../domain/runtime-snapshot.ts'
import { snapshotChanges } from '../domain/snapshot-diff.ts'
import type { RuntimeSnapshotRow } from '../store/runtime-snapshots.ts'
import type { Store, Tables } from '../store/store.ts'
import { findAccount } from './account-record.ts'

interface SnapshotEcho {
  account_id: string
  snapshot_id: string
  strategy_version: number
}

/** Both echo what came in (source: seeds/runtime-snapshots). */
export type SnapshotAnswer =
  | ({ status: 'upserted'; strategy_synced_at: string } & SnapshotEcho)
  | ({ status: 'ignored_stale' } & SnapshotEcho)

export interface RuntimeSnapshots {
  /** An exact repeat is applied again. @throws FarmError 'invalid_request', 'account_not_found' */
  upsertRuntimeSnapshot: (body: unknown) => Promise<SnapshotAnswer>
  /** The current one, and how it came about. @throws FarmError 'account_not_found', also when none was synced yet */
  readRuntimeSnapshot: (accountId: string) => SnapshotView
}

export function createRuntimeSnapshots({ store, clock }: { store: Store; clock: Clock }): RuntimeSnapshots {
  return {
    async upsertRuntimeSnapshot(body) {
      const snapshot = parseRuntimeSnapshot(body)
      return await store.write('upsert_snapshot', (tables) => upsert(tables, clock.now(), snapshot))
    },
    readRuntimeSnapshot(accountId) {
      findAccount(store.read, accountId)
      const row = store.read.runtimeSnapshots.find(accountId)
      if (!row) throw new FarmError('account_not_found', `account ${accountId} has no runtime snapshot yet`)
      return viewOf(store.read, row)
    },
  }
}

function viewOf(tables: Tables, { account_id, body, stored_at, changes }: RuntimeSnapshotRow): SnapshotView {
  const replaced = tables.runtimeSnapshots.history(account_id)
  return {
    ...parseStoredSnapshot(body),
    stored_at,
    changes: parseChanges(changes),
    history: replaced.map((entry) => ({ ...entry, changes: parseChanges(entry.changes) })),
  }
}

function upsert(tables: Tables, now: Date, snapshot: RuntimeSnapshot): SnapshotAnswer {
  const { account_id, snapshot_id, strategy_version, strategy_synced_at } = snapshot
  if (tables.accounts.find(account_id)?.status !== 'active') {
    const message = `account ${account_id} not found or inactive`
    throw new FarmError('account_not_found', message, { problems: [{ path: '/account_id', message }] })
  }
  const stored = tables.runtimeSnapshots.find(account_id)
  if (stored && isStale(snapshot, stored))
    return { status: 'ignored_stale', account_id, snapshot_id, strategy_version }
  const body = JSON.stringify(snapshot)
  tables.runtimeSnapshots.put({
    account_id,
    snapshot_id,
    strategy_version,
    strategy_synced_at,
    body,
    stored_at: now.toISOString(),
    content_hash: snapshot.content_hash,
    changes: stored ? changesSince(stored, snapshot, body) : null,
  })
  return { status: 'upserted', account_id, snapshot_id, strategy_version, strategy_synced_at }
}

/** Told when it is stored, so that nobody who reads it has to go through megabytes. An exact repeat changed nothing anew. */
function changesSince(stored: RuntimeSnapshotRow, snapshot: RuntimeSnapshot, body: string): string | null {
  if (stored.body === body) return stored.changes
  return JSON.stringify(snapshotChanges(parseStoredSnapshot(stored.body), snapshot))
}
