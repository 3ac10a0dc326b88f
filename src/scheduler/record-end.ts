import type { Logger } from 'pino'
import type { ErrorSummary } from '../domain/errors.ts'
import { syncProcess } from '../processes/sync-process.ts'
import type { ChangeName } from '../store/changes.ts'
import type { ClaimedItem } from '../store/claims.ts'
import type { Tables } from '../store/store.ts'
import { endAttempt, type Ended, type MoveDeps } from './item-moves.ts'
import { persist, type PersistDeps } from '../store/persist.ts'

export interface RecordEndDeps extends PersistDeps {
  log: Logger
  moves: MoveDeps
  /** Aborted when the daemon stops: what could not be stored by then is left to the next boot's rescue. */
  stopping: AbortSignal
}

/** What callers are told of a run that a bug ended; the log has the rest. */
export const BROKEN: ErrorSummary = { message: 'an internal error ended the run', category: 'internal' }

/** One way of storing the end of an attempt, and the name of its change. */
interface Way {
  name: ChangeName
  store: (tables: Tables) => boolean
  /** What this way gives up, for the log. */
  gaveUp?: string
}

/**
 * Stores how an attempt ended; to be called when its phone is free. An end that a bug keeps from being stored must not hold the phone for
 * ever, so each further way asks for less: the end as it was, the same attempt as failed, the bare item as a dead letter, the phone alone.
 * Never throws.
 * @returns whether the item was moved; false when the attempt no longer held it, or the daemon stops before it could be stored
 */
export async function recordEnd(deps: RecordEndDeps, name: ChangeName, ended: Ended): Promise<boolean> {
  const { item } = ended
  for (const way of waysOf(deps, name, ended)) {
    try {
      const moved = await persist(deps, way.name, way.store, deps.stopping)
      if (moved !== true) return false
      if (way.gaveUp !== undefined)
        deps.log.error({ ...factsOf(item), gave_up: way.gaveUp }, 'run ended by a bug')
      if (way.name === 'end_broken') await bringInLine(deps, item)
      return way.name !== 'park_item'
    } catch (error) {
      deps.log.error({ ...factsOf(item), change: way.name, err: error }, 'end of a run cannot be stored')
    }
  }
  deps.log.error(factsOf(item), 'phone stays held until the daemon is started again')
  return false
}

function waysOf({ moves, clock }: RecordEndDeps, name: ChangeName, ended: Ended): Way[] {
  const { item, from } = ended
  const at = () => clock.now().toISOString()
  return [
    {
      name,
      store: (tables) => {
        ended.storeRest?.(tables)
        return endAttempt(tables, moves, ended)
      },
    },
    {
      name,
      gaveUp: 'outcome',
      store: (tables) =>
        endAttempt(tables, moves, { item, from, outcome: { kind: 'failed', error: BROKEN } }),
    },
    { name: 'end_broken', gaveUp: 'further attempts', store: (tables) => endBare(tables, ended, at()) },
    {
      name: 'park_item',
      gaveUp: 'item until the next start',
      store: (tables) => tables.leases.release({ ...item, at: at() }),
    },
  ]
}

/** No more than what frees the phone and ends the item. */
function endBare(tables: Tables, { item, from }: Ended, at: string): boolean {
  if (!tables.claims.end(item, { from, to: 'DEAD_LETTER', error: BROKEN, failed: 'work', at })) return false
  tables.leases.release({ ...item, at })
  tables.attempts.end({ ...item, ended_at: at, outcome: 'failed', error: BROKEN })
  return true
}

/** The process of an item that was ended bare; what keeps it from being brought in line is told and changes nothing for the phone. */
async function bringInLine(deps: RecordEndDeps, item: ClaimedItem): Promise<void> {
  const { moves, clock, log, stopping } = deps
  try {
    await persist(
      deps,
      'end_broken',
      (tables) => syncProcess(tables, item.process_id, clock.now(), moves.newId),
      stopping,
    )
  } catch (error) {
    log.error({ ...factsOf(item), err: error }, 'process cannot be brought in line with its items')
  }
}

/** What names a run in the log. */
export function factsOf({ process_id, queue_item_id, phone_id, attempt }: ClaimedItem): {
  process_id: string
  queue_item_id: string
  phone_id: string
  attempt: number
} {
  return { process_id, queue_item_id, phone_id, attempt }
}
