import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { parseAction, parseProgress, type Action } from '../domain/action.ts'
import type { ErrorSummary } from '../domain/errors.ts'
import { ERROR_CATEGORIES } from '../domain/errors.ts'
import {
  processView,
  TargetView,
  type ItemRecord,
  type ProcessRecord,
  type ProcessView,
} from '../domain/process-view.ts'
import type { ProcessRow } from '../store/processes.ts'
import type { QueueItemRow } from '../store/queue-items.ts'
import type { Tables } from '../store/store.ts'

const JsonObject = Type.Record(Type.String(), Type.Unknown())

const target = Compile(TargetView)
const object = Compile(JsonObject)
const storedRequest = Compile(Type.Object({ inputs: JsonObject }))
const errorSummary = Compile(Type.Object({ message: Type.String(), category: Type.Enum(ERROR_CATEGORIES) }))

/** Inputs that the contract accepts for compatibility and that no action reads. */
const IGNORED_INPUTS = ['comment_plan', 'keyword_comment_plan_prompt'] as const

/** JSON pointers of what the caller sent and nobody acts on. */
export function ignoredInputs(inputs: object): string[] {
  return IGNORED_INPUTS.filter((name) => name in inputs).map((name) => `/inputs/${name}`)
}

/** The public record of a stored process. */
export function viewOf(tables: Tables, row: ProcessRow): ProcessView {
  const readAction = rememberedAction(tables)
  const items = tables.queueItems.ofProcess(row.process_id)
  return processView(
    processRecord(row),
    items.map((item) => itemRecord(item, readAction)),
  )
}

/** The items of a group share one action, which may carry long prompts: each is read once. */
function rememberedAction(tables: Tables): (actionId: number) => Action {
  const known = new Map<number, Action>()
  return (actionId) => {
    const action = known.get(actionId) ?? parseAction(tables.actions.read(actionId))
    known.set(actionId, action)
    return action
  }
}

/** Reads an error's JSON as it is stored with a process or an item. */
export function parseError(json: string): ErrorSummary {
  return errorSummary.Parse(JSON.parse(json))
}

function processRecord(row: ProcessRow): ProcessRecord {
  const { inputs } = storedRequest.Parse(JSON.parse(row.request))
  return {
    process_id: row.process_id,
    process_type: row.process_type,
    request_id: row.request_id,
    status: row.status,
    target: target.Parse(JSON.parse(row.target)),
    requested_by: object.Parse(JSON.parse(row.requested_by)),
    callback: object.Parse(JSON.parse(row.callback)),
    error: row.error === null ? null : parseError(row.error),
    ignored_inputs: ignoredInputs(inputs),
    timestamps: {
      created_at: row.created_at,
      accepted_at: row.accepted_at,
      queued_at: row.queued_at,
      executing_at: row.executing_at,
      retrying_at: row.retrying_at,
      cancel_requested_at: row.cancel_requested_at,
      finished_at: row.finished_at,
    },
  }
}

function itemRecord(row: QueueItemRow, readAction: (actionId: number) => Action): ItemRecord {
  return {
    queue_item_id: row.queue_item_id,
    account_id: row.account_id,
    phone_id: row.phone_id,
    status: row.status,
    attempt: row.attempt,
    action: readAction(row.action_id),
    progress: row.progress === null ? null : parseProgress(row.progress),
    result: row.result === null ? null : object.Parse(JSON.parse(row.result)),
    error: row.error === null ? null : parseError(row.error),
    started_at: row.started_at,
  }
}
