import type { Action } from '../domain/action.ts'
import { type Pair, resolveTarget } from '../domain/assignment.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { parseCapabilityRequest, type RequestRules, type WorkRequest } from '../domain/capability-request.ts'
import type { Clock } from '../domain/clock.ts'
import { parseMaintenanceRequest } from '../domain/maintenance-request.ts'
import { planItems, priorityOf, targetView } from '../domain/plan.ts'
import type { ProcessView } from '../domain/process-view.ts'
import type { Capability } from '../domain/process.ts'
import type { Store, Tables } from '../store/store.ts'
import { announce } from './announce.ts'
import { viewOf } from './process-record.ts'
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
  /** Called after a commit that made work claimable for these phones. */
  wake: (phoneIds: readonly string[]) => void
}

/** The two ways to create a process. Both refuse with a FarmError before anything is stored. */
export interface Accept {
  acceptCapabilityRequest: (body: unknown) => Promise<Accepted>
  acceptMaintenanceRequest: (body: unknown) => Promise<Accepted>
}

export function createAccept(deps: AcceptDeps): Accept {
  const { store, rules, wake } = deps

  async function accept(request: WorkRequest, accountsAt: string): Promise<Accepted> {
    const { accepted, phoneIds } = await store.write('accept', (tables) =>
      acceptOnce(tables, deps, request, accountsAt),
    )
    if (accepted.created) wake(phoneIds)
    return accepted
  }

  // Async, so that a refusal is a rejection and not a throw.
  return {
    acceptCapabilityRequest: async (body) => await accept(parseCapabilityRequest(body, rules), '/target'),
    acceptMaintenanceRequest: async (body) => await accept(parseMaintenanceRequest(body, rules), ''),
  }
}

/** Duplicates are found before accounts are looked up: a repeat is answered even when its account is gone by now. */
function acceptOnce(
  tables: Tables,
  deps: AcceptDeps,
  request: WorkRequest,
  accountsAt: string,
): { accepted: Accepted; phoneIds: string[] } {
  const stored = canonicalJson(request)
  const { capability, request_id, requested_by } = request
  const known = tables.processes.findByRequest(capability, requested_by.system, request_id)
  if (known) {
    const process = viewOf(tables, known)
    return { accepted: { created: false, process, request_mismatch: known.request !== stored }, phoneIds: [] }
  }
  const pairs = resolveTarget(request.target, registryOf(tables), accountsAt)
  const process_id = create(tables, deps, { request, stored, pairs })
  return {
    accepted: { created: true, process_id, request_id, process_type: capability },
    phoneIds: [...new Set(pairs.map(({ phone_id }) => phone_id))],
  }
}

interface Creation {
  request: WorkRequest
  /** The request as duplicates are compared with it. */
  stored: string
  pairs: readonly Pair[]
}

function create(tables: Tables, { clock, newId }: AcceptDeps, { request, stored, pairs }: Creation): string {
  const now = clock.now()
  const process_id = newId()
  const created_at = now.toISOString()
  tables.processes.insert({
    process_id,
    process_type: request.capability,
    system: request.requested_by.system,
    request_id: request.request_id,
    mode: request.mode,
    request: stored,
    target: JSON.stringify(targetView(request.target, pairs)),
    requested_by: JSON.stringify(request.requested_by),
    callback: JSON.stringify(request.callback),
    created_at,
  })
  const items = planItems(request, pairs)
  const actionIdOf = sharedActions(tables, process_id)
  const priority = priorityOf(request.mode)
  for (const [position, { action, ready, ...pair }] of items.entries()) {
    tables.queueItems.insert({
      ...pair,
      queue_item_id: newId(),
      process_id,
      position,
      action_id: actionIdOf(action),
      ready: ready ? 1 : 0,
      priority,
      turn: tables.turns.next({ phone_id: pair.phone_id, priority, system: request.requested_by.system }),
      created_at,
    })
  }
  announce(tables, process_id, 'accepted', now, newId)
  tables.timeline.add({ process_id, event: 'planned', detail: `queue items: ${items.length}` }, now)
  return process_id
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
