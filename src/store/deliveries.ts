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
}

/** One receiver that has messages waiting. */
export interface WaitingReceiver {
  /** Scheme and host of its address. */
  origin: string
  /** 1 when a message is due. */
  due: 0 | 1
  /** When the next message that is not due yet will be; null when there is none. */
  next_at: string | null
}

interface Ending {
  delivery_id: string
  process_id: string
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
    EXISTS (SELECT 1 FROM callbacks WHERE status = 'pending' AND origin = receivers.origin AND next_try_at <= @at) AS due,
    (SELECT min(next_try_at) FROM callbacks
      WHERE status = 'pending' AND origin = receivers.origin AND next_try_at > @at) AS next_at
  FROM receivers WHERE origin IS NOT NULL`

// Only the first pending message of a process: the later ones wait until it is delivered or given up.
const DUE = `
  SELECT delivery_id, process_id, sequence, milestone, url, body, tries
  FROM callbacks
  WHERE status = 'pending' AND origin = @origin AND next_try_at <= @at AND NOT EXISTS (
    SELECT 1 FROM callbacks AS earlier
    WHERE earlier.process_id = callbacks.process_id AND earlier.status = 'pending' AND earlier.sequence < callbacks.sequence)
  ORDER BY next_try_at, process_id, sequence
  LIMIT @limit`

const OF_PROCESS = `
  SELECT delivery_id, process_id, sequence, milestone, url, body, status, tries, next_try_at, emitted_at, delivered_at,
    last_error
  FROM callbacks WHERE process_id = ? ORDER BY sequence`

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

// What waits behind a message is due when that one is, so that blocked messages never fill the list of due ones.
const MOVE_FOLLOWERS = `
  UPDATE callbacks SET next_try_at = @next_try_at WHERE process_id = @process_id AND status = 'pending'`

/** What the sender reads and writes of the outbox; each ending wants a transaction around it. */
export interface Deliveries {
  waitingReceivers: (at: string) => WaitingReceiver[]
  /** Due messages of one receiver, longest due first, at most one per process. */
  due: (of: { origin: string; at: string; limit: number }) => DueDelivery[]
  /** Every message of a process, in order, whatever became of it. */
  ofProcess: (processId: string) => CallbackRow[]
  /** @returns false when the message is no longer waiting for this try's ending */
  delivered: (ending: Ending) => boolean
  /** @returns false as above */
  failed: (ending: Ending & { next_try_at: string; last_error: string }) => boolean
  /** No more tries by itself; the row stays. @returns false as above */
  exhausted: (ending: Ending & { last_error: string }) => boolean
}

export function deliveriesTable(db: Database): Deliveries {
  const waitingReceivers = db.prepare<{ at: string }, WaitingReceiver>(WAITING_RECEIVERS)
  const due = db.prepare<{ origin: string; at: string; limit: number }, DueDelivery>(DUE)
  const ofProcess = db.prepare<[string], CallbackRow>(OF_PROCESS)
  const delivered = db.prepare<Ending>(DELIVERED)
  const failed = db.prepare<Ending & { next_try_at: string; last_error: string }>(FAILED)
  const exhausted = db.prepare<Ending & { last_error: string }>(EXHAUSTED)
  const moveFollowers = db.prepare<{ process_id: string; next_try_at: string }>(MOVE_FOLLOWERS)

  function record(changes: number, processId: string, followersAt: string): boolean {
    if (changes === 0) return false
    moveFollowers.run({ process_id: processId, next_try_at: followersAt })
    return true
  }

  return {
    waitingReceivers: (at) => waitingReceivers.all({ at }),
    due: (of) => due.all(of),
    ofProcess: (processId) => ofProcess.all(processId),
    delivered: (ending) => record(delivered.run(ending).changes, ending.process_id, ending.at),
    failed: (ending) => record(failed.run(ending).changes, ending.process_id, ending.next_try_at),
    exhausted: (ending) => record(exhausted.run(ending).changes, ending.process_id, ending.at),
  }
}
