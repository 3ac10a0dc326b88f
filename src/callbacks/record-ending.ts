import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import type { DueDelivery } from '../store/deliveries.ts'
import type { FailingReceiverRow } from '../store/failing-receivers.ts'
import type { Store, Tables } from '../store/store.ts'
import { afterFailure, GIVE_UP_AFTER_MS, isLost } from './breaker.ts'
import { pauseAfterFailureMs } from './schedule.ts'
import { GONE, type Ended } from './try-message.ts'

export interface RecordDeps {
  store: Store
  clock: Clock
  random: Random
  /** Factor on the pauses between tries; 1 in production. */
  scheduleScale: number
}

/** A try that has ended. */
export interface EndedTry {
  origin: string
  delivery: DueDelivery
  ended: Ended
  /** The one that an open breaker let through. */
  isProbe: boolean
}

/** What was stored of it. */
export interface Recorded {
  /** What was known of the receiver before; null: it answered. */
  before: FailingReceiverRow | null
  /** What is known of it now; null: it answers. */
  now: FailingReceiverRow | null
  /** The message was given up, or is among those that were. */
  exhausted: number
}

/** Messages that are given up in one transaction. */
const SLICE = 200

const RECEIVER_LOST = 'given up: nothing was delivered to the receiver for five days'

/** Stores deliveries with all that follows from them, in one transaction. @throws what the store throws: nothing is stored then */
export async function recordDelivered(
  { store, clock }: Pick<RecordDeps, 'store' | 'clock'>,
  tries: readonly EndedTry[],
): Promise<Recorded[]> {
  return await store.write('callback_delivered', (tables) => {
    const now = clock.now()
    return tries.map((tried) => storeDelivered(tables, tried, now))
  })
}

/** Stores the ending of a try that failed, likewise. */
export async function recordFailure(deps: RecordDeps, tried: EndedTry): Promise<Recorded> {
  const { store, clock } = deps
  const recorded = await store.write('callback_failed', (tables) => storeFailure(tables, deps, tried))
  const { now } = recorded
  if (!tried.isProbe || now === null || !isLost(now, clock.now())) return recorded
  return { ...recorded, exhausted: recorded.exhausted + (await giveUpOverdue(deps, tried.origin)) }
}

function storeDelivered(tables: Tables, { origin, delivery, ended }: EndedTry, now: Date): Recorded {
  const before = tables.failingReceivers.find(origin) ?? null
  if (tables.deliveries.delivered({ ...delivery, at: now.toISOString() })) addTry(tables, delivery, ended)
  if (before !== null) tables.failingReceivers.remove(origin)
  return { before, now: null, exhausted: 0 }
}

function storeFailure(
  tables: Tables,
  deps: RecordDeps,
  { origin, delivery, ended, isProbe }: EndedTry,
): Recorded {
  const { clock, random, scheduleScale: scale } = deps
  const at = clock.now()
  const error = ended.failure?.told ?? ''
  const before = tables.failingReceivers.find(origin) ?? null
  // It may have been asked for anew while it was under way.
  const triesBefore = delivery.tries - (tables.deliveries.find(delivery.delivery_id)?.tries_before ?? 0)
  const isGone = ended.status === GONE
  const pauseMs = isGone ? null : pauseAfterFailureMs({ triesBefore, toldMs: ended.toldMs }, scale, random)
  const ending = { ...delivery, at: at.toISOString(), last_error: error }
  const isStored =
    pauseMs === null
      ? tables.deliveries.exhausted(ending)
      : tables.deliveries.failed({ ...ending, next_try_at: new Date(at.getTime() + pauseMs).toISOString() })
  if (isStored) addTry(tables, delivery, ended)
  const exhausted = isStored && pauseMs === null ? 1 : 0
  // A receiver that says so is there, but nothing has been delivered either.
  if (isGone) return { before, now: before, exhausted }
  const now = afterFailure(before ?? undefined, { origin, at, error, isProbe }, { random, scale })
  tables.failingReceivers.put(now)
  return { before, now, exhausted }
}

function addTry(tables: Tables, { delivery_id, tries }: DueDelivery, ended: Ended): void {
  tables.deliveryTries.add({
    delivery_id,
    try: tries + 1,
    at: ended.at.toISOString(),
    status: ended.status,
    error: ended.failure?.told ?? null,
    ms: ended.ms,
  })
}

/** So that the outbox of a receiver that never comes back does not grow for ever. */
async function giveUpOverdue({ store, clock }: RecordDeps, origin: string): Promise<number> {
  const before = new Date(clock.now().getTime() - GIVE_UP_AFTER_MS).toISOString()
  const of = { origin, before, limit: SLICE, last_error: RECEIVER_LOST }
  let all = 0
  for (;;) {
    const count = await store.write('callback_failed', ({ deliveries }) => deliveries.giveUpOverdue(of))
    all += count
    if (count < SLICE) return all
  }
}
