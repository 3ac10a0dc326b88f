import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { ClaimedItem } from '../store/claims.ts'
import type { Store } from '../store/store.ts'
import { claimNext, type MoveDeps } from './item-moves.ts'

export interface HandOutDeps {
  store: Store
  clock: Clock
  log: Logger
  moves: MoveDeps
  bootId: string
  /** Items made ready in one transaction. */
  promoteSlice: number
  /** Why a phone cannot take work now, null when it can. */
  canRun: (phoneId: string) => string | null
  /** True when no run of ours holds the phone. */
  isIdle: (phoneId: string) => boolean
  /** Called for each claimed item, after the claim's commit. */
  onClaimed: (item: ClaimedItem) => void
}

/** Chooses who is served next: makes due items ready and claims one for every idle phone that can run. */
export interface HandOut {
  /** @returns true when more items are due than were made ready: look again when others have had their turn */
  look: () => Promise<boolean>
}

export function createHandOut(deps: HandOutDeps): HandOut {
  const { store, clock, log, moves, bootId, promoteSlice, canRun, isIdle, onClaimed } = deps

  async function promoteDue(): Promise<boolean> {
    const at = clock.now().toISOString()
    if (!isDue(store.read.claims.earliestDue(), at)) return false
    const promoted = await store.write('promote_due', (tables) =>
      tables.claims.promoteDue({ at, limit: promoteSlice }),
    )
    return promoted === promoteSlice
  }

  async function claim(): Promise<void> {
    const idle = store.read.claims.waitingPhones().filter(isIdle)
    const able = idle.filter((phoneId) => canRun(phoneId) === null)
    await Promise.all(able.map(claimFor))
  }

  /** A claim of its own for each phone (they share one commit), so that trouble with one holds up no other. */
  async function claimFor(phoneId: string): Promise<void> {
    try {
      const item = await store.write('claim', (tables) =>
        claimNext(tables, moves, { phone_id: phoneId, boot_id: bootId }),
      )
      if (item) onClaimed(item)
    } catch (error) {
      log.error({ phone_id: phoneId, err: error }, 'claiming for a phone failed')
    }
  }

  return {
    async look() {
      const moreDue = await promoteDue()
      await claim()
      return moreDue
    },
  }
}

function isDue(time: string | null, at: string): boolean {
  return time !== null && time <= at
}
