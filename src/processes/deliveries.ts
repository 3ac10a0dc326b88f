import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { parseRedeliverRequest } from '../domain/callback-requests.ts'
import { invalid } from '../domain/check.ts'
import type { Clock } from '../domain/clock.ts'
import { FarmError } from '../domain/errors.ts'
import { DELIVERY_STATUSES, type DeliveryStatus, type ListedDelivery } from '../store/delivery-list.ts'
import type { DeliveryTryRow } from '../store/delivery-tries.ts'
import type { FailingReceiverRow } from '../store/failing-receivers.ts'
import type { Store, Tables } from '../store/store.ts'
import { createPageQuery, decodedCursor, encodedCursor, pageOf, type Query } from './page-query.ts'
import { findProcess } from './read-processes.ts'

/** A message to a receiver, as callers see it: without its body, which is the process's record of that moment. */
export interface DeliveryView {
  delivery_id: string
  process_id: string
  sequence: number
  milestone: string
  url: string
  status: DeliveryStatus
  try_count: number
  next_try_at: string | null
  emitted_at: string
  delivered_at: string | null
  last_error: string | null
}

/** One try of it. */
export type TryView = Omit<DeliveryTryRow, 'delivery_id'>

/** A receiver whose last try failed. */
export interface ReceiverView extends Omit<FailingReceiverRow, 'probes'> {
  /** `open`: its messages wait until `probe_at`, and then one is tried. */
  breaker: 'open' | 'closed'
  /** Messages that wait for it; counted as far as 1,000. */
  waiting: number
}

/** The same among those of the whole farm: the path and query of a receiver's address may be its secret. */
export type FarmDeliveryView = Omit<DeliveryView, 'url'> & { origin: string }

export interface FarmDeliveries {
  deliveries: FarmDeliveryView[]
  next_cursor: string | null
  receivers: ReceiverView[]
}

export interface Deliveries {
  /** Newest first, each with its last tries, oldest first. @throws FarmError 'process_not_found', 'invalid_request' */
  listDeliveries: (
    processId: string,
    query: Query,
  ) => { deliveries: (DeliveryView & { tries: TryView[] })[]; next_cursor: string | null }
  /** Sends a message once more, whatever became of it, and begins its schedule anew. @throws FarmError 'process_not_found', 'delivery_not_found' */
  redeliver: (processId: string, deliveryId: string) => Promise<DeliveryView>
  /** The same for every message of the process that was given up. @throws FarmError 'process_not_found' */
  redeliverExhausted: (processId: string) => Promise<{ redelivered: number }>
  /** Of all processes, newest first; a page may be short. @throws FarmError 'invalid_request' */
  listFarmDeliveries: (query: Query) => FarmDeliveries
  /** Everything since a time, at most 1,000 messages a call. @throws FarmError 'invalid_request' */
  redeliverSince: (body: unknown) => Promise<{ redelivered: number; next_cursor: string | null }>
}

export interface DeliveriesDeps {
  store: Store
  clock: Clock
  /** Called after messages of the outbox were asked for anew. */
  onRedelivered?: () => void
}

/** Messages of one transaction, and of one call. */
const SLICE = 200
const MOST = 1000
/** Looks into the table that one call takes. */
const MOST_SLICES = 20

/** Receivers that are listed. */
const RECEIVERS = 50

const processQuery = createPageQuery({
  filters: { status: DELIVERY_STATUSES },
  cursor: Type.Object({ sequence: Type.Integer() }),
})

const DeliveryCursor = Type.Object({ delivery_id: Type.String() })
const deliveryCursor = Compile(DeliveryCursor)
const farmQuery = createPageQuery({
  filters: { status: DELIVERY_STATUSES, origin: null },
  cursor: DeliveryCursor,
})

export function createDeliveries({
  store,
  clock,
  onRedelivered = () => undefined,
}: DeliveriesDeps): Deliveries {
  const { read } = store

  return {
    listDeliveries(processId, query) {
      findProcess(read, processId)
      const { limit, after, wanted } = processQuery(query)
      const found = read.deliveryList.ofProcess({
        process_id: processId,
        before: after?.sequence ?? null,
        status: wanted('status'),
        limit: limit + 1,
      })
      const { rows, next_cursor } = pageOf(found, limit, ({ sequence }) => ({ sequence }))
      return {
        deliveries: rows.map((row) => ({ ...deliveryView(row), tries: triesOf(read, row.delivery_id) })),
        next_cursor,
      }
    },
    async redeliver(processId, deliveryId) {
      await store.write('redeliver', (tables) => {
        checkDelivery(tables, processId, deliveryId)
        tables.deliveryList.redeliver(deliveryId, clock.now().toISOString())
      })
      onRedelivered()
      return deliveryView(checkDelivery(read, processId, deliveryId))
    },
    async redeliverExhausted(processId) {
      const redelivered = await store.write('redeliver', (tables) => {
        findProcess(tables, processId)
        return tables.deliveryList.redeliverExhausted(processId, clock.now().toISOString())
      })
      onRedelivered()
      return { redelivered }
    },
    listFarmDeliveries(query) {
      const { limit, after, wanted } = farmQuery(query)
      const origin = wanted('origin').map((text) => text.toLowerCase())
      const { rows, lookedTo } = read.deliveryList.ofFarm({
        before: after?.delivery_id ?? null,
        status: wanted('status'),
        origin,
        limit: limit + 1,
      })
      const page = pageOf(rows, limit, ({ delivery_id }) => ({ delivery_id }))
      const behind = lookedTo === null ? null : encodedCursor({ delivery_id: lookedTo })
      return {
        deliveries: page.rows.map(({ tries, tries_before: _tries_before, ...row }) => ({
          ...row,
          try_count: tries,
        })),
        next_cursor: page.next_cursor ?? behind,
        receivers: receiversOf(read, origin),
      }
    },
    async redeliverSince(body) {
      const { since, until = null, status, origin = null, cursor } = parseRedeliverRequest(body)
      const filter = { status, since, until, origin: origin?.toLowerCase() ?? null }
      let after: string | null = cursor === undefined ? firstIdOf(since) : idOf(cursor)
      let redelivered = 0
      for (let slice = 0; slice < MOST_SLICES && after !== null && redelivered < MOST; slice++) {
        const from: string = after
        const limit = Math.min(SLICE, MOST - redelivered)
        const done = await store.write('redeliver', ({ deliveryList }) =>
          deliveryList.redeliverSlice({ ...filter, after: from, limit }, clock.now().toISOString()),
        )
        redelivered += done.redelivered
        after = done.after
      }
      onRedelivered()
      return { redelivered, next_cursor: after === null ? null : encodedCursor({ delivery_id: after }) }
    },
  }
}

function deliveryView({ tries, tries_before: _tries_before, ...row }: ListedDelivery): DeliveryView {
  return { ...row, try_count: tries }
}

function triesOf(tables: Tables, deliveryId: string): TryView[] {
  return tables.deliveryTries.ofDelivery(deliveryId).map(({ delivery_id: _delivery_id, ...one }) => one)
}

/** Those that are named, or those that failed last. */
function receiversOf({ failingReceivers, deliveries }: Tables, origins: readonly string[]): ReceiverView[] {
  const named = origins.slice(0, RECEIVERS).flatMap((origin) => failingReceivers.find(origin) ?? [])
  const rows = origins.length > 0 ? named : failingReceivers.newest(RECEIVERS)
  return rows.map((row) => receiverView(row, deliveries.waitingOf(row.origin)))
}

function receiverView({ probes: _probes, ...row }: FailingReceiverRow, waiting: number): ReceiverView {
  return { ...row, breaker: row.probe_at === null ? 'closed' : 'open', waiting }
}

/** @throws FarmError 'process_not_found', 'delivery_not_found' */
function checkDelivery(tables: Tables, processId: string, deliveryId: string): ListedDelivery {
  findProcess(tables, processId)
  const row = tables.deliveries.find(deliveryId)
  if (row?.process_id === processId) {
    const { body: _body, ...listed } = row
    return listed
  }
  throw new FarmError('delivery_not_found', `process ${processId} has no delivery ${deliveryId}`)
}

/** Less than every id that was made from then on: UUIDv7s begin with their time, and a message's is made just after `emitted_at` is taken. */
function firstIdOf(since: string): string {
  const hex = Math.max(0, Date.parse(since)).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}

function idOf(cursor: string): string {
  const value = decodedCursor(cursor)
  if (deliveryCursor.Check(value)) return value.delivery_id
  throw invalid([{ path: '/cursor', message: 'is not a cursor of this request' }])
}
