import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { Store } from '../store/store.ts'

export interface LeaseExpiryDeps {
  store: Store
  clock: Clock
  log: Logger
}

/** Gives phones back that people took for a time which is over. The time is stored, so a restart forgets none. */
export interface LeaseExpiry {
  /** @returns true when a phone was given back */
  look: () => Promise<boolean>
  /** When the next hold ends, ISO-8601 UTC; null when none does by itself. */
  nextAt: () => string | null
}

export function createLeaseExpiry({ store, clock, log }: LeaseExpiryDeps): LeaseExpiry {
  const nextAt = () => store.read.leases.nextUntil()
  return {
    nextAt,
    async look() {
      const next = nextAt()
      const at = clock.now().toISOString()
      if (next === null || next > at) return false
      const ended = await store.write('expire_leases', ({ leases }) => leases.releaseExpired(at))
      for (const lease of ended) log.info(lease, 'hold of a phone has ended')
      return ended.length > 0
    },
  }
}
