import { startDeadline } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { HeldItem } from '../store/claims.ts'
import { endsWithin } from './ends-within.ts'
import { endAttempt, type MoveDeps, type Outcome } from './item-moves.ts'
import { persist, type PersistDeps } from './persist.ts'

/** What a dead boot left on a phone. */
export interface Orphan {
  phone_id: string
  /** Null when the phone is no longer registered. */
  serial: string | null
  /** Null when the boot died before it could store the session that it may have opened. */
  session_id: string | null
  /** Address of the Appium server that held the session. */
  container: string | null
}

/** Ends what a dead boot may still be doing on a phone; resolves when the phone is free. Ends when the signal aborts. */
export type CloseOrphan = (orphan: Orphan, signal: AbortSignal) => Promise<void>

export interface RescueDeps extends PersistDeps {
  moves: MoveDeps
  bootId: string
  closeOrphan: CloseOrphan
  closeOrphanMs: number
  stopping: AbortSignal
  /** Called for each phone that is free again. */
  onFreed: () => void
}

/**
 * Takes back what boots before this one held when they died. A phone stays leased to its dead boot until its old session is closed (or the
 * deadline has passed), so that nothing else touches it before; other phones are not held up.
 */
export async function rescue(deps: RescueDeps): Promise<void> {
  const { store, bootId, clock } = deps
  const at = clock.now().toISOString()
  await store.write('release_stale', (tables) => tables.leases.releaseStale({ boot_id: bootId, at }))
  const held = store.read.claims.heldByOthers(bootId)
  await Promise.all(held.map((item) => rescueItem(deps, item)))
}

async function rescueItem(deps: RescueDeps, item: HeldItem): Promise<void> {
  const { log, moves, stopping } = deps
  // A claimed item never reached its phone: there is nothing to close and nobody to blame.
  const wasRunning = item.status === 'EXECUTING'
  if (wasRunning && !stopping.aborted) await closeSession(deps, item)
  // Not known to be closed: the next boot tries again.
  if (stopping.aborted) return
  const outcome: Outcome = wasRunning ? { kind: 'interrupted' } : { kind: 'put_back' }
  await persist(
    deps,
    'rescue',
    (tables) => endAttempt(tables, moves, { item, from: item.status, outcome }),
    stopping,
  )
  const { process_id, queue_item_id, phone_id, attempt } = item
  log.warn({ process_id, queue_item_id, phone_id, attempt }, 'item of a dead boot rescued')
  deps.onFreed()
}

/** What is left to a closing that was told to stop before it is no longer waited for. */
const GRACE_MS = 1000

/** Never throws: a phone whose old session cannot be closed is told in the log, and the next session replaces it. */
async function closeSession(deps: RescueDeps, item: HeldItem): Promise<void> {
  const { clock, log, closeOrphan, closeOrphanMs, stopping } = deps
  const { phone_id, serial, session_id, container } = item
  const tooLate = () => new RunError('timeout', `session of ${phone_id} was not closed in time`)
  const deadline = startDeadline(clock, closeOrphanMs, stopping, tooLate)
  try {
    const closing = closeOrphan({ phone_id, serial, session_id, container }, deadline.signal)
    if (!(await endsWithin(clock, closeOrphanMs + GRACE_MS, closing))) throw tooLate()
    await closing
  } catch (error) {
    log.warn({ phone_id, session_id, err: error }, 'session of a dead boot could not be closed')
  } finally {
    deadline.end()
  }
}
