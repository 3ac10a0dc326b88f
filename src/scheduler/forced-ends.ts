import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { RunStopped } from '../domain/run-control.ts'
import type { Store } from '../store/store.ts'
import type { ActiveRun } from './active-run.ts'

export interface ForcedEndsDeps {
  store: Store
  clock: Clock
  log: Logger
  /** The runs that hold a phone now, by queue item. */
  runs: ReadonlyMap<string, ActiveRun>
  /** Takes care of work that does not reject until it is over. */
  keep: (work: Promise<void>) => void
}

/** Soft cancels whose patience is over (source: contract, `soft_then_force`). The time is stored, so a restart forgets none. */
export interface ForcedEnds {
  /** Ends by force what is due. */
  look: () => Promise<void>
  /** When the next one is due; null when none waits. */
  nextAt: () => string | null
}

export function createForcedEnds({ store, clock, log, runs, keep }: ForcedEndsDeps): ForcedEnds {
  async function escalate(active: ActiveRun): Promise<void> {
    const { process_id, queue_item_id, phone_id } = active.item
    const status = await active.terminate(stopReason(active))
    log.info({ process_id, queue_item_id, phone_id, status }, 'run ended by force')
  }

  return {
    nextAt: () => store.read.processes.nextForceAt(),
    async look() {
      const due = store.read.processes.dueToForce(clock.now())
      if (due.length === 0) return
      await store.write('force_due', (tables) => {
        for (const processId of due) tables.processes.clearForce(processId)
      })
      for (const active of runs.values()) {
        if (due.includes(active.item.process_id)) keep(escalate(active))
      }
    },
  }
}

/** The reason of the soft stop that came before, as its caller gave it. */
function stopReason({ signal }: ActiveRun): string {
  const reason: unknown = signal.reason
  return reason instanceof RunStopped ? reason.message : 'cancelled'
}
