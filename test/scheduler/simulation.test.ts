import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunError, type ErrorCategory } from '../../src/domain/errors.ts'
import { isTerminal } from '../../src/domain/process.ts'
import { between, pick, seededRandom, type Random } from '../../src/domain/random.ts'
import { createCancel } from '../../src/processes/cancel.ts'
import type { Run } from '../../src/scheduler/run.ts'
import type { Scheduler } from '../../src/scheduler/scheduler.ts'
import type { Store } from '../../src/store/store.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { addProcess, countingIds, openFarm } from '../support/farm.ts'
import { schedulerOn } from './farm-scheduler.ts'

const PHONES = ['phone_01', 'phone_02', 'phone_03']
const FAILURES: readonly ErrorCategory[] = ['device', 'session', 'app_changed', 'input', 'internal']

/** The phones' side of the story: which run of which boot holds which phone. */
interface Phones {
  holders: Map<string, string>
  /** Everything that must never happen, in words. */
  violations: string[]
}

/** A boot of the daemon; once dead it writes nothing any more and its runs stand still. */
interface Boot {
  scheduler: Scheduler
  kill: () => void
}

interface World {
  store: Store
  clock: FakeClock
  random: Random
  phones: Phones
}

function bootOn({ store, clock, random, phones }: World, bootId: string): Boot {
  let dead = false
  const standStill = () => new Promise<never>(() => undefined)
  const mortal: Store = {
    ...store,
    write: async (name, change) => {
      if (dead) return await standStill()
      const answer = await store.write(name, change)
      return dead ? await standStill() : answer
    },
  }

  async function execute(run: Run) {
    const { phone_id } = run.item
    const holder = phones.holders.get(phone_id)
    if (holder !== undefined) phones.violations.push(`${phone_id} is held by ${holder}`)
    const session = `${bootId}/${run.item.queue_item_id}/${run.attempt}`
    await run.onSession({ session_id: session, container: 'http://127.0.0.1:4723' })
    phones.holders.set(phone_id, session)
    try {
      await clock.sleep(between(random, 1, 30_000), run.signal)
      if (dead) await standStill()
      if (random() < 0.4) throw new RunError(pick(random, FAILURES), 'this went wrong')
      return { session }
    } finally {
      if (!dead && phones.holders.get(phone_id) === session) phones.holders.delete(phone_id)
    }
  }

  const scheduler = schedulerOn(mortal, clock, {
    bootId,
    execute,
    closeOrphan: async ({ phone_id, session_id }, signal) => {
      await clock.sleep(2000, signal)
      if (session_id !== null && phones.holders.get(phone_id) === session_id) phones.holders.delete(phone_id)
    },
  })
  return {
    scheduler,
    kill: () => {
      dead = true
    },
  }
}

/** Terminal processes as they were when first seen; they must stay like that. */
function noteEnded(store: Store, processIds: readonly string[], ended: Map<string, string>): string[] {
  return processIds.flatMap((processId) => {
    const row = store.read.processes.find(processId)
    if (!row || !isTerminal(row.status)) return []
    const text = JSON.stringify([row, store.read.queueItems.ofProcess(processId)])
    const before = ended.get(processId) ?? text
    ended.set(processId, text)
    return before === text ? [] : [`${processId} changed after its end`]
  })
}

for (let seed = 1; seed <= 10; seed++) {
  test(`work, cancels and deaths of the daemon in the order of seed ${seed} keep every promise`, async () => {
    const clock = createFakeClock()
    const store = await openFarm(clock, { phones: PHONES })
    const random = seededRandom(seed)
    const phones: Phones = { holders: new Map(), violations: [] }
    const world = { store, clock, random, phones }
    const newId = countingIds('cancel')
    const processIds: string[] = []
    const ended = new Map<string, string>()
    let boots = 1
    let boot = bootOn(world, 'boot-1')
    await boot.scheduler.start()

    async function submit(): Promise<void> {
      const process_id = `p${processIds.length + 1}`
      processIds.push(process_id)
      const items = Array.from({ length: between(random, 1, 4) }, (_, index) => ({
        queue_item_id: `${process_id}-${index}`,
        phone_id: pick(random, PHONES),
      }))
      await addProcess(store, clock, { process_id, items })
      boot.scheduler.wake()
    }

    async function cancelOne(): Promise<void> {
      const { scheduler } = boot
      const cancel = createCancel({ store, clock, newId, runs: scheduler, wake: scheduler.wake })
      const strategy = pick(random, ['soft', 'hard', 'soft_then_force'])
      const body = { reason: 'enough', requested_by: { system: 'test' }, strategy }
      const answer = cancel(pick(random, processIds), body)
      await clock.advance(5000)
      await answer
    }

    async function restart(): Promise<void> {
      if (random() < 0.5) boot.kill()
      else await boot.scheduler.stop()
      boot = bootOn(world, `boot-${++boots}`)
      const started = boot.scheduler.start()
      await clock.advance(2000)
      await started
    }

    for (let step = 0; step < 40; step++) {
      const dice = random()
      if (dice < 0.35 || processIds.length === 0) await submit()
      else if (dice < 0.45) await cancelOne()
      else if (dice < 0.55) await restart()
      else await clock.advance(between(random, 1, 40_000))
      phones.violations.push(...noteEnded(store, processIds, ended))
    }
    await clock.advance(2 * 3_600_000)
    await boot.scheduler.idle()
    phones.violations.push(...noteEnded(store, processIds, ended))

    assert.deepEqual(phones.violations, [])
    assert.equal(ended.size, processIds.length)
    for (const phoneId of PHONES) assert.equal(store.read.leases.ofPhone(phoneId), null)
    for (const processId of processIds) {
      const sequences = store.read.deliveries.ofProcess(processId).map(({ sequence }) => sequence)
      assert.deepEqual(
        sequences,
        sequences.map((_, index) => index + 1),
      )
    }
  })
}
