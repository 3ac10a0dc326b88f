import type { Clock } from '../domain/clock.ts'
import { createDurations, type Metric } from '../domain/metrics.ts'
import {
  afterAnswer,
  afterLateness,
  readingDeadlineMs,
  UNKNOWN_PACE,
  type ReadingPace,
} from '../domain/reading-pace.ts'
import type { ScreenReading } from '../domain/screen-reading.ts'

/** What is known of how one phone's screen is read; outlives its sessions. */
export interface PhoneReadings {
  pace: () => ReadingPace
  /** It has told its hierarchy, in time or later. */
  answered: (tookMs: number) => void
  /** It has not told its hierarchy in time. */
  late: () => void
  /** Its picture was read instead. */
  pictured: (tookMs: number) => void
}

/** How the phones' screens are read, measured while they work. */
export interface ScreenReadings {
  of: (phoneId: string) => PhoneReadings
  /** Null of a phone that was not read since the daemon started. */
  view: (phoneId: string) => ScreenReading | null
  metrics: () => Metric[]
}

/** From a virtual phone's reading to the longest that is waited for. */
const BOUNDS_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16]

interface Known {
  pace: ReadingPace
  since: Date
}

export function createScreenReadings({ clock }: { clock: Clock }): ScreenReadings {
  const phones = new Map<string, Known>()
  const durations = createDurations('by', BOUNDS_SECONDS)
  let lateCount = 0

  function change(phoneId: string, next: (pace: ReadingPace) => ReadingPace): void {
    const known = phones.get(phoneId)
    const pace = next(known?.pace ?? UNKNOWN_PACE)
    const since = known?.pace.by === pace.by ? known.since : clock.now()
    phones.set(phoneId, { pace, since })
  }

  return {
    of: (phoneId) => ({
      pace: () => phones.get(phoneId)?.pace ?? UNKNOWN_PACE,
      answered(tookMs) {
        durations.record('hierarchy', tookMs / 1000)
        change(phoneId, (pace) => afterAnswer(pace, tookMs))
      },
      late() {
        lateCount += 1
        change(phoneId, afterLateness)
      },
      pictured: (tookMs) => durations.record('picture', tookMs / 1000),
    }),
    view(phoneId) {
      const known = phones.get(phoneId)
      if (known === undefined) return null
      const { pace, since } = known
      return {
        by: pace.by,
        since: since.toISOString(),
        latency_ms: pace.meanMs === null ? null : Math.round(pace.meanMs),
        deadline_ms: readingDeadlineMs(pace),
      }
    },
    metrics: () => [
      {
        name: 'phonefarm_screen_read_seconds',
        help: 'Readings of screens, by the hierarchy of views or by a picture.',
        type: 'histogram',
        samples: durations.samples(),
      },
      {
        name: 'phonefarm_screen_reads_late_total',
        help: 'Readings whose hierarchy was not told within the deadline of its phone.',
        type: 'counter',
        samples: [{ value: lateCount }],
      },
      {
        name: 'phonefarm_phones_read_by_picture',
        help: 'Phones that do not tell their hierarchy in time at the moment.',
        type: 'gauge',
        samples: [{ value: [...phones.values()].filter(({ pace }) => pace.by === 'picture').length }],
      },
    ],
  }
}
