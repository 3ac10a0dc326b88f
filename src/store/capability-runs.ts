import Type, { type Static } from 'typebox'
import { Capability } from '../domain/process.ts'
import { RUN_OUTCOMES, type VerificationKey } from '../domain/verification.ts'
import type { Database } from './database.ts'
import { Flag } from './row.ts'

/** A row of `capability_runs`: a run that counts for or against a capability of an app; `detail` is JSON. */
export const CapabilityRunRow = Type.Object({
  capability_run_id: Type.Integer(),
  capability: Capability,
  app: Type.String(),
  app_version: Type.String(),
  pack_hash: Type.String(),
  outcome: Type.Enum([...RUN_OUTCOMES]),
  phone_id: Type.String(),
  process_id: Type.String(),
  queue_item_id: Type.String(),
  attempt: Type.Integer(),
  at: Type.String(),
  detail: Type.String(),
  /** 1: this run earned or lost the verification. */
  turned: Flag,
})
export type CapabilityRunRow = Static<typeof CapabilityRunRow>

type NewRun = Omit<CapabilityRunRow, 'capability_run_id' | 'turned'>

const ADD = `
  INSERT INTO capability_runs
    (capability, app, app_version, pack_hash, outcome, phone_id, process_id, queue_item_id, attempt, at, detail)
  VALUES (@capability, @app, @app_version, @pack_hash, @outcome, @phone_id, @process_id, @queue_item_id, @attempt, @at, @detail)
  RETURNING capability_run_id`

const OF_KEY = `capability = @capability AND app = @app AND app_version = @app_version AND pack_hash = @pack_hash`

// Index capability_runs_of_pack, as for what follows.
const LATEST = `SELECT * FROM capability_runs WHERE ${OF_KEY} ORDER BY capability_run_id DESC LIMIT @limit`

const TRIM = `
  DELETE FROM capability_runs WHERE capability_run_id IN (
    SELECT capability_run_id FROM capability_runs WHERE ${OF_KEY} ORDER BY capability_run_id DESC LIMIT -1 OFFSET @kept)`

const TURN = 'UPDATE capability_runs SET turned = 1 WHERE capability_run_id = ?'

// Index capability_runs_of_process.
const TURNED_BY = `
  SELECT * FROM capability_runs
  WHERE process_id = @process_id AND queue_item_id = @queue_item_id AND attempt = @attempt AND turned = 1`

/** The history that verifications are earned and lost by. */
export interface CapabilityRuns {
  /** @returns its id */
  add: (run: NewRun) => number
  /** Newest first. */
  latest: (key: VerificationKey, limit: number) => CapabilityRunRow[]
  /** Forgets all but the newest of a key. */
  trim: (key: VerificationKey, kept: number) => void
  /** Notes that this run changed the verification. */
  markTurn: (capabilityRunId: number) => void
  /** The run of an attempt, when it changed a verification. */
  turnedBy: (attempt: {
    process_id: string
    queue_item_id: string
    attempt: number
  }) => CapabilityRunRow | undefined
}

export function capabilityRunsTable(db: Database): CapabilityRuns {
  const add = db.prepare<NewRun, number>(ADD).pluck()
  const latest = db.prepare<VerificationKey & { limit: number }, CapabilityRunRow>(LATEST)
  const trim = db.prepare<VerificationKey & { kept: number }>(TRIM)
  const turn = db.prepare<[number]>(TURN)
  const turnedBy = db.prepare<
    { process_id: string; queue_item_id: string; attempt: number },
    CapabilityRunRow
  >(TURNED_BY)
  return {
    add(run) {
      const id = add.get(run)
      if (id === undefined) throw new Error('an insert that returns its id returned none')
      return id
    },
    latest: (key, limit) => latest.all({ ...keyOf(key), limit }),
    trim: (key, kept) => void trim.run({ ...keyOf(key), kept }),
    markTurn: (capabilityRunId) => void turn.run(capabilityRunId),
    turnedBy: ({ process_id, queue_item_id, attempt }) =>
      turnedBy.get({ process_id, queue_item_id, attempt }),
  }
}

function keyOf({ capability, app, app_version, pack_hash }: VerificationKey): VerificationKey {
  return { capability, app, app_version, pack_hash }
}
