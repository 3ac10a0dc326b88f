import type { CallbackRow } from './callbacks.ts'
import type { Database } from './database.ts'

export const DELIVERY_STATUSES = ['pending', 'delivered', 'exhausted'] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

/** A message as lists show it: without its body. */
export type ListedDelivery = Omit<CallbackRow, 'body'>

/** Which messages of the farm, from just before the one `before`. */
export interface DeliveryFilter {
  /** Null: from the newest. */
  before: string | null
  /** Any of these; an empty list lets everything through. */
  status: readonly string[]
  origin: readonly string[]
  limit: number
}

/** A message among all of the farm's: where the receiver is, and not the path and query of its address, which may be its secret. */
export type FarmDelivery = Omit<ListedDelivery, 'url'> & { origin: string }

/** A stretch of the farm's messages, newest first. */
export interface DeliveryStretch {
  rows: FarmDelivery[]
  /** The oldest one that was looked at, when there may be more behind it; null when there are none. */
  lookedTo: string | null
}

/** Which messages are asked for anew; times are ISO-8601 and of their making. */
export interface RedeliverFilter {
  /** Only those behind this one; empty: from the oldest. */
  after: string
  status: 'delivered' | 'exhausted'
  since: string
  /** Null: to this day. */
  until: string | null
  /** Null: of every receiver. */
  origin: string | null
  /** At most so many are asked for anew. */
  limit: number
}

/** What a slice of them did. */
export interface RedeliveredSlice {
  redelivered: number
  /** Where the next slice goes on; null when all has been looked at. */
  after: string | null
}

/** Rows that one look reads: a filter that fits nothing must not hold up everybody while hundreds of thousands are read. */
const LOOKED = 2000

/** Greater than every id. */
const BEYOND = '~'

const LISTED = `delivery_id, process_id, sequence, milestone, url, status, tries, next_try_at, emitted_at, delivered_at,
    last_error, tries_before`

const OF_PROCESS = `
  SELECT ${LISTED} FROM callbacks
  WHERE process_id = @process_id AND sequence < @before
    AND (@status IS NULL OR status IN (SELECT value FROM json_each(@status)))
  ORDER BY sequence DESC LIMIT @limit`

// By the primary key: ids are in the order of their making. What was given up has an index of its own: few among many.
const NEWEST = `
  SELECT ${LISTED}, origin FROM callbacks WHERE delivery_id < @before ORDER BY delivery_id DESC LIMIT ${LOOKED}`
const NEWEST_EXHAUSTED = `
  SELECT ${LISTED}, origin FROM callbacks WHERE status = 'exhausted' AND delivery_id < @before
  ORDER BY delivery_id DESC LIMIT ${LOOKED}`

const OLDEST = `
  SELECT delivery_id, status, emitted_at, origin FROM callbacks WHERE delivery_id > @after
  ORDER BY delivery_id LIMIT ${LOOKED}`
const OLDEST_EXHAUSTED = `
  SELECT delivery_id, status, emitted_at, origin FROM callbacks WHERE status = 'exhausted' AND delivery_id > @after
  ORDER BY delivery_id LIMIT ${LOOKED}`

// Its schedule begins anew; the tries go on being counted.
const REDELIVER = `
  UPDATE callbacks SET status = 'pending', tries_before = tries, next_try_at = @at, delivered_at = NULL
  WHERE delivery_id = @delivery_id
  RETURNING process_id, sequence`

// What only waits behind it is due with it; what has failed itself keeps its time.
const BRING_FOLLOWERS = `
  UPDATE callbacks SET next_try_at = @at
  WHERE process_id = @process_id AND status = 'pending' AND sequence > @sequence AND tries = tries_before
    AND next_try_at > @at`

const EXHAUSTED_OF_PROCESS = `
  SELECT delivery_id FROM callbacks WHERE process_id = ? AND status = 'exhausted' ORDER BY sequence`

type Looked = Pick<CallbackRow, 'delivery_id' | 'status' | 'emitted_at'> & { origin: string }
type Sequenced = Pick<CallbackRow, 'process_id' | 'sequence'>

/** Messages as people look at them and ask for them anew. Every change wants a transaction around it. */
export function deliveryListTable(db: Database) {
  const ofProcess = db.prepare<
    { process_id: string; before: number; status: string | null; limit: number },
    ListedDelivery
  >(OF_PROCESS)
  const newest = db.prepare<{ before: string }, ListedDelivery & Looked>(NEWEST)
  const newestExhausted = db.prepare<{ before: string }, ListedDelivery & Looked>(NEWEST_EXHAUSTED)
  const oldest = db.prepare<{ after: string }, Looked>(OLDEST)
  const oldestExhausted = db.prepare<{ after: string }, Looked>(OLDEST_EXHAUSTED)
  const redeliver = db.prepare<{ delivery_id: string; at: string }, Sequenced>(REDELIVER)
  const bringFollowers = db.prepare<Sequenced & { at: string }>(BRING_FOLLOWERS)
  const exhaustedOfProcess = db.prepare<[string], string>(EXHAUSTED_OF_PROCESS).pluck()

  function redeliverOne(delivery_id: string, at: string): void {
    const message = redeliver.get({ delivery_id, at })
    if (message) bringFollowers.run({ ...message, at })
  }

  return {
    /** Messages of a process, newest first, from just before the sequence number `before` (null: from the newest). */
    ofProcess: (of: {
      process_id: string
      before: number | null
      status: readonly string[]
      limit: number
    }) =>
      ofProcess.all({
        process_id: of.process_id,
        before: of.before ?? Number.MAX_SAFE_INTEGER,
        status: of.status.length === 0 ? null : JSON.stringify(of.status),
        limit: of.limit,
      }),
    ofFarm({ before, status, origin, limit }: DeliveryFilter): DeliveryStretch {
      const stretch = status.length === 1 && status[0] === 'exhausted' ? newestExhausted : newest
      const rows: FarmDelivery[] = []
      let looked = 0
      let lookedTo: string | null = null
      for (const { url: _url, ...row } of stretch.iterate({ before: before ?? BEYOND })) {
        looked++
        lookedTo = row.delivery_id
        if (fits(status, row.status) && fits(origin, row.origin)) rows.push(row)
        if (rows.length === limit) break
      }
      return { rows, lookedTo: looked === LOOKED ? lookedTo : null }
    },
    /** Asks for a message anew, whatever became of it. */
    redeliver: redeliverOne,
    /** The same for every message of a process that was given up. @returns how many */
    redeliverExhausted(processId: string, at: string): number {
      const deliveryIds = exhaustedOfProcess.all(processId)
      for (const deliveryId of deliveryIds) redeliverOne(deliveryId, at)
      return deliveryIds.length
    },
    /** The same for some of the farm's messages. */
    redeliverSlice(filter: RedeliverFilter, at: string): RedeliveredSlice {
      const looked = filter.status === 'exhausted' ? oldestExhausted : oldest
      const rows = looked.all({ after: filter.after })
      let redelivered = 0
      for (const row of rows) {
        if (redelivered === filter.limit) return { redelivered, after: before(rows, row) }
        if (!isAskedFor(row, filter)) continue
        redeliverOne(row.delivery_id, at)
        redelivered++
      }
      return { redelivered, after: rows.length < LOOKED ? null : (rows.at(-1)?.delivery_id ?? null) }
    },
  }
}

function fits(wanted: readonly string[], value: string): boolean {
  return wanted.length === 0 || wanted.includes(value)
}

function isAskedFor({ status, emitted_at, origin }: Looked, filter: RedeliverFilter): boolean {
  return (
    status === filter.status &&
    emitted_at >= filter.since &&
    (filter.until === null || emitted_at < filter.until) &&
    (filter.origin === null || origin === filter.origin)
  )
}

/** Id of the row before the one that was not looked at any more. */
function before(rows: readonly Looked[], row: Looked): string | null {
  return rows[rows.indexOf(row) - 1]?.delivery_id ?? null
}
