import type { History } from '../history.ts'
import type { Violations } from './reading.ts'

/** The last daemon ends well, and no daemon has left a process, a forward or a file behind. */
export function nothingIsLeftBehind({ end }: History): Violations {
  return [
    ...(end.exit === '0' ? [] : [`the last daemon ended with ${end.exit}`]),
    ...end.leftovers.map((name) => `left behind: ${name}`),
  ]
}

/** The file is sound, no lease is held, no attempt open, and the kept counts are the counted ones. */
export function databaseIsSound({ end }: History): Violations {
  return end.database
}

const METRIC = /^phonefarm_processes\{status="([A-Za-z_]+)"\} (\d+)$/gm
/** Of the statuses that the metric names, those that a public status stands for (source: contract, GET /processes). */
const PUBLIC: Readonly<Record<string, string>> = {
  QUEUED: 'queued',
  PLANNED: 'queued',
  EXECUTING: 'executing',
  RETRYABLE: 'retrying',
  DONE: 'completed',
  PARTIAL: 'failed_terminal',
  DEAD_LETTER: 'failed_terminal',
  CANCELLED: 'cancelled',
}

/** `phonefarm_processes` counts what the API lists. */
export function metricsEqualRows({ end }: History): Violations {
  if (end.metrics === null) return ['there is no /metrics']
  const counted = new Map<string, number>()
  for (const [, status = '', count = ''] of end.metrics.matchAll(METRIC)) {
    const name = PUBLIC[status] ?? status
    counted.set(name, (counted.get(name) ?? 0) + Number(count))
  }
  const rows = new Map<string, number>()
  for (const { status } of end.processes) rows.set(status, (rows.get(status) ?? 0) + 1)
  return [...new Set([...counted.keys(), ...rows.keys()])]
    .filter((status) => (counted.get(status) ?? 0) !== (rows.get(status) ?? 0))
    .map(
      (status) => `metrics count ${counted.get(status) ?? 0} ${status}, there are ${rows.get(status) ?? 0}`,
    )
}
