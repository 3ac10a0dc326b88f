import { createSteadyClock, type SteadyClock } from '../../src/domain/steady-clock.ts'
import type { ItemResult } from '../../src/domain/action.ts'
import type { Run } from '../../src/scheduler/run.ts'
import type { Scheduler } from '../../src/scheduler/scheduler.ts'
import type { Store } from '../../src/store/store.ts'
import { schedulerOn } from '../scheduler/farm-scheduler.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'

export interface SteadyFarm {
  /** The host's clock, which the test sets. */
  host: FakeClock
  /** What the farm goes by, on top of it. */
  clock: SteadyClock
  store: Store
  scheduler: Scheduler
  /** Submits process `p-<phone>` with its one item `i-<phone>`. */
  submit: (phoneId: string) => Promise<void>
}

/** A started scheduler on a steady clock, as the daemon has it. */
export async function startSteadyFarm(
  phones: readonly string[],
  execute: (run: Run, host: FakeClock) => Promise<ItemResult>,
): Promise<SteadyFarm> {
  const host = createFakeClock()
  const clock = { ...host, ...createSteadyClock({ clock: host, floor: null, onJump: () => undefined }) }
  const store = await openFarm(clock, { phones })
  const scheduler = schedulerOn(store, clock, { execute: (run) => execute(run, host) })
  await scheduler.start()
  return {
    host,
    clock,
    store,
    scheduler,
    async submit(phone_id) {
      const items = [{ queue_item_id: `i-${phone_id}`, phone_id }]
      await addProcess(store, clock, { process_id: `p-${phone_id}`, items })
      scheduler.wake()
    },
  }
}
