import type { ErrorSummary } from '../domain/errors.ts'
import type { QueueItemStatus } from '../domain/process.ts'
import type { Database } from './database.ts'
import { SERVING_ORDER } from './holds.ts'

/** Proves who reports: an attempt that was taken over by another, or by another boot, changes nothing any more. */
export interface Fence {
  queue_item_id: string
  attempt: number
  boot_id: string
}

/** An item that an attempt holds, as a run needs it. */
export interface ClaimedItem extends Fence {
  process_id: string
  position: number
  phone_id: string
  account_id: string
  action_id: number
  /** JSON; `parseProgress` reads it. */
  progress: string | null
  work_failures: number
  infra_failures: number
}

/** An item that a dead boot left in its hands. */
export interface HeldItem extends ClaimedItem {
  status: 'CLAIMED' | 'EXECUTING'
  serial: string | null
  session_id: string | null
  container: string | null
}

/** Where an item goes when its attempt ends. */
export interface ItemEnding {
  from: 'CLAIMED' | 'EXECUTING'
  to: Exclude<QueueItemStatus, 'CLAIMED' | 'EXECUTING'>
  at: string
  /** May be claimed again at once. */
  ready?: boolean
  /** May be claimed again from then on. */
  not_before?: string
  /** JSON */
  result?: string
  error?: ErrorSummary
  /** Which budget this ending is charged to. */
  failed?: 'work' | 'infrastructure'
}

const ITEM = `queue_item_id, process_id, position, phone_id, account_id, action_id, attempt, boot_id, progress,
  work_failures, infra_failures`

const CLAIM_NEXT = `
  UPDATE queue_items
  SET status = 'CLAIMED', ready = 0, attempt = attempt + 1, boot_id = @boot_id
  WHERE queue_item_id = (
    SELECT queue_item_id FROM queue_items
    WHERE phone_id = @phone_id AND ready = 1
      AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.phone_id = @phone_id AND released_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM phones WHERE phones.phone_id = @phone_id AND paused = 1)
    ORDER BY ${SERVING_ORDER}
    LIMIT 1)
  RETURNING ${ITEM}`

// Steps from phone to phone through the index: the cost grows with the phones, not with the items that wait.
const WAITING_PHONES = `
  WITH RECURSIVE waiting (phone_id) AS (
    SELECT min(phone_id) FROM queue_items WHERE ready = 1
    UNION ALL
    SELECT (SELECT min(phone_id) FROM queue_items WHERE ready = 1 AND phone_id > waiting.phone_id)
    FROM waiting WHERE waiting.phone_id IS NOT NULL
  )
  SELECT phone_id FROM waiting
  WHERE phone_id IN (SELECT phone_id FROM phones WHERE paused = 0)`

const PROMOTE_DUE = `
  UPDATE queue_items SET ready = 1, not_before = NULL
  WHERE queue_item_id IN (
    SELECT queue_item_id FROM queue_items
    WHERE not_before IS NOT NULL AND not_before <= @at AND status IN ('QUEUED', 'RETRYABLE') AND held_for IS NULL
    ORDER BY not_before LIMIT @limit)`

// Index queue_items_retrying.
const END_PAUSES = `
  UPDATE queue_items SET ready = 1, not_before = NULL
  WHERE phone_id = ? AND status = 'RETRYABLE' AND not_before IS NOT NULL AND held_for IS NULL
    AND error ->> '$.category' IN ('device', 'session', 'timeout')`

const EARLIEST_DUE = `
  SELECT not_before FROM queue_items
  WHERE not_before IS NOT NULL AND status IN ('QUEUED', 'RETRYABLE')
  ORDER BY not_before LIMIT 1`

const FENCED = `queue_item_id = @queue_item_id AND attempt = @attempt AND boot_id = @boot_id`

const BEGIN = `
  UPDATE queue_items SET status = 'EXECUTING', started_at = coalesce(started_at, @at), error = NULL
  WHERE ${FENCED} AND status = 'CLAIMED'`

const SAVE_PROGRESS = `UPDATE queue_items SET progress = @progress WHERE ${FENCED} AND status = 'EXECUTING'`

const END = `
  UPDATE queue_items
  SET status = @to, ready = @ready, not_before = @not_before, boot_id = NULL, error = @error, finished_at = @finished_at,
    result = coalesce(@result, result),
    work_failures = work_failures + @work, infra_failures = infra_failures + @infra
  WHERE ${FENCED} AND status = @from`

const HELD_BY_OTHERS = `
  SELECT item.status, phones.serial, attempts.session_id, attempts.container,
    ${ITEM.replaceAll(/\w+/g, 'item.$&')}
  FROM queue_items AS item
  LEFT JOIN phones USING (phone_id)
  LEFT JOIN attempts ON attempts.queue_item_id = item.queue_item_id AND attempts.attempt = item.attempt
  WHERE item.status IN ('CLAIMED', 'EXECUTING') AND item.boot_id IS NOT @boot_id
  ORDER BY item.queue_item_id`

/** How queue items come into a phone's hands and out of them again. Every change wants a transaction around it. */
export interface Claims {
  /** Phones, not paused, for which an item is ready. */
  waitingPhones: () => string[]
  /** Takes the phone's next ready item: by priority, then by turn. Null when there is none, the phone is held or paused. */
  next: (of: { phone_id: string; boot_id: string }) => ClaimedItem | null
  /** Makes at most `limit` items ready whose pause is over; returns how many. Those of held accounts are in holds.ts. */
  promoteDue: (of: { at: string; limit: number }) => number
  /** Makes ready what waits out a pause after a fault of its phone; returns how many. For a phone that was shown to be fit again. */
  endPauses: (phoneId: string) => number
  /** When the next scheduled item becomes due, null when none is scheduled. */
  earliestDue: () => string | null
  /** CLAIMED → EXECUTING. @returns false when this attempt no longer holds the item */
  begin: (fence: Fence & { at: string }) => boolean
  /** @returns false when this attempt no longer runs the item */
  saveProgress: (fence: Fence & { progress: string }) => boolean
  /** Moves the item out of the attempt's hands. @returns false when it was not in them */
  end: (fence: Fence, ending: ItemEnding) => boolean
  /** What boots other than this one hold. */
  heldByOthers: (bootId: string) => HeldItem[]
}

export function claimsTable(db: Database): Claims {
  const waitingPhones = db.prepare<[], { phone_id: string }>(WAITING_PHONES)
  const next = db.prepare<{ phone_id: string; boot_id: string }, ClaimedItem>(CLAIM_NEXT)
  const promoteDue = db.prepare<{ at: string; limit: number }>(PROMOTE_DUE)
  const endPauses = db.prepare<[string]>(END_PAUSES)
  const earliestDue = db.prepare<[], { not_before: string }>(EARLIEST_DUE)
  const begin = db.prepare<Fence & { at: string }>(BEGIN)
  const saveProgress = db.prepare<Fence & { progress: string }>(SAVE_PROGRESS)
  const end = db.prepare<Record<string, string | number | null>>(END)
  const heldByOthers = db.prepare<{ boot_id: string }, HeldItem>(HELD_BY_OTHERS)

  return {
    waitingPhones: () => waitingPhones.all().map(({ phone_id }) => phone_id),
    next: (of) => next.get(of) ?? null,
    promoteDue: (of) => promoteDue.run(of).changes,
    endPauses: (phoneId) => endPauses.run(phoneId).changes,
    earliestDue: () => earliestDue.get()?.not_before ?? null,
    begin: (fence) => begin.run(fence).changes === 1,
    saveProgress: (fence) => saveProgress.run(fence).changes === 1,
    end: (fence, ending) => end.run({ ...fence, ...endingColumns(ending) }).changes === 1,
    heldByOthers: (bootId) => heldByOthers.all({ boot_id: bootId }),
  }
}

function endingColumns(ending: ItemEnding): Record<string, string | number | null> {
  const over = ending.to === 'DONE' || ending.to === 'DEAD_LETTER' || ending.to === 'CANCELLED'
  return {
    from: ending.from,
    to: ending.to,
    ready: ending.ready === true ? 1 : 0,
    not_before: ending.not_before ?? null,
    result: ending.result ?? null,
    error: ending.error ? JSON.stringify(ending.error) : null,
    finished_at: over ? ending.at : null,
    work: ending.failed === 'work' ? 1 : 0,
    infra: ending.failed === 'infrastructure' ? 1 : 0,
  }
}
