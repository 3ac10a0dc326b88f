import type { TestContext } from 'node:test'
import { parseAllowList } from '../../src/domain/callback-url.ts'
import type { RunControl } from '../../src/domain/run-control.ts'
import { createProcesses, type Processes, type ProcessesDeps } from '../../src/processes/processes.ts'
import { syncProcess } from '../../src/processes/sync-process.ts'
import type { ClaimedItem, ItemEnding } from '../../src/store/claims.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'

/** The use cases on a store of their own, with a clock that stands still at 2026-03-22T08:30:00.000Z. */
export interface Office {
  store: Store
  clock: FakeClock
  processes: Processes
  newId: () => string
  /** How often `wake` was called. */
  wakes: () => number
  /** Hands the next ready item of a phone to it, as the scheduler does. */
  claim: (phoneId: string) => Promise<ClaimedItem>
  /** Ends the run of an item that `claim` gave. */
  end: (item: ClaimedItem, ending: Ending) => Promise<void>
}

type Ground = Pick<Office, 'store' | 'clock' | 'newId'>
type Ending = Omit<ItemEnding, 'from' | 'at'>

/** Lower-case UUIDs whose order is the order of their making: …-000000000001, …-000000000002. */
export function orderedIds(): () => string {
  let made = 0
  return () => `01960000-0000-7000-8000-${String(++made).padStart(12, '0')}`
}

/** Nothing runs. */
export const NO_RUNS: RunControl = {
  stopSoft: () => false,
  terminate: () => Promise.resolve('not_running'),
}

/** Opens the office; `phones` phones are registered as phone_01… with an active account account_01… on each. */
export async function openOffice(
  t: TestContext,
  { phones = 2, ...deps }: { phones?: number } & Partial<ProcessesDeps> = {},
): Promise<Office> {
  const store = deps.store ?? openStore({ file: ':memory:' })
  t.after(() => store.close())
  const clock = createFakeClock()
  const newId = orderedIds()
  let wakes = 0
  const processes = createProcesses({
    store,
    clock,
    newId,
    runs: NO_RUNS,
    callbackAllow: parseAllowList(''),
    knownApps: () => ['clips'],
    wake: () => wakes++,
    ...deps,
  })
  for (let number = 1; number <= phones; number++) {
    const name = String(number).padStart(2, '0')
    await processes.putPhone(`phone_${name}`, { serial: `serial-${name}` })
    await processes.putAccount(`account_${name}`, account(`phone_${name}`, `clips_user${name}`))
  }
  wakes = 0
  return {
    store,
    clock,
    processes,
    newId,
    wakes: () => wakes,
    claim: (phoneId) => claim({ store, clock, newId }, phoneId),
    end: (item, ending) => end({ store, clock, newId }, item, ending),
  }
}

/** A valid body of PUT /accounts/{account_id}. */
export function account(phone_id: string, username: string): Record<string, unknown> {
  return { phone_id, app: 'clips', username, status: 'active' }
}

/** The id of a process that must have been created. */
export async function createdId(accepted: ReturnType<Processes['acceptCapabilityRequest']>): Promise<string> {
  const answer = await accepted
  if (!answer.created) throw new Error('the request was a duplicate')
  return answer.process_id
}

async function claim({ store, clock, newId }: Ground, phoneId: string): Promise<ClaimedItem> {
  return await store.write('put_phone', (tables) => {
    const item = tables.claims.next({ phone_id: phoneId, boot_id: 'boot-1' })
    if (!item) throw new Error(`nothing is ready for ${phoneId}`)
    tables.claims.begin({ ...item, at: clock.now().toISOString() })
    syncProcess(tables, item.process_id, clock.now(), newId)
    return item
  })
}

async function end({ store, clock, newId }: Ground, item: ClaimedItem, ending: Ending): Promise<void> {
  await store.write('put_phone', (tables) => {
    const at = clock.now().toISOString()
    tables.claims.end(item, { from: 'EXECUTING', at, ...ending })
    if (ending.to === 'RETRYABLE') tables.processes.markRetrying(item.process_id, clock.now())
    syncProcess(tables, item.process_id, clock.now(), newId)
  })
}
