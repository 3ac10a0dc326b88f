import { countsBy, type Metric } from '../domain/metrics.ts'

export interface AppiumHealth {
  healthy: boolean
  /** Null while it is down. */
  url: string | null
  pid: number | null
  /** Serials that hold a place on it. */
  phones: string[]
  restarts: number
  /** Why its last start came to nothing; null once one has come out well. */
  problem: string | null
  /** Why it takes no more phones and is replaced when its last one has left; null for one that works on. */
  due: 'age' | 'memory' | null
  /** Since it answered for the first time; null while it is down. */
  age_ms: number | null
  /** As last read; null while it is down or was not read yet. */
  resident_bytes: number | null
}

/** How an Appium ended, planned or not, or did not even start. */
export const APPIUM_ENDS = ['crashed', 'hung', 'start_failed', 'age', 'memory'] as const
export type AppiumEnd = (typeof APPIUM_ENDS)[number]

/** When an Appium is replaced by a new one, between the work of its phones; null for never. */
export interface RecycleLimits {
  longestAgeMs: number | null
  mostBytes: number | null
}

/** Why an Appium is to be replaced, null when it is not. Memory first: that presses. */
export function recycleReason(
  { ageMs, residentBytes }: { ageMs: number; residentBytes: number | null },
  { longestAgeMs, mostBytes }: RecycleLimits,
): 'age' | 'memory' | null {
  if (mostBytes !== null && residentBytes !== null && residentBytes > mostBytes) return 'memory'
  return longestAgeMs !== null && ageMs > longestAgeMs ? 'age' : null
}

/** The Appium servers in numbers. */
export function appiumMetrics(
  health: readonly AppiumHealth[],
  ends: ReadonlyMap<AppiumEnd, number>,
): Metric[] {
  const states = new Map<string, number>()
  for (const { healthy, due } of health) {
    const state = healthy ? (due === null ? 'up' : 'due') : 'down'
    states.set(state, (states.get(state) ?? 0) + 1)
  }
  return [
    {
      name: 'phonefarm_appium_servers',
      help: 'Appium servers: up, due (up, but takes no more phones and is replaced) or down.',
      type: 'gauge',
      samples: countsBy('state', ['up', 'due', 'down'], states),
    },
    {
      name: 'phonefarm_appium_ends_total',
      help: 'Appium servers that ended: crashed, hung, replaced for their age or memory; and starts that failed.',
      type: 'counter',
      samples: countsBy('how', APPIUM_ENDS, ends),
    },
    {
      name: 'phonefarm_appium_resident_bytes',
      help: 'Memory of the biggest Appium server.',
      type: 'gauge',
      samples: [{ value: Math.max(0, ...health.map(({ resident_bytes }) => resident_bytes ?? 0)) }],
    },
  ]
}
