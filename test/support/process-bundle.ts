import type { Clock } from '../../src/domain/clock.ts'
import { createProcessBundle } from '../../src/process-bundle.ts'
import { createDecisions } from '../../src/processes/decisions.ts'
import { createExplain } from '../../src/processes/explain.ts'
import { createReadProcesses } from '../../src/processes/read-processes.ts'
import { createRecentLog } from '../../src/recent-log.ts'
import type { Store } from '../../src/store/store.ts'
import { silentLog } from './farm.ts'

/** Archives of what the store knows, without files of evidence. */
export function bundlesOf(store: Store, clock: Clock) {
  return createProcessBundle({
    store,
    processes: {
      ...createReadProcesses({ store }),
      ...createExplain({ store, clock }),
      ...createDecisions({ store }),
    },
    readEvidence: () => Promise.resolve(null),
    recentLog: createRecentLog(),
    secrets: new Set(),
    version: '1.0.0',
    clock,
    log: silentLog,
  })
}
