import Type, { type Static, type TSchema } from 'typebox'
import type { Action, ActionProgress, ItemResult } from './action.ts'
import type { ErrorSummary } from './errors.ts'
import { partialProgress, type PartialProgress } from './partial-progress.ts'
import {
  publicStatus,
  type Capability,
  type ProcessStatus,
  type PublicStatus,
  type QueueItemStatus,
} from './process.ts'
import { processResult, type ProcessResult } from './process-result.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** `target` as callers see it: one pair, or a group's lists with null in the first two. */
export const TargetView = Type.Object({
  account_id: nullable(Type.String()),
  phone_id: nullable(Type.String()),
  account_ids: Type.Optional(Type.Array(Type.String())),
  phone_ids: Type.Optional(Type.Array(Type.String())),
})
export type TargetView = Static<typeof TargetView>

/** A process as it is stored, with its JSON read. */
export interface ProcessRecord {
  process_id: string
  process_type: Capability
  request_id: string
  status: ProcessStatus
  target: TargetView
  requested_by: unknown
  callback: unknown
  error: ErrorSummary | null
  /** JSON pointers of what the caller sent and nobody acts on. */
  ignored_inputs: readonly string[]
  timestamps: ProcessTimestamps
}

/** A queue item as it is stored, with its JSON read. */
export interface ItemRecord {
  queue_item_id: string
  account_id: string
  phone_id: string
  status: QueueItemStatus
  attempt: number
  action: Action
  progress: ActionProgress | null
  result: ItemResult | null
  error: ErrorSummary | null
  /** First handed to a phone. */
  started_at: string | null
}

/** Milestone-derived times, ISO-8601 UTC with milliseconds; null until they happen. */
export interface ProcessTimestamps {
  created_at: string
  accepted_at: string | null
  queued_at: string | null
  executing_at: string | null
  retrying_at: string | null
  cancel_requested_at: string | null
  finished_at: string | null
}

/** The public record of a process (source: seeds/get-process). */
export interface ProcessView {
  process_id: string
  process_type: Capability
  request_id: string
  status: PublicStatus
  target: TargetView
  requested_by: unknown
  callback: unknown
  result: ProcessResult | Record<string, never>
  error: ErrorSummary | null
  timestamps: ProcessTimestamps
  linked_ids: { queue_item_ids: string[]; completed_queue_item_ids: string[] }
  partial_progress: PartialProgress | Record<string, never>
}

/** The record that callers poll and that callbacks carry. @param items by position */
export function processView(process: ProcessRecord, items: readonly ItemRecord[]): ProcessView {
  return {
    process_id: process.process_id,
    process_type: process.process_type,
    request_id: process.request_id,
    status: publicStatus(process.status),
    target: process.target,
    requested_by: process.requested_by,
    callback: process.callback,
    result: processResult(process, items),
    error: process.error,
    timestamps: process.timestamps,
    linked_ids: {
      queue_item_ids: items.map(({ queue_item_id }) => queue_item_id),
      completed_queue_item_ids: items
        .filter(({ status }) => status === 'DONE')
        .map(({ queue_item_id }) => queue_item_id),
    },
    partial_progress: partialProgress(items),
  }
}
