import type { Clock } from '../domain/clock.ts'
import { FarmError } from '../domain/errors.ts'
import {
  isStale,
  parseRuntimeSnapshot,
  parseStoredSnapshot,
  type RuntimeSnapshot,
} from '../domain/runtime-snapshot.ts'
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
  /** The current one. @throws FarmError 'account_not_found', also when none was synced yet */
  readRuntimeSnapshot: (accountId: string) => RuntimeSnapshot
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
      return parseStoredSnapshot(row.body)
    },
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
  tables.runtimeSnapshots.put({
    account_id,
    snapshot_id,
    strategy_version,
    strategy_synced_at,
    body: JSON.stringify(snapshot),
    stored_at: now.toISOString(),
  })
  return { status: 'upserted', account_id, snapshot_id, strategy_version, strategy_synced_at }
}
