import type { CallbackRow } from './callbacks.ts'
import type { Database } from './database.ts'

/** A message that may be sent now. */
export interface DueDelivery {
  delivery_id: string
  process_id: string
  sequence: number
  milestone: string
  url: string
  body: string
  /** Tries so far. */
  tries: number
  /** Those of them that were made before it was last asked for anew: its schedule begins after them. */
  tries_before: number
}

/** One receiver that has messages waiting. */
export interface WaitingReceiver {
  /** Scheme and host of its address. */
  origin: string
  /** When the first of them is due, or was. */
  due_at: string
}

interface Ending {
  delivery_id: string
  process_id: string
  sequence: number
  /** Tries before this one: an ending that was recorded already changes nothing. */
  tries: number
  at: string
}

/** The receivers that messages wait for; steps from one to the next through the index: the cost grows with them, not with their backlog. */
export const RECEIVERS = `WITH RECURSIVE receivers (origin) AS (
    SELECT min(origin) FROM callbacks WHERE status = 'pending'
    UNION ALL
    SELECT (SELECT min(origin) FROM callbacks WHERE status = 'pending' AND origin > receivers.origin)
    FROM receivers WHERE receivers.origin IS NOT NULL
  )`

const WAITING_RECEIVERS = `
  ${RECEIVERS}
  SELECT origin,
    (SELECT min(next_try_at) FROM callbacks WHERE status = 'pending' AND origin = receivers.origin) AS due_at
  FROM receivers WHERE origin IS NOT NULL`

// Messages are written with growing row ids, so that those since the last look are found without a look at the others.
const NEWEST = 'SELECT coalesce(max(rowid), 0) FROM callbacks'
const NEW_RECEIVERS = `SELECT DISTINCT origin FROM callbacks NOT INDEXED WHERE rowid > ? AND status = 'pending'`

// Counted no further: the backlog of a dead receiver is long.
const WAITING_OF = `
  SELECT count(*) FROM (SELECT 1 FROM callbacks WHERE status = 'pending' AND origin = ? LIMIT 1000)`

const DUE_AFTER = `
  SELECT min(next_try_at) FROM callbacks WHERE status = 'pending' AND origin = @origin AND next_try_at > @at`

// Only the first pending message of a process: the later ones wait until it is delivered or given up.
const DUE_OF_RECEIVER = `
  SELECT delivery_id, process_id, sequence, milestone, url, body, tries, tries_before
  FROM callbacks
  WHERE status = 'pending' AND origin = @origin AND next_try_at <= @at AND NOT EXISTS (
    SELECT 1 FROM callbacks AS earlier
    WHERE earlier.process_id = callbacks.process_id AND earlier.status = 'pending' AND earlier.sequence < callbacks.sequence)`

const DUE = `${DUE_OF_RECEIVER} ORDER BY next_try_at, process_id, sequence LIMIT @limit`
// Those that were tried are few beside the backlog of a receiver whose breaker is open.
const DUE_UNTRIED = `${DUE_OF_RECEIVER} AND tries = tries_before ORDER BY next_try_at DESC, process_id DESC, sequence DESC LIMIT @limit`

/** Columns of a row; `SELECT *` would give the generated one as well. */
export const CALLBACK_COLUMNS = `delivery_id, process_id, sequence, milestone, url, body, status, tries, next_try_at, emitted_at,
    delivered_at, last_error, tries_before`

const OF_PROCESS = `SELECT ${CALLBACK_COLUMNS} FROM callbacks WHERE process_id = ? ORDER BY sequence`

const FIND = `SELECT ${CALLBACK_COLUMNS} FROM callbacks WHERE delivery_id = ?`

const DELIVERED = `
  UPDATE callbacks
  SET status = 'delivered', tries = tries + 1, next_try_at = NULL, delivered_at = @at, last_error = NULL
  WHERE delivery_id = @delivery_id AND status = 'pending' AND tries = @tries`

const FAILED = `
  UPDATE callbacks
  SET tries = tries + 1, next_try_at = @next_try_at, last_error = @last_error
  WHERE delivery_id = @delivery_id AND status = 'pending' AND tries = @tries`

const EXHAUSTED = `
  UPDATE callbacks
  SET status = 'exhausted', tries = tries + 1, next_try_at = NULL, last_error = @last_error
  WHERE delivery_id = @delivery_id AND status = 'pending' AND tries = @tries`

// What waits behind a message is not due before that one is, so that blocked messages never fill the list of due ones; one that has a
// time of its own, from a try before the earlier message was asked for anew, keeps it when it is later.
const MOVE_FOLLOWERS = `
  UPDATE callbacks SET next_try_at = @next_try_at
  WHERE process_id = @process_id AND status = 'pending' AND sequence > @sequence AND next_try_at < @next_try_at`

// What waits behind the first one of a process became due with it or later.
const GIVE_UP_OVERDUE = `
  UPDATE callbacks SET status = 'exhausted', next_try_at = NULL, last_error = @last_error
  WHERE delivery_id IN (
    SELECT delivery_id FROM callbacks WHERE status = 'pending' AND origin = @origin AND next_try_at <= @before
    ORDER BY next_try_at, process_id, sequence LIMIT @limit)`

/** What the sender reads and writes of the outbox; each ending wants a transaction around it. */
export interface Deliveries {
  /** Every receiver that messages wait for. */
  waitingReceivers: () => WaitingReceiver[]
  /** Number of the message that was written last; grows, but for the day on which every message is pruned. */
  newest: () => number
  /** Receivers of the waiting messages that were written after the one with that number. */
  receiversSince: (newest: number) => string[]
  /** How many messages wait for the receiver, as far as 1,000. */
  waitingOf: (origin: string) => number
  /** When the next message of the receiver falls due after `at`; null when none will. */
  dueAfter: (of: { origin: string; at: string }) => string | null
  /** Due messages of one receiver, longest due first, at most one per process. */
  due: (of: { origin: string; at: string; limit: number }) => DueDelivery[]
  /** The same one by one, as many as are wanted; nothing else may be asked of the store in between. */
  iterateDue: (of: { origin: string; at: string }) => IterableIterator<DueDelivery>
  /** The same of those that have not been tried since they were asked for, the newest first. */
  dueUntried: (of: { origin: string; at: string; limit: number }) => DueDelivery[]
  find: (deliveryId: string) => CallbackRow | undefined
  /** Every message of a process, in order, whatever became of it. */
  ofProcess: (processId: string) => CallbackRow[]
  /** @returns false when the message is no longer waiting for this try's ending */
  delivered: (ending: Ending) => boolean
  /** @returns false as above */
  failed: (ending: Ending & { next_try_at: string; last_error: string }) => boolean
  /** No more tries by itself; the row stays. @returns false as above */
  exhausted: (ending: Ending & { last_error: string }) => boolean
  /** Gives up messages that have been due since `before`, the oldest first. @returns how many */
  giveUpOverdue: (of: { origin: string; before: string; limit: number; last_error: string }) => number
}

export function deliveriesTable(db: Database): Deliveries {
  const waitingReceivers = db.prepare<[], WaitingReceiver>(WAITING_RECEIVERS)
  const newest = db.prepare<[], number>(NEWEST).pluck()
  const receiversSince = db.prepare<[number], string>(NEW_RECEIVERS).pluck()
  const waitingOf = db.prepare<[string], number>(WAITING_OF).pluck()
  const dueAfter = db.prepare<{ origin: string; at: string }, string | null>(DUE_AFTER).pluck()
  const due = db.prepare<{ origin: string; at: string; limit: number }, DueDelivery>(DUE)
  const dueUntried = db.prepare<{ origin: string; at: string; limit: number }, DueDelivery>(DUE_UNTRIED)
  const find = db.prepare<[string], CallbackRow>(FIND)
  const ofProcess = db.prepare<[string], CallbackRow>(OF_PROCESS)
  const delivered = db.prepare<Ending>(DELIVERED)
  const failed = db.prepare<Ending & { next_try_at: string; last_error: string }>(FAILED)
  const exhausted = db.prepare<Ending & { last_error: string }>(EXHAUSTED)
  const moveFollowers = db.prepare<{ process_id: string; sequence: number; next_try_at: string }>(
    MOVE_FOLLOWERS,
  )
  const giveUpOverdue = db.prepare<{ origin: string; before: string; limit: number; last_error: string }>(
    GIVE_UP_OVERDUE,
  )

  return {
    waitingReceivers: () => waitingReceivers.all(),
    newest: () => newest.get() ?? 0,
    receiversSince: (after) => receiversSince.all(after),
    waitingOf: (origin) => waitingOf.get(origin) ?? 0,
    dueAfter: (of) => dueAfter.get(of) ?? null,
    due: (of) => due.all(of),
    iterateDue: (of) => due.iterate({ ...of, limit: -1 }),
    dueUntried: (of) => dueUntried.all(of),
    find: (deliveryId) => find.get(deliveryId),
    ofProcess: (processId) => ofProcess.all(processId),
    delivered: (ending) => delivered.run(ending).changes === 1,
    failed(ending) {
      if (failed.run(ending).changes === 0) return false
      const { process_id, sequence, next_try_at } = ending
      moveFollowers.run({ process_id, sequence, next_try_at })
      return true
    },
    exhausted: (ending) => exhausted.run(ending).changes === 1,
    giveUpOverdue: (of) => giveUpOverdue.run(of).changes,
  }
}
