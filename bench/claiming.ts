import { setMaxListeners } from 'node:events'
import path from 'node:path'
import { pino } from 'pino'
import { systemClock } from '../src/domain/clock.ts'
import { systemRandom } from '../src/domain/random.ts'
import { RETRY_LIMITS } from '../src/domain/retry.ts'
import { createNewId } from '../src/new-id.ts'
import { createScheduler, type Scheduler } from '../src/scheduler/scheduler.ts'
import type { Execute } from '../src/scheduler/run.ts'
import { openStore, type Store } from '../src/store/store.ts'
import { PHONES } from './requests.ts'

export interface Claiming {
  store: Store
  scheduler: Scheduler
  /** From now on phones are given work, or no longer. */
  setOpen: (open: boolean) => void
  close: () => Promise<void>
}

/** The store and the scheduler of a data directory, as the daemon has them, with runs of the bench; closed at first. */
export function openClaiming(dataDir: string, execute: Execute, retryBaseMs = 10_000): Claiming {
  // As the daemon does: every run listens to the scheduler's stop.
  setMaxListeners(2 * PHONES)
  const store = openStore({ file: path.join(dataDir, 'phonefarm.db') })
  let isOpen = false
  const scheduler = createScheduler({
    store,
    clock: systemClock,
    random: systemRandom,
    log: pino({ level: 'silent' }),
    newId: createNewId(systemClock),
    bootId: 'bench',
    execute,
    closeOrphan: () => Promise.resolve(),
    canRun: () => (isOpen ? null : 'between two rounds'),
    limits: {
      mostRuns: PHONES,
      retry: { ...RETRY_LIMITS, baseMs: retryBaseMs },
    },
  })
  return {
    store,
    scheduler,
    setOpen(open) {
      isOpen = open
      if (open) scheduler.wake()
    },
    async close() {
      await scheduler.stop()
      await store.close()
    },
  }
}

/** Processor time of this process so far, in microseconds. */
export function cpuUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
