import { getEventListeners } from 'node:events'
import type { Invariants } from './invariants.ts'
import { accountBody, ACCOUNTS, PHONES } from './registry.ts'
import type { World } from './world.ts'

/** How long the world may take to come to rest: the last retries, at half the speed while the clock is ahead. */
const SLICE_MS = 10 * 60_000
const MOST_SLICES = 72

/** Mends everything, lets the daemon finish and stops it. @throws when a promise is broken or something is left */
export async function comeToRest(world: World, invariants: Invariants): Promise<void> {
  const { host, phones, violations } = world
  await mend(world)
  for (let slice = 0; slice < MOST_SLICES && (slice === 0 || invariants.checkAtRest().length > 0); slice++) {
    // What was told to fail may fail now, and ask for a person.
    await resumeAccounts(world)
    await host.advance(SLICE_MS)
  }
  violations.push(...invariants.checkAtRest())
  const open = phones.withSession()
  if (open.length > 0) violations.push(`sessions are left on ${open.join(', ')}`)
  await world.boot.stop()
  if (host.pending() > 0) violations.push(`${host.pending()} timers are left`)
  const ofTheLast = world.runs.filter(({ bootId }) => bootId === world.boot.id)
  const listeners = ofTheLast.filter(({ signal }) => getEventListeners(signal, 'abort').length > 0)
  if (listeners.length > 0) violations.push(`${listeners.length} runs left listeners behind`)
  world.look()
}

async function resumeAccounts({ boot, store }: World): Promise<void> {
  for (const accountId of ACCOUNTS) {
    if (store.read.handOvers.openOf(accountId) !== null)
      await boot.processes.resumeAccount(accountId, { note: 'everything is mended' })
  }
}

/** Only what is broken: every write costs a turn of the event loop. */
async function mend(world: World): Promise<void> {
  const { phones, receiver, boot, store } = world
  const { processes } = boot
  world.setDiskFull(false)
  receiver.setMood('up')
  // What was asked for last is answered first: a hold may still be on its way.
  await world.turn(3)
  for (const phoneId of PHONES) {
    phones.plug(phoneId, true)
    phones.hang(phoneId, false)
    if (store.read.phones.find(phoneId)?.paused === 1) await processes.resumePhone(phoneId)
    world.persons.delete(phoneId)
    const lease = store.read.leases.ofPhone(phoneId)
    if (lease?.kind === 'person') await processes.releasePhone(phoneId, { holder: lease.holder })
  }
  for (const accountId of ACCOUNTS) {
    if (store.read.accounts.find(accountId)?.settings === '{}') continue
    await processes.putAccount(accountId, accountBody(accountId))
  }
  boot.scheduler.wake()
}
