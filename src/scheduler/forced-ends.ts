import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { RunStopped } from '../domain/run-control.ts'
import type { ToForce } from '../store/processes.ts'
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

/**
 * Soft cancels whose patience is over (source: contract, `soft_then_force`). The time is stored, so a restart forgets none: what a dead
 * boot ran is then freed and ended as cancelled by the rescue.
 */
export interface ForcedEnds {
  /** Ends by force what is due. */
  look: () => Promise<void>
  /** Milliseconds until the next one is due; null when none waits. */
  nextInMs: () => number | null
}

/** A stored time with the moment on the monotonic clock that it means: setting the host's clock does not move it. */
interface Due extends ToForce {
  dueMs: number
}

export function createForcedEnds({ store, clock, log, runs, keep }: ForcedEndsDeps): ForcedEnds {
  let known = new Map<string, Due>()

  /** What is stored; the wall clock is asked only when a time is seen for the first time. */
  function waiting(): Due[] {
    const rows = store.read.processes.toForce().map((row) => {
      const before = known.get(row.process_id)
      if (before?.force_at === row.force_at) return before
      return { ...row, dueMs: clock.monotonicMs() + Date.parse(row.force_at) - clock.now().getTime() }
    })
    known = new Map(rows.map((row) => [row.process_id, row]))
    return rows
  }

  async function escalate(active: ActiveRun, atMs: number): Promise<void> {
    const { process_id, queue_item_id, phone_id } = active.item
    const reason = new RunStopped('cancelled', stopReason(active))
    const status = await active.terminate(reason, { kind: 'forced', atMs })
    log.info({ process_id, queue_item_id, phone_id, status }, 'run ended by force')
  }

  return {
    nextInMs() {
      const times = waiting().map(({ dueMs }) => dueMs)
      return times.length === 0 ? null : Math.min(...times) - clock.monotonicMs()
    },
    async look() {
      const nowMs = clock.monotonicMs()
      const due = new Map(
        waiting()
          .filter(({ dueMs }) => dueMs <= nowMs)
          .map(({ process_id, dueMs }) => [process_id, dueMs]),
      )
      if (due.size === 0) return
      await store.write('force_due', (tables) => {
        for (const processId of due.keys()) tables.processes.clearForce(processId)
      })
      for (const active of runs.values()) {
        const dueMs = due.get(active.item.process_id)
        if (dueMs !== undefined) keep(escalate(active, dueMs))
      }
    },
  }
}

/** The reason of the soft stop that came before, as its caller gave it. */
function stopReason({ signal }: ActiveRun): string {
  const reason: unknown = signal.reason
  return reason instanceof RunStopped ? reason.message : 'cancelled'
}
