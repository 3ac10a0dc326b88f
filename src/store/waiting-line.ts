import type { Database } from './database.ts'

/** An item that may be claimed, and who asked for it. */
export interface QueuedItem {
  queue_item_id: string
  system: string
}

// Index queue_items_ready.
const NEXT_OF_PHONE = `
  SELECT queue_item_id, system FROM queue_items JOIN processes USING (process_id)
  WHERE phone_id = ? AND ready = 1
  ORDER BY priority, turn, queue_items.created_at, queue_item_id LIMIT ?`

const UNFINISHED_STEP = `
  SELECT min(position) AS position FROM queue_items WHERE process_id = ? AND status <> 'DONE'`

/** Who waits for a phone, for people who ask why. */
export interface WaitingLine {
  /** The first items that the phone will be given, in that order. */
  ofPhone: (phoneId: string, limit: number) => QueuedItem[]
  /** Position of a process's first item that is not done, null when all are. */
  firstUnfinished: (processId: string) => number | null
}

export function waitingLine(db: Database): WaitingLine {
  const ofPhone = db.prepare<[string, number], QueuedItem>(NEXT_OF_PHONE)
  const unfinished = db.prepare<[string], { position: number | null }>(UNFINISHED_STEP)
  return {
    ofPhone: (phoneId, limit) => ofPhone.all(phoneId, limit),
    firstUnfinished: (processId) => unfinished.get(processId)?.position ?? null,
  }
}
