/** One number of a metric; labels have few values that are known in advance, never an id. */
export interface MetricSample {
  /** Follows the metric's name: `_bucket`, `_sum` and `_count` of a histogram or summary. */
  suffix?: string
  labels?: Readonly<Record<string, string>>
  value: number
}

/** A metric as Prometheus knows it; its name ends with its unit (source: prometheus.io/docs/practices/naming). */
export interface Metric {
  name: string
  help: string
  type: 'gauge' | 'counter' | 'histogram' | 'summary'
  samples: readonly MetricSample[]
}

/** One number that goes up and down. */
export function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: 'gauge', samples: [{ value }] }
}

/** The content type of `metricsText` (source: prometheus.io/docs/instrumenting/exposition_formats). */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** The metrics in Prometheus' text format. A metric without samples is left out. */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, type, samples }) => {
      const lines = samples.map(({ suffix = '', labels = {}, value }) => {
        return `${name}${suffix}${labelsText(labels)} ${numberText(value)}\n`
      })
      return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n${lines.join('')}`
    })
    .join('')
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    return `${name}="${escaped(value).replaceAll('"', String.raw`\"`)}"`
  })
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escaped(text: string): string {
  return text.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`)
}

function numberText(value: number): string {
  if (value === Infinity) return '+Inf'
  return value === -Infinity ? '-Inf' : String(value)
}

/** One sample for each of a closed list of values, 0 where nothing was counted, so that no series ever vanishes. */
export function countsBy(
  label: string,
  values: readonly string[],
  counts: ReadonlyMap<string, number>,
): MetricSample[] {
  return values.map((value) => ({ labels: { [label]: value }, value: counts.get(value) ?? 0 }))
}

/** Durations in classes, for each value of a label. */
export interface Durations {
  record: (value: string, seconds: number) => void
  samples: () => MetricSample[]
}

interface Classes {
  /** How many were at most as long as the bound of the same index, not counting those of the bounds before. */
  counts: number[]
  count: number
  sum: number
}

/** @param boundsSeconds upper bounds of the classes, ascending; one without bound is added */
export function createDurations(label: string, boundsSeconds: readonly number[]): Durations {
  const byValue = new Map<string, Classes>()

  function classesOf(value: string): Classes {
    const known = byValue.get(value) ?? { counts: boundsSeconds.map(() => 0), count: 0, sum: 0 }
    byValue.set(value, known)
    return known
  }

  return {
    record(value, seconds) {
      const classes = classesOf(value)
      const index = boundsSeconds.findIndex((bound) => seconds <= bound)
      if (index !== -1) classes.counts[index] = (classes.counts[index] ?? 0) + 1
      classes.count++
      classes.sum += seconds
    },
    samples: () =>
      [...byValue].flatMap(([value, { counts, count, sum }]) => {
        let below = 0
        const buckets = boundsSeconds.map((bound, index) => {
          below += counts[index] ?? 0
          return { suffix: '_bucket', labels: { [label]: value, le: String(bound) }, value: below }
        })
        return [
          ...buckets,
          { suffix: '_bucket', labels: { [label]: value, le: '+Inf' }, value: count },
          { suffix: '_sum', labels: { [label]: value }, value: sum },
          { suffix: '_count', labels: { [label]: value }, value: count },
        ]
      }),
  }
}
