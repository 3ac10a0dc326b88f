import { RETRY_LIMITS } from '../../src/domain/retry.ts'
import { cancelError, cancelPending } from '../../src/processes/cancel-pending.ts'
import { syncProcess } from '../../src/processes/sync-process.ts'
import { createScheduler, type Scheduler, type SchedulerDeps } from '../../src/scheduler/scheduler.ts'
import type { Store } from '../../src/store/store.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { addProcess, countingIds, openFarm, silentLog } from '../support/farm.ts'

export interface Farm {
  clock: FakeClock
  store: Store
  scheduler: Scheduler
}

/** A scheduler without jitter: `random` is always in the middle. */
export function schedulerOn(
  store: Store,
  clock: FakeClock,
  deps: Pick<SchedulerDeps, 'execute'> & Partial<SchedulerDeps>,
): Scheduler {
  return createScheduler({
    store,
    clock,
    random: () => 0.5,
    log: silentLog,
    newId: countingIds(deps.bootId ?? 'boot-1'),
    bootId: 'boot-1',
    closeOrphan: async () => undefined,
    limits: { retry: RETRY_LIMITS },
    ...deps,
  })
}

/** Stores a cancel of `p1` as the use case does; without `forceAfterMs` it never turns hard. */
export async function storeCancel(store: Store, clock: FakeClock, forceAfterMs?: number): Promise<void> {
  const now = clock.now()
  const cancel = JSON.stringify({ reason: 'operator requested stop' })
  const error = cancelError(cancel)
  await store.write('put_phone', (tables) => {
    tables.processes.markCancel({
      process_id: 'p1',
      cancel,
      error: JSON.stringify(error),
      at: now.toISOString(),
      force_at: forceAfterMs === undefined ? null : new Date(now.getTime() + forceAfterMs).toISOString(),
    })
    cancelPending(tables, 'p1', error, now)
    syncProcess(tables, 'p1', now, countingIds('cancel'))
  })
}

/** A started scheduler on a store of its own, with the phones registered. */
export async function startFarm(
  deps: Pick<SchedulerDeps, 'execute'> & Partial<SchedulerDeps>,
  phones: readonly string[] = ['phone_01'],
): Promise<Farm> {
  const clock = createFakeClock()
  const store = await openFarm(clock, { phones })
  const scheduler = schedulerOn(store, clock, deps)
  await scheduler.start()
  return { clock, store, scheduler }
}

/** Submits item `i1` of `p1` and runs it until nothing is ready. */
export async function runOne({ store, clock, scheduler }: Farm): Promise<void> {
  await addProcess(store, clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  scheduler.wake()
  await scheduler.idle()
}
