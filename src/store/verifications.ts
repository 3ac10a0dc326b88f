import Type, { type Static } from 'typebox'
import { Capability } from '../domain/process.ts'
import type { VerificationKey } from '../domain/verification.ts'
import type { Database } from './database.ts'

/** A row of `verifications`; what has none is not verified yet. `runs` is JSON. */
export const VerificationRow = Type.Object({
  capability: Capability,
  app: Type.String(),
  app_version: Type.String(),
  pack_hash: Type.String(),
  status: Type.Enum(['verified', 'withdrawn']),
  since: Type.String(),
  reason: Type.String(),
  runs: Type.String(),
})
export type VerificationRow = Static<typeof VerificationRow>

const PUT = `
  INSERT INTO verifications (capability, app, app_version, pack_hash, status, since, reason, runs)
  VALUES (@capability, @app, @app_version, @pack_hash, @status, @since, @reason, @runs)
  ON CONFLICT DO UPDATE SET status = excluded.status, since = excluded.since, reason = excluded.reason, runs = excluded.runs`

const FIND = `
  SELECT * FROM verifications
  WHERE capability = @capability AND app = @app AND app_version = @app_version AND pack_hash = @pack_hash`

// As many rows as packs and versions have been verified; by the primary key.
const OF_APP = `SELECT * FROM verifications WHERE capability = @capability AND app = @app`

// As many rows as phones have apps with active accounts.
const IN_USE = `
  SELECT DISTINCT accounts.app, phones.apps FROM accounts JOIN phones USING (phone_id) WHERE accounts.status = 'active'`

/** What this farm has seen of capabilities, by app, version and pack. */
export interface Verifications {
  put: (row: VerificationRow) => void
  find: (key: VerificationKey) => VerificationRow | undefined
  ofApp: (of: Pick<VerificationKey, 'capability' | 'app'>) => VerificationRow[]
  /** The apps of active accounts, with what their phones have told of their apps (JSON). */
  inUse: () => { app: string; apps: string }[]
}

export function verificationsTable(db: Database): Verifications {
  const put = db.prepare<VerificationRow>(PUT)
  const find = db.prepare<VerificationKey, VerificationRow>(FIND)
  const ofApp = db.prepare<Pick<VerificationKey, 'capability' | 'app'>, VerificationRow>(OF_APP)
  const inUse = db.prepare<[], { app: string; apps: string }>(IN_USE)
  return {
    put: (row) => void put.run(row),
    find: ({ capability, app, app_version, pack_hash }) =>
      find.get({ capability, app, app_version, pack_hash }),
    ofApp: ({ capability, app }) => ofApp.all({ capability, app }),
    inUse: () => inUse.all(),
  }
}
