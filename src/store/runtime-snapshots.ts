import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'

/** A row of `runtime_snapshots`; `body` is the whole snapshot as JSON (domain/snapshot.ts). */
export const RuntimeSnapshotRow = Type.Object({
  account_id: Type.String(),
  snapshot_id: Type.String(),
  strategy_version: Type.Integer(),
  strategy_synced_at: Type.String(),
  body: Type.String(),
  stored_at: Type.String(),
})
export type RuntimeSnapshotRow = Static<typeof RuntimeSnapshotRow>

/** A row of `runtime_snapshot_history`. */
export const SnapshotHistoryRow = Type.Object({
  history_id: Type.Integer(),
  ...RuntimeSnapshotRow.properties,
})
export type SnapshotHistoryRow = Static<typeof SnapshotHistoryRow>

/** How many replaced snapshots of an account are kept (source: contract). */
const HISTORY_LENGTH = 20

const FIND = 'SELECT * FROM runtime_snapshots WHERE account_id = ?'

const PUT = `
  INSERT INTO runtime_snapshots (account_id, snapshot_id, strategy_version, strategy_synced_at, body, stored_at)
  VALUES (@account_id, @snapshot_id, @strategy_version, @strategy_synced_at, @body, @stored_at)
  ON CONFLICT (account_id) DO UPDATE SET
    snapshot_id = excluded.snapshot_id, strategy_version = excluded.strategy_version,
    strategy_synced_at = excluded.strategy_synced_at, body = excluded.body, stored_at = excluded.stored_at`

// A repeat replaces nothing, so that it does not push what differs out of the history.
const KEEP = `
  INSERT INTO runtime_snapshot_history (account_id, snapshot_id, strategy_version, strategy_synced_at, body, stored_at)
  SELECT account_id, snapshot_id, strategy_version, strategy_synced_at, body, stored_at
  FROM runtime_snapshots WHERE account_id = @account_id AND body <> @body`

// Index runtime_snapshot_history_of_account.
const HISTORY = 'SELECT * FROM runtime_snapshot_history WHERE account_id = ? ORDER BY history_id DESC'

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
  const history = db.prepare<[string], SnapshotHistoryRow>(HISTORY)
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
