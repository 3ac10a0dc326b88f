import type { Action } from '../domain/action.ts'
import { type Pair, resolveTarget } from '../domain/assignment.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { parseCapabilityRequest, type RequestRules, type WorkRequest } from '../domain/capability-request.ts'
import { checkSystem, OPERATOR, type Caller } from '../domain/caller.ts'
import type { Clock } from '../domain/clock.ts'
import { FarmError } from '../domain/errors.ts'
import { parseMaintenanceRequest } from '../domain/maintenance-request.ts'
import { planItems, priorityOf, targetView, type PlannedItem } from '../domain/plan.ts'
import { processView, type ProcessView, type TargetView } from '../domain/process-view.ts'
import type { Capability } from '../domain/process.ts'
import { leftOutInputs } from '../domain/snapshot-defaults.ts'
import type { DefaultedInput } from '../domain/warmup-inputs.ts'
import type { Store, Tables } from '../store/store.ts'
import { addMessage } from './announce.ts'
import type { Capabilities } from './capabilities.ts'
import { ignoredInputs, viewOf } from './process-record.ts'
import { registryOf } from './registry.ts'

/** A new process, or the one that the same idempotency key made before. */
export type Accepted =
  | { created: true; process_id: string; request_id: string; process_type: Capability }
  | { created: false; process: ProcessView; request_mismatch: boolean }

export interface AcceptDeps {
  store: Store
  clock: Clock
  newId: () => string
  rules: RequestRules
  capabilities: Pick<Capabilities, 'refuseUnproven'>
  /** Called after a commit that made work claimable for these phones. */
  wake: (phoneIds: readonly string[]) => void
}

/**
 * The two ways to create a process, which is its caller's then. Both refuse with a FarmError before anything is stored: also what a key asks
 * for in the name of another system (`forbidden`), and, to a key for its own processes only, what another's process was created with already
 * (`conflict:request_id_taken`).
 */
export interface Accept {
  acceptCapabilityRequest: (body: unknown, caller?: Caller) => Promise<Accepted>
  acceptMaintenanceRequest: (body: unknown, caller?: Caller) => Promise<Accepted>
}

export function createAccept(deps: AcceptDeps): Accept {
  const { store, rules, wake } = deps

  async function accept(asked: Asked): Promise<Accepted> {
    const { request, caller } = asked
    checkSystem(caller, request.requested_by)
    // A full disk keeps nobody from hearing that what he repeats is stored already.
    const known = store.storage.state() === 'full' ? repeatOf(store.read, request, caller) : null
    if (known) return known
    const { accepted, phoneIds } = await store.write('accept', (tables) => acceptOnce(tables, deps, asked))
    if (accepted.created) wake(phoneIds)
    return accepted
  }

  // Async, so that a refusal is a rejection and not a throw.
  return {
    acceptCapabilityRequest: async (body, caller = OPERATOR) =>
      await accept({
        caller,
        request: parseCapabilityRequest(body, rules),
        accountsAt: '/target',
        leftOut: leftOutInputs(body),
      }),
    acceptMaintenanceRequest: async (body, caller = OPERATOR) =>
      await accept({ caller, request: parseMaintenanceRequest(body, rules), accountsAt: '', leftOut: [] }),
  }
}

/** What came in, checked. */
interface Asked {
  caller: Caller
  request: WorkRequest
  /** JSON pointer of the accounts in the caller's document. */
  accountsAt: string
  /** Inputs that were filled in: the request itself is stored and compared as if they had been sent. */
  leftOut: readonly DefaultedInput[]
}

/** Duplicates are found before accounts are looked up: a repeat is answered even when its account is gone by now. */
function acceptOnce(
  tables: Tables,
  deps: AcceptDeps,
  { caller, request, accountsAt, leftOut }: Asked,
): { accepted: Accepted; phoneIds: string[] } {
  const known = repeatOf(tables, request, caller)
  if (known) return { accepted: known, phoneIds: [] }
  const { capability, request_id } = request
  const pairs = resolveTarget(request.target, registryOf(tables), accountsAt)
  deps.capabilities.refuseUnproven(tables, request, pairs)
  const process_id = create(tables, deps, { caller, request, pairs, leftOut })
  return {
    accepted: { created: true, process_id, request_id, process_type: capability },
    phoneIds: [...new Set(pairs.map(({ phone_id }) => phone_id))],
  }
}

/** What the same idempotency key made before, null when this is the first. */
function repeatOf(tables: Tables, request: WorkRequest, { own_only, owner }: Caller): Accepted | null {
  const { capability, request_id, requested_by } = request
  const known = tables.processes.findByRequest(capability, requested_by.system, request_id)
  if (!known) return null
  if (own_only && known.owner !== owner) throw taken(request_id)
  const request_mismatch = known.request !== canonicalJson(request)
  return { created: false, process: viewOf(tables, known), request_mismatch }
}

/** All that somebody else's process lets its caller know: the key of it is used up. */
function taken(requestId: string): FarmError {
  const message = `request_id ${requestId} is taken`
  return new FarmError('conflict', message, {
    detail: 'request_id_taken',
    problems: [{ path: '/request_id', message: 'is taken' }],
  })
}

/** The first message of every process. */
const ACCEPTED_SEQUENCE = 1

interface Creation extends Pick<Asked, 'caller' | 'request' | 'leftOut'> {
  pairs: readonly Pair[]
}

function create(
  tables: Tables,
  { clock, newId }: AcceptDeps,
  { caller, request, pairs, leftOut }: Creation,
): string {
  const now = clock.now()
  const process_id = newId()
  const created_at = now.toISOString()
  const target = targetView(request.target, pairs)
  tables.processes.insert({
    process_id,
    process_type: request.capability,
    system: request.requested_by.system,
    request_id: request.request_id,
    mode: request.mode,
    request: canonicalJson(request),
    target: JSON.stringify(target),
    requested_by: JSON.stringify(request.requested_by),
    callback: JSON.stringify(request.callback),
    last_sequence: ACCEPTED_SEQUENCE,
    created_at,
    owner: caller.owner,
  })
  const items = planItems(request, pairs, leftOut).map((item) => ({ ...item, queue_item_id: newId() }))
  const actionIdOf = sharedActions(tables, process_id)
  const priority = priorityOf(request.mode)
  for (const [position, { action, ready, ...pair }] of items.entries()) {
    tables.queueItems.insert({
      ...pair,
      process_id,
      position,
      action_id: actionIdOf(action),
      ready: ready ? 1 : 0,
      priority,
      turn: tables.turns.next({ phone_id: pair.phone_id, priority, system: request.requested_by.system }),
      created_at,
    })
  }
  tables.timeline.add({ process_id, event: 'accepted' }, now)
  const process = newProcessView(request, { process_id, target, created_at, items })
  const { url } = request.callback
  addMessage(tables, { milestone: 'accepted', sequence: ACCEPTED_SEQUENCE, url, process }, now, newId)
  tables.timeline.add({ process_id, event: 'planned', detail: `queue items: ${items.length}` }, now)
  return process_id
}

interface Created {
  process_id: string
  target: TargetView
  created_at: string
  items: readonly (PlannedItem & { queue_item_id: string })[]
}

/** What `viewOf` would read back of a process that was just written. */
function newProcessView(
  request: WorkRequest,
  { process_id, target, created_at, items }: Created,
): ProcessView {
  const { capability, request_id, requested_by, callback, inputs } = request
  return processView(
    {
      process_id,
      process_type: capability,
      request_id,
      status: 'PLANNED',
      target,
      requested_by,
      callback,
      error: null,
      ignored_inputs: ignoredInputs(inputs),
      timestamps: {
        created_at,
        accepted_at: created_at,
        queued_at: created_at,
        executing_at: null,
        retrying_at: null,
        cancel_requested_at: null,
        finished_at: null,
      },
    },
    items.map(({ queue_item_id, account_id, phone_id, action }) => ({
      queue_item_id,
      account_id,
      phone_id,
      status: 'QUEUED',
      attempt: 0,
      action,
      progress: null,
      result: null,
      error: null,
      started_at: null,
    })),
  )
}

/** The items of a group share one action: it is stored once. */
function sharedActions(tables: Tables, processId: string): (action: Action) => number {
  const known = new Map<Action, number>()
  return (action) => {
    const actionId = known.get(action) ?? tables.actions.add(processId, JSON.stringify(action))
    known.set(action, actionId)
    return actionId
  }
}
