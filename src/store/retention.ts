import type { KnownFile } from './artifacts.ts'
import type { Database } from './database.ts'
import { judgeContextsTable } from './judge-contexts.ts'

/** Where a walk over the oldest rows stands. */
export interface PruneWalk {
  /** The last process that was looked at. */
  after_process_id: string
  /** The last lease that was looked at. */
  after_lease_id: number
}

export const PRUNE_START: PruneWalk = { after_process_id: '', after_lease_id: 0 }

/** What one slice did. */
export interface PrunedSlice {
  walk: PruneWalk
  /** Processes that are gone with all that was theirs. */
  processes: number
  leases: number
  /** Files of evidence that lost a row; another may still use the same one. */
  files: KnownFile[]
  /** Nothing older than the limit is left behind the walk. */
  done: boolean
}

/** Rows of a slice, so that requests wait for it no longer than for any other change. */
export interface PruneLimits {
  /** Rows that are looked at. */
  looked: number
  /** Rows that are removed of what belongs to processes; a single process may have more. */
  removed: number
}

interface Candidate {
  process_id: string
  created_at: string
  finished_at: string | null
  pending: 0 | 1
}

// Ids are made in the order of time, so the oldest processes come first and no index on times is needed.
const CANDIDATES = `
  SELECT process_id, created_at, finished_at, EXISTS (
    SELECT 1 FROM callbacks WHERE callbacks.process_id = processes.process_id AND status = 'pending') AS pending
  FROM processes WHERE process_id > @after ORDER BY process_id LIMIT @limit`

const TIMELINE = `
  DELETE FROM timeline WHERE event_id IN (SELECT event_id FROM timeline WHERE process_id = @process_id LIMIT @limit)`

const EVENTS = `
  DELETE FROM events WHERE event_id IN (SELECT event_id FROM events WHERE process_id = @process_id LIMIT @limit)`

const ATTEMPTS = `
  DELETE FROM attempts WHERE rowid IN (
    SELECT attempts.rowid FROM queue_items CROSS JOIN attempts USING (queue_item_id)
    WHERE queue_items.process_id = @process_id LIMIT @limit)`

const DECISIONS = `
  DELETE FROM decisions WHERE decision_id IN (SELECT decision_id FROM decisions WHERE process_id = @process_id LIMIT @limit)`

const ARTIFACTS = `
  DELETE FROM artifacts WHERE artifact_id IN (SELECT artifact_id FROM artifacts WHERE process_id = @process_id LIMIT @limit)
  RETURNING sha256, bytes`

const CALLBACKS = 'DELETE FROM callbacks WHERE process_id = @process_id'
const ITEMS = 'DELETE FROM queue_items WHERE process_id = @process_id'
const ACTIONS = 'DELETE FROM actions WHERE process_id = @process_id'
const CAPABILITY_RUNS = 'DELETE FROM capability_runs WHERE process_id = @process_id'
const PROCESS = 'DELETE FROM processes WHERE process_id = @process_id'

const OLD_LEASES = `
  SELECT lease_id, taken_at, released_at FROM leases WHERE lease_id > @after ORDER BY lease_id LIMIT @limit`

const LEASE = 'DELETE FROM leases WHERE lease_id = ?'

const OF_DAYS = ['DELETE FROM account_usage WHERE day < ?', 'DELETE FROM account_days WHERE day < ?']

// Callers may name a new system with every request. Whoever is not ahead of the phone's clock loses nothing but that it has just been served.
const TURNS = `
  DELETE FROM turns WHERE (phone_id, priority, system) IN (
    SELECT phone_id, priority, system FROM turns
    LEFT JOIN (SELECT phone_id, priority, turn AS clock FROM turns WHERE system = '') USING (phone_id, priority)
    WHERE system <> '' AND turn <= coalesce(clock, 0) LIMIT ?)`

// What phones and people went through; a phone's last state is what it is now, and a quarantine without an end is one that it is in. An
// incident stays as long as what was tried about it. Each takes `before` and how many rows at most, and looks at the oldest by an index.
const HISTORIES = [
  `DELETE FROM phone_states WHERE phone_state_id IN (
    SELECT phone_state_id FROM phone_states AS old
    WHERE at < @before AND EXISTS (
      SELECT 1 FROM phone_states WHERE phone_id = old.phone_id AND phone_state_id > old.phone_state_id)
    ORDER BY at LIMIT @limit)`,
  `DELETE FROM recoveries WHERE recovery_id IN (
    SELECT recovery_id FROM recoveries WHERE began_at < @before AND ended_at < @before ORDER BY began_at LIMIT @limit)`,
  `DELETE FROM incidents WHERE incident_id IN (
    SELECT incident_id FROM incidents
    WHERE began_at < @before AND ended_at < @before
      AND NOT EXISTS (SELECT 1 FROM recoveries WHERE recoveries.incident_id = incidents.incident_id)
    ORDER BY began_at LIMIT @limit)`,
  `DELETE FROM model_answers WHERE question IN (
    SELECT question FROM model_answers WHERE at < @before ORDER BY at LIMIT @limit)`,
  // Whoever was not tried for so long has nothing waiting either.
  `DELETE FROM failing_receivers WHERE origin IN (
    SELECT origin FROM failing_receivers WHERE failed_at < @before ORDER BY failed_at LIMIT @limit)`,
  `DELETE FROM hand_overs WHERE hand_over_id IN (
    SELECT hand_over_id FROM hand_overs WHERE closed_at < @before LIMIT @limit)`,
]

/** Removes what is older than callers and operators want to know. */
export interface Retention {
  /**
   * Removes some of what ended before `before` (ISO-8601), beginning after `walk`. Work that is not over and messages that still go out keep
   * their process. Wants a transaction around it.
   */
  prune: (before: string, walk: PruneWalk, limits: PruneLimits) => PrunedSlice
}

export function retentionTable(db: Database): Retention {
  const candidates = db.prepare<{ after: string; limit: number }, Candidate>(CANDIDATES)
  const inPieces = [TIMELINE, EVENTS, ATTEMPTS, DECISIONS].map((sql) =>
    db.prepare<{ process_id: string; limit: number }>(sql),
  )
  const artifacts = db.prepare<
    { process_id: string; limit: number },
    { sha256: string | null; bytes: number }
  >(ARTIFACTS)
  const judgeContexts = judgeContextsTable(db)
  const atOnce = [CALLBACKS, CAPABILITY_RUNS, ITEMS, ACTIONS, PROCESS].map((sql) =>
    db.prepare<{ process_id: string }>(sql),
  )
  const oldLeases = db.prepare<
    { after: number; limit: number },
    { lease_id: number; taken_at: string; released_at: string | null }
  >(OLD_LEASES)
  const removeLease = db.prepare<[number]>(LEASE)
  const removeDays = OF_DAYS.map((sql) => db.prepare<[string]>(sql))
  const removeTurns = db.prepare<[number]>(TURNS)
  const histories = HISTORIES.map((sql) => db.prepare<{ before: string; limit: number }>(sql))

  /**
   * What people only read about goes first, in pieces; what a caller sees as the process goes at once, so that nobody sees a part of it.
   * @returns how many rows of the budget are left; 0 means that the process is still there
   */
  function removeProcess(process_id: string, budget: number, files: KnownFile[]): number {
    const removed = artifacts.all({ process_id, limit: budget })
    files.push(...removed.flatMap(({ sha256, bytes }) => (sha256 === null ? [] : [{ sha256, bytes }])))
    let left = budget - removed.length
    if (left <= 0) return 0
    for (const statement of inPieces) {
      left -= statement.run({ process_id, limit: left }).changes
      if (left <= 0) return 0
    }
    left -= judgeContexts.remove(process_id, left)
    if (left <= 0) return 0
    for (const statement of atOnce) left -= statement.run({ process_id }).changes
    return Math.max(left, 1)
  }

  function pruneProcesses(before: string, after: string, limits: PruneLimits) {
    const rows = candidates.all({ after, limit: limits.looked })
    let budget = limits.removed
    let lookedAt = after
    let removed = 0
    const files: KnownFile[] = []
    for (const { process_id, finished_at, pending } of rows) {
      if (finished_at !== null && finished_at < before && pending === 0) {
        budget = removeProcess(process_id, budget, files)
        if (budget === 0) return { lookedAt, removed, files, done: false }
        removed++
      }
      lookedAt = process_id
      if (budget === 1) return { lookedAt, removed, files, done: false }
    }
    // Every later one was made later still, and ended after it was made.
    const done = rows.length < limits.looked || rows.every(({ created_at }) => created_at >= before)
    return { lookedAt, removed, files, done }
  }

  function pruneLeases(before: string, after: number, { looked }: PruneLimits) {
    const rows = oldLeases.all({ after, limit: looked })
    const old = rows.filter(({ released_at }) => released_at !== null && released_at < before)
    for (const { lease_id } of old) removeLease.run(lease_id)
    const done = rows.length < looked || rows.every(({ taken_at }) => taken_at >= before)
    return { lookedAt: rows.at(-1)?.lease_id ?? after, removed: old.length, done }
  }

  return {
    prune(before, walk, limits) {
      const processes = pruneProcesses(before, walk.after_process_id, limits)
      const leases = pruneLeases(before, walk.after_lease_id, limits)
      const walked = processes.done && leases.done
      // Small: one row for an account and day.
      if (walked) for (const statement of removeDays) statement.run(before.slice(0, 10))
      const limit = limits.looked
      // All of them, each slice: what is left over is found again by the next one.
      const left = walked
        ? histories.filter((history) => history.run({ before, limit }).changes === limit).length
        : 0
      const done = walked && left === 0 && removeTurns.run(limit).changes < limit
      return {
        walk: { after_process_id: processes.lookedAt, after_lease_id: leases.lookedAt },
        processes: processes.removed,
        leases: leases.removed,
        files: processes.files,
        done,
      }
    },
  }
}
