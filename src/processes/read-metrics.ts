import { countsBy, type Metric } from '../domain/metrics.ts'
import { itemStatus } from '../domain/partial-progress.ts'
import { ProcessStatus, publicStatus, QueueItemStatus } from '../domain/process.ts'
import type { StatusCountRow } from '../store/status-counts.ts'
import type { Store } from '../store/store.ts'

/** What the store can tell in numbers. */
export interface ReadMetrics {
  /** Cheap, whatever the number of rows. */
  readMetrics: () => Metric[]
}

const CALLBACK_STATUSES = ['pending', 'delivered', 'exhausted']
const LEASE_KINDS = ['run', 'person', 'maintenance']
/** Others may come from adb; these are always shown. */
const PHONE_STATES = ['ready', 'offline', 'unauthorized', 'paused']

/** The names by which callers know a status, each once. */
const publicNames = <T extends string>(statuses: readonly T[], name: (status: T) => string) => [
  ...new Set(statuses.map(name)),
]

export function createReadMetrics({ store: { read } }: { store: Store }): ReadMetrics {
  return {
    readMetrics() {
      const counts = read.statusCounts.all()
      const phones = read.statusCounts.phones()
      return [
        {
          name: 'phonefarm_processes',
          help: 'Processes by the status that callers see.',
          type: 'gauge',
          samples: publicCounts(counts, 'processes', ProcessStatus.enum, publicStatus),
        },
        {
          name: 'phonefarm_queue_items',
          help: 'Queue items by the status that callers see.',
          type: 'gauge',
          samples: publicCounts(counts, 'queue_items', QueueItemStatus.enum, itemStatus),
        },
        {
          name: 'phonefarm_callbacks',
          help: 'Messages of the outbox by what became of them.',
          type: 'gauge',
          samples: publicCounts(counts, 'callbacks', CALLBACK_STATUSES, (status) => status),
        },
        {
          name: 'phonefarm_phones',
          help: 'Registered phones by state; paused ones count as paused.',
          type: 'gauge',
          samples: countsBy('state', [...new Set([...PHONE_STATES, ...phones.keys()])], phones),
        },
        {
          name: 'phonefarm_leases_held',
          help: 'Phones that are held, by who holds them.',
          type: 'gauge',
          samples: countsBy('kind', LEASE_KINDS, read.statusCounts.leasesHeld()),
        },
      ]
    },
  }
}

function publicCounts<T extends string>(
  rows: readonly StatusCountRow[],
  kind: StatusCountRow['kind'],
  statuses: readonly T[],
  nameOf: (status: T) => string,
) {
  const counts = new Map<string, number>()
  for (const status of statuses) {
    const row = rows.find((one) => one.kind === kind && one.status === status)
    const name = nameOf(status)
    counts.set(name, (counts.get(name) ?? 0) + (row?.count ?? 0))
  }
  return countsBy('status', publicNames(statuses, nameOf), counts)
}
