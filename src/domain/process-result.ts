import type { ActionProgress, ItemResult } from './action.ts'
import type { ErrorSummary } from './errors.ts'
import { itemStatus, type ItemStatus } from './partial-progress.ts'
import type { ItemRecord, ProcessRecord } from './process-view.ts'
import { isItemTerminal } from './process.ts'

/** What an ended item achieved, beside its ids; the fields of the action itself follow. */
export interface ItemOutcome {
  queue_item_id: string
  account_id: string
  phone_id: string
  status: ItemStatus
  attempt: number
  error?: ErrorSummary
  [field: string]: unknown
}

/** `result` of a process. */
export interface ProcessResult {
  items: ItemOutcome[]
  totals: Record<string, number>
  /** JSON pointers of inputs that were accepted for compatibility and never acted on. */
  ignored_inputs: string[]
}

const WARMUP_COUNTS = ['videos_seen', 'videos_watched', 'videos_skipped', 'seconds_watched'] as const

/** What has been achieved so far: empty until the first item ends, then one entry an ended item. */
export function processResult(
  process: Pick<ProcessRecord, 'process_type' | 'ignored_inputs'>,
  items: readonly ItemRecord[],
): ProcessResult | Record<string, never> {
  const ended = items.filter(({ status }) => isItemTerminal(status))
  if (ended.length === 0) return {}
  const outcomes = ended.map(outcome)
  return {
    items: outcomes,
    totals: {
      items: items.length,
      ...itemCounts(outcomes),
      ...(process.process_type === 'maintenance' ? fieldCounts(outcomes) : warmupCounts(outcomes)),
    },
    ignored_inputs: [...process.ignored_inputs],
  }
}

/** An item that ended without a result of its own still tells what its attempts had done. */
function outcome(item: ItemRecord): ItemOutcome {
  return {
    ...(item.result ?? (item.progress && resultOf(item.progress))),
    queue_item_id: item.queue_item_id,
    account_id: item.account_id,
    phone_id: item.phone_id,
    status: itemStatus(item.status),
    attempt: item.attempt,
    ...(item.error && { error: item.error }),
  }
}

function resultOf(progress: ActionProgress): ItemResult {
  if (progress.kind === 'edit_profile') return { fields: progress.fields }
  const { videos_seen, videos_watched, videos_skipped, seconds_watched, keywords, judging } = progress
  return {
    videos_seen,
    videos_watched,
    videos_skipped,
    seconds_watched,
    ...(keywords.length > 0 && { keywords }),
    ...judging,
  }
}

function itemCounts(outcomes: readonly ItemOutcome[]): Record<string, number> {
  const count = (wanted: ItemStatus) => outcomes.filter(({ status }) => status === wanted).length
  return { completed: count('completed'), failed: count('failed'), cancelled: count('cancelled') }
}

function warmupCounts(outcomes: readonly ItemOutcome[]): Record<string, number> {
  const sum = (field: string) =>
    outcomes.reduce((total, { [field]: value }) => total + (typeof value === 'number' ? value : 0), 0)
  return Object.fromEntries(WARMUP_COUNTS.map((field) => [field, thousandths(sum(field))]))
}

function fieldCounts(outcomes: readonly ItemOutcome[]): Record<string, number> {
  const fields = outcomes.flatMap(({ fields }) => entries(fields))
  const count = (name: string) => fields.filter((field) => name in field && field[name] === true).length
  return { fields_changed: count('changed'), fields_verified: count('verified') }
}

/** The values of an object that are objects; results come from JSON, so nothing is taken for granted. */
function entries(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).filter((entry) => typeof entry === 'object' && entry !== null)
}

/** Sums of seconds stay free of binary fractions such as 29.000000000000004. */
function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000
}
