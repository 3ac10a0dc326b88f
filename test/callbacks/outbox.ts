import type { TestContext } from 'node:test'
import { createPoster } from '../../src/callbacks/post.ts'
import { createSender, type Sender, type SenderDeps } from '../../src/callbacks/sender.ts'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import type { Store } from '../../src/store/store.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm, silentLog } from '../support/farm.ts'

/** A store and the clock that everything on it goes by. */
export interface Given {
  clock: FakeClock
  store: Store
}

/** An empty outbox on a clock that stands still. */
export async function given(): Promise<Given> {
  const clock = createFakeClock()
  return { clock, store: await openFarm(clock) }
}

/** A sender without jitter that may reach loopback; stopped with the test. */
export function senderOn(t: TestContext, { store, clock }: Given, deps: Partial<SenderDeps> = {}): Sender {
  const sender = createSender({
    store,
    clock,
    random: () => 0.5,
    log: silentLog,
    secrets: [],
    poster: createPoster({ allow: parseAllowList('127.0.0.1'), perReceiver: 2, clock }),
    ...deps,
  })
  t.after(sender.stop)
  return sender
}

/** A process whose `accepted` waits in the outbox, with the id `<process_id>-accepted-1`. */
export async function addAccepted({ store, clock }: Given, process_id: string, url: string): Promise<void> {
  await addProcess(store, clock, { process_id, url, items: [{ queue_item_id: `item of ${process_id}` }] })
}

/** What became of a message. */
export interface Row {
  milestone: string
  status: string
  tries: number
  next_try_at: string | null
  last_error: string | null
}

/** The messages of a process, in order. */
export function outbox({ store }: Given, processId: string): Row[] {
  return store.read.deliveries
    .ofProcess(processId)
    .map(({ milestone, status, tries, next_try_at, last_error }) => ({
      milestone,
      status,
      tries,
      next_try_at,
      last_error,
    }))
}
