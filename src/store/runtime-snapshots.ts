import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

/** A row of `runtime_snapshots`; `body` is the whole snapshot as JSON (domain/runtime-snapshot.ts). */
export const RuntimeSnapshotRow = Type.Object({
  account_id: Type.String(),
  snapshot_id: Type.String(),
  strategy_version: Type.Integer(),
  strategy_synced_at: Type.String(),
  body: Type.String(),
  stored_at: Type.String(),
  content_hash: nullable(Type.String()),
  /** JSON: what it changed, in lines for people; null for an account's first one and what earlier releases stored. */
  changes: nullable(Type.String()),
})
export type RuntimeSnapshotRow = Static<typeof RuntimeSnapshotRow>

/** A row of `runtime_snapshot_history`. */
export const SnapshotHistoryRow = Type.Object({
  history_id: Type.Integer(),
  ...RuntimeSnapshotRow.properties,
})
export type SnapshotHistoryRow = Static<typeof SnapshotHistoryRow>

/** A replaced snapshot without what it said. */
export type ReplacedSnapshot = Omit<SnapshotHistoryRow, 'history_id' | 'account_id' | 'body'>

/** How many replaced snapshots of an account are kept (source: contract). */
const HISTORY_LENGTH = 20

const FIND = 'SELECT * FROM runtime_snapshots WHERE account_id = ?'

const PUT = `
  INSERT INTO runtime_snapshots (account_id, snapshot_id, strategy_version, strategy_synced_at, body, stored_at, content_hash, changes)
  VALUES (
    @account_id, @snapshot_id, @strategy_version, @strategy_synced_at, @body, @stored_at, @content_hash, @changes)
  ON CONFLICT (account_id) DO UPDATE SET
    snapshot_id = excluded.snapshot_id, strategy_version = excluded.strategy_version,
    strategy_synced_at = excluded.strategy_synced_at, body = excluded.body, stored_at = excluded.stored_at,
    content_hash = excluded.content_hash, changes = excluded.changes`

// A repeat replaces nothing, so that it does not push what differs out of the history.
const KEEP = `
  INSERT INTO runtime_snapshot_history (
    account_id, snapshot_id, strategy_version, strategy_synced_at, body, stored_at, content_hash, changes)
  SELECT account_id, snapshot_id, strategy_version, strategy_synced_at, body, stored_at, content_hash, changes
  FROM runtime_snapshots WHERE account_id = @account_id AND body <> @body`

// Index runtime_snapshot_history_of_account. Not the bodies: twenty of them can be as many megabytes.
const HISTORY = `
  SELECT snapshot_id, strategy_version, strategy_synced_at, stored_at, content_hash, changes
  FROM runtime_snapshot_history WHERE account_id = ? ORDER BY history_id DESC`

const TRIM = `
  DELETE FROM runtime_snapshot_history
  WHERE account_id = @account_id AND history_id <= (
    SELECT history_id FROM runtime_snapshot_history WHERE account_id = @account_id
    ORDER BY history_id DESC LIMIT 1 OFFSET @length)`

/** The account's strategy and personality as last synced, and the last 20 before it. */
export function runtimeSnapshotsTable(db: Database) {
  const find = db.prepare<[string], RuntimeSnapshotRow>(FIND)
  const put = db.prepare<RuntimeSnapshotRow>(PUT)
  const keep = db.prepare<RuntimeSnapshotRow>(KEEP)
  const history = db.prepare<[string], ReplacedSnapshot>(HISTORY)
  const trim = db.prepare<{ account_id: string; length: number }>(TRIM)

  return {
    /** The account's current one. */
    find: (accountId: string) => find.get(accountId),
    /** Replaces the current one; what differs from it goes into the history. */
    put(row: RuntimeSnapshotRow): void {
      keep.run(row)
      trim.run({ account_id: row.account_id, length: HISTORY_LENGTH })
      put.run(row)
    },
    /** What was replaced, newest first. */
    history: (accountId: string) => history.all(accountId),
  }
}
