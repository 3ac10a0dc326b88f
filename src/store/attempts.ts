import Type, { type Static } from 'typebox'
import type { ErrorSummary } from '../domain/errors.ts'
import type { Database } from './database.ts'
import { Flag } from './row.ts'

/** One attempt that was handed to a phone. */
export const AttemptRow = Type.Object({
  queue_item_id: Type.String(),
  attempt: Type.Integer(),
  boot_id: Type.String(),
  phone_id: Type.String(),
  session_id: Type.Union([Type.String(), Type.Null()]),
  container: Type.Union([Type.String(), Type.Null()]),
  started_at: Type.String(),
  ended_at: Type.Union([Type.String(), Type.Null()]),
  outcome: Type.Union([Type.String(), Type.Null()]),
  error: Type.Union([Type.String(), Type.Null()]),
  reported_at: Type.Union([Type.String(), Type.Null()]),
  /** 1 once it has got further than the attempt before it. */
  progressed: Flag,
})
export type AttemptRow = Static<typeof AttemptRow>

/** How an attempt ended. `stopped`: the daemon shut down in order; `interrupted`: it died. */
export type AttemptOutcome = 'done' | 'failed' | 'cancelled' | 'stopped' | 'interrupted'

interface AttemptKey {
  queue_item_id: string
  attempt: number
  boot_id: string
}

/** An attempt that was not ended, with what is needed to end what it may have left on its phone. */
export interface OpenAttempt extends AttemptKey {
  phone_id: string
  account_id: string
  session_id: string | null
  container: string | null
}

const BEGIN = `
  INSERT INTO attempts (queue_item_id, attempt, boot_id, phone_id, started_at, reported_at)
  VALUES (@queue_item_id, @attempt, @boot_id, @phone_id, @started_at, @started_at)`

const SET_SESSION = `
  UPDATE attempts SET session_id = @session_id, container = @container, reported_at = @at
  WHERE queue_item_id = @queue_item_id AND attempt = @attempt AND boot_id = @boot_id AND ended_at IS NULL`

const REPORT = `
  UPDATE attempts SET reported_at = @at, progressed = max(progressed, @progressed)
  WHERE queue_item_id = @queue_item_id AND attempt = @attempt AND boot_id = @boot_id AND ended_at IS NULL`

const END = `
  UPDATE attempts SET ended_at = @ended_at, outcome = @outcome, error = @error
  WHERE queue_item_id = @queue_item_id AND attempt = @attempt AND boot_id = @boot_id AND ended_at IS NULL`

// Index attempts_open: as many rows as attempts run.
const OPEN_OF_OTHERS = `
  SELECT attempts.queue_item_id, attempts.attempt, attempts.boot_id, attempts.phone_id, account_id, session_id, container
  FROM attempts JOIN queue_items USING (queue_item_id)
  WHERE attempts.phone_id > '' AND ended_at IS NULL AND attempts.boot_id <> ?
  ORDER BY attempts.phone_id, attempts.queue_item_id`

const OF_ITEM = `SELECT * FROM attempts WHERE queue_item_id = ? ORDER BY attempt`

const PROGRESSED = 'SELECT progressed FROM attempts WHERE queue_item_id = ? ORDER BY attempt DESC LIMIT 1'

const LATEST_OUTCOMES = `
  SELECT outcome, progressed FROM attempts WHERE queue_item_id = ? AND ended_at IS NOT NULL ORDER BY attempt DESC LIMIT ?`

/** The history of every item's attempts; the session of an open one can be found again by another boot. */
export interface Attempts {
  begin: (attempt: AttemptKey & { phone_id: string; started_at: string }) => void
  /** @returns false when the attempt is over */
  setSession: (session: AttemptKey & { session_id: string; container: string; at: string }) => boolean
  /** Notes when the attempt was last heard of, and whether it has got further than the one before it. @returns false when it is over */
  report: (key: AttemptKey & { at: string; progressed: 0 | 1 }) => boolean
  /** Whether the item's latest attempt has got further than the one before it. */
  hasProgressed: (queueItemId: string) => boolean
  /** @returns false when it was over already */
  end: (
    ending: AttemptKey & { ended_at: string; outcome: AttemptOutcome; error: ErrorSummary | null },
  ) => boolean
  /** What boots other than this one began and never ended, by phone. */
  openOfOthers: (bootId: string) => OpenAttempt[]
  /** Oldest first. */
  ofItem: (queueItemId: string) => AttemptRow[]
  /** True when the item's last `count` attempts all ended with the daemon's death before they had got further. */
  interruptedInARow: (queueItemId: string, count: number) => boolean
}

export function attemptsTable(db: Database): Attempts {
  const begin = db.prepare<AttemptKey & { phone_id: string; started_at: string }>(BEGIN)
  const setSession = db.prepare<AttemptKey & { session_id: string; container: string; at: string }>(
    SET_SESSION,
  )
  const report = db.prepare<AttemptKey & { at: string; progressed: 0 | 1 }>(REPORT)
  const progressed = db.prepare<[string], { progressed: 0 | 1 }>(PROGRESSED)
  const openOfOthers = db.prepare<[string], OpenAttempt>(OPEN_OF_OTHERS)
  const end = db.prepare<AttemptKey & { ended_at: string; outcome: string; error: string | null }>(END)
  const ofItem = db.prepare<[string], AttemptRow>(OF_ITEM)
  const latest = db.prepare<[string, number], Pick<AttemptRow, 'outcome' | 'progressed'>>(LATEST_OUTCOMES)
  return {
    begin: (attempt) => void begin.run(attempt),
    setSession: (session) => setSession.run(session).changes === 1,
    report: (key) => report.run(key).changes === 1,
    hasProgressed: (queueItemId) => progressed.get(queueItemId)?.progressed === 1,
    openOfOthers: (bootId) => openOfOthers.all(bootId),
    end: (ending) =>
      end.run({ ...ending, error: ending.error && JSON.stringify(ending.error) }).changes === 1,
    ofItem: (queueItemId) => ofItem.all(queueItemId),
    interruptedInARow(queueItemId, count) {
      const outcomes = latest.all(queueItemId, count)
      return (
        outcomes.length === count &&
        outcomes.every(({ outcome, progressed: further }) => outcome === 'interrupted' && further === 0)
      )
    },
  }
}
