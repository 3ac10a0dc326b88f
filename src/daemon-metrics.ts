import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Clock } from './domain/clock.ts'
import { createDurations, gauge, type Metric } from './domain/metrics.ts'
import { STOP_KINDS, type StopTimes } from './scheduler/stop-times.ts'
import type { Store } from './store/store.ts'

export interface DaemonMetricsDeps {
  clock: Clock
  version: string
}

/** What of the running daemon is told in numbers. */
export interface DaemonParts {
  runningCount: () => number
  stopTimes: StopTimes
  /** How far our clock is ahead of the host's, in milliseconds. */
  aheadMs: () => number
  /** Bytes of the database's write-ahead log. */
  logBytes: () => number
}

export interface DaemonMetrics {
  /** The store with every write's duration taken, by the name of the change. */
  timed: (store: Store) => Store
  read: (parts: DaemonParts) => Metric[]
  /** Ends the measuring. May come twice. */
  stop: () => void
}

/** From a commit on a fast disk to one that callers notice. */
const WRITE_BOUNDS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

/** How often the event loop is looked at: often enough for a p99 between two scrapes, seldom enough for an idle processor. */
const RESOLUTION_MS = 50

export function createDaemonMetrics({ clock, version }: DaemonMetricsDeps): DaemonMetrics {
  const writes = createDurations('change', WRITE_BOUNDS_SECONDS)
  const loopDelay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  const startSeconds = clock.now().getTime() / 1000
  loopDelay.enable()

  /** Seconds beyond the pause between two looks, since the last time somebody asked. */
  function takeLoopDelay(): number {
    const seconds = loopDelay.count === 0 ? 0 : loopDelay.percentile(99) / 1e9 - RESOLUTION_MS / 1000
    loopDelay.reset()
    return Math.max(0, seconds)
  }

  return {
    timed: (store) => ({
      ...store,
      async write(name, change) {
        const began = clock.monotonicMs()
        try {
          return await store.write(name, change)
        } finally {
          writes.record(name, (clock.monotonicMs() - began) / 1000)
        }
      },
    }),
    read: ({ runningCount, stopTimes, aheadMs, logBytes }) => [
      gauge('phonefarm_runs', 'Runs that hold a phone now.', runningCount()),
      stopMetric(stopTimes),
      {
        name: 'phonefarm_store_write_seconds',
        help: 'From asking for a change until it is on the disk, or refused.',
        type: 'histogram',
        samples: writes.samples(),
      },
      gauge('phonefarm_store_log_bytes', "Size of the database's write-ahead log.", logBytes()),
      gauge('phonefarm_clock_ahead_seconds', "How far our clock is ahead of the host's.", aheadMs() / 1000),
      gauge(
        'phonefarm_event_loop_delay_p99_seconds',
        'p99 of the event loop delay since the last scrape.',
        takeLoopDelay(),
      ),
      ...processMetrics(startSeconds),
      {
        ...gauge('phonefarm_build_info', 'The build that runs.', 1),
        samples: [{ labels: { version, node: process.version }, value: 1 }],
      },
    ],
    stop: () => void loopDelay.disable(),
  }
}

/** What runs took to stop; a quantile is left out while there is none. */
function stopMetric(stopTimes: StopTimes): Metric {
  const times = stopTimes.snapshot()
  const samples = STOP_KINDS.flatMap((kind) => {
    const { count, sumMs, p50Ms, p99Ms } = times[kind]
    const quantiles = [
      { quantile: '0.5', ms: p50Ms },
      { quantile: '0.99', ms: p99Ms },
    ].flatMap(({ quantile, ms }) => (ms === null ? [] : [{ labels: { kind, quantile }, value: ms / 1000 }]))
    return [
      ...quantiles,
      { suffix: '_sum', labels: { kind }, value: sumMs / 1000 },
      { suffix: '_count', labels: { kind }, value: count },
    ]
  })
  return {
    name: 'phonefarm_stop_seconds',
    help: 'From the request to stop a run until nothing of it can reach the phone; quantiles of the last 1000.',
    type: 'summary',
    samples,
  }
}

/** Under the names that every Prometheus client gives them. */
function processMetrics(startSeconds: number): Metric[] {
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  return [
    gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', rss),
    gauge('nodejs_heap_size_used_bytes', 'Used size of the JavaScript heap in bytes.', heapUsed),
    {
      ...gauge('process_cpu_seconds_total', 'Processor time used in seconds.', (user + system) / 1e6),
      type: 'counter',
    },
    gauge('process_start_time_seconds', 'When the process started, in seconds since 1970.', startSeconds),
  ]
}
