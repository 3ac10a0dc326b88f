import type { Database } from './database.ts'
import { RECEIVERS } from './deliveries.ts'

/** Moves what is due later than `latest`; both ISO-8601. */
export interface BringForward {
  at: string
  latest: string
}

// Index queue_items_scheduled. What is held for its account is looked at anew when it comes up.
const ITEMS = `
  UPDATE queue_items SET not_before = @at
  WHERE not_before > @latest AND status IN ('QUEUED', 'RETRYABLE')`

// Index callbacks_pending, from receiver to receiver: the cost grows with those, not with their backlog.
const CALLBACKS = `
  ${RECEIVERS}
  UPDATE callbacks SET next_try_at = @at
  WHERE status = 'pending' AND next_try_at > @latest AND origin IN (SELECT origin FROM receivers)`

// Those whose breaker is open: index failing_receivers_open.
const PROBES = 'UPDATE failing_receivers SET probe_at = @at WHERE probe_at > @latest'

/** When work and messages fall due, for whoever finds that the clock that they were timed by was wrong. */
export interface DueTimes {
  /** Makes everything due at `at` that would come later than `latest`; returns how much. Wants a transaction around it. */
  bringForward: (to: BringForward) => { queue_items: number; callbacks: number }
}

export function dueTimes(db: Database): DueTimes {
  const items = db.prepare<BringForward>(ITEMS)
  const callbacks = db.prepare<BringForward>(CALLBACKS)
  const probes = db.prepare<BringForward>(PROBES)
  return {
    bringForward(to) {
      probes.run(to)
      return { queue_items: items.run(to).changes, callbacks: callbacks.run(to).changes }
    },
  }
}
