import type { Clock } from './domain/clock.ts'
import type { Conditions } from './processes/explain.ts'
import type { Store } from './store/store.ts'

export interface DaemonConditionsDeps extends Pick<Conditions, 'sessions' | 'obstacle' | 'beingRescued'> {
  store: Pick<Store, 'storage'>
  clock: Clock
}

/** Keeps what explains why work waits although nothing is wrong with it: the daemon's own state, and since when. */
export interface DaemonConditions {
  conditions: Conditions
  /** To be called when work is handed out. */
  setWorking: () => void
  /** To be called when nothing new is started any more; stays so. */
  setDraining: () => void
}

export function createDaemonConditions({ store, clock, ...live }: DaemonConditionsDeps): DaemonConditions {
  const nowIso = () => clock.now().toISOString()
  let daemon: ReturnType<Conditions['daemon']> = { state: 'starting', since: nowIso() }
  let storageFullSince: string | null = null
  store.storage.onChange((state) => {
    storageFullSince = state === 'full' ? (storageFullSince ?? nowIso()) : null
  })
  return {
    conditions: { ...live, daemon: () => daemon, storageFullSince: () => storageFullSince },
    setWorking() {
      if (daemon?.state === 'starting') daemon = null
    },
    setDraining() {
      daemon = { state: 'draining', since: nowIso() }
    },
  }
}
