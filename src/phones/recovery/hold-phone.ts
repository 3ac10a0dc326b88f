import type { Clock } from '../../domain/clock.ts'
import type { Store, Tables } from '../../store/store.ts'

/** Who holds a phone while the daemon works on it. */
export const RECOVERY_HOLDER = 'recovery'

export interface HoldPhoneDeps {
  store: Store
  clock: Clock
  bootId: string
  /** True while what a dead boot left on the phone is being ended: it holds the phone, and needs it well to come to an end. */
  isBeingRescued: (phoneId: string) => boolean
}

/** A held phone. */
export interface HeldPhone {
  /** False where the hold of a rescue is shared: then it is not ours to release. */
  isOurs: boolean
}

const LOOK_AGAIN_MS = 500

/** Resolves when no run is on the phone (any more), which may take hours. @throws the signal's reason when it aborts */
export async function untilNoRun(
  { store, clock }: Pick<HoldPhoneDeps, 'store' | 'clock'>,
  phoneId: string,
  signal: AbortSignal,
): Promise<void> {
  while (store.read.leases.ofPhone(phoneId)?.kind === 'run') await clock.sleep(LOOK_AGAIN_MS, signal)
}

/**
 * Waits until nothing else holds the phone and holds it. A run is waited for until it has ended; a phone that a person has taken is theirs.
 * @returns null when a person has it, or it is not registered any more. @throws the signal's reason when it aborts
 */
export async function holdPhone(
  { store, clock, bootId, isBeingRescued }: HoldPhoneDeps,
  phoneId: string,
  signal: AbortSignal,
): Promise<HeldPhone | null> {
  for (;;) {
    signal.throwIfAborted()
    const lease = store.read.leases.ofPhone(phoneId)
    if (lease?.kind === 'person') return null
    if (lease !== null && isBeingRescued(phoneId)) return { isOurs: false }
    const answer = lease === null ? await take({ store, clock, bootId }, phoneId) : 'busy'
    if (answer === 'gone') return null
    if (answer === 'held') return { isOurs: true }
    await clock.sleep(LOOK_AGAIN_MS, signal)
  }
}

function take(
  { store, clock, bootId }: Pick<HoldPhoneDeps, 'store' | 'clock' | 'bootId'>,
  phone_id: string,
): Promise<'gone' | 'busy' | 'held'> {
  return store.write('begin_recovery', (tables) => {
    if (!tables.phones.has(phone_id)) return 'gone'
    if (tables.leases.ofPhone(phone_id) !== null) return 'busy'
    const hold = { kind: 'maintenance', phone_id, holder: RECOVERY_HOLDER, boot_id: bootId } as const
    tables.leases.takeFor(hold, clock.now().toISOString())
    return 'held'
  })
}

/** Gives the phone back. Wants a transaction around it. */
export function releasePhone(tables: Tables, phone_id: string, { isOurs }: HeldPhone, at: string): void {
  if (isOurs) tables.leases.releaseFor({ kind: 'maintenance', phone_id, holder: RECOVERY_HOLDER }, at)
}
