import { between, type Random } from '../../domain/random.ts'
import type { Latency } from './phone.ts'

/** How a phone hangs on its host, or what is slow about it; `none` answers at once. */
export const LATENCY_PROFILES = ['none', 'usb', 'wifi', 'slow'] as const
export type LatencyProfile = (typeof LATENCY_PROFILES)[number]

/** What a phone is asked for, as far as phones differ in it. */
export const LATENCY_KINDS = ['shell', 'dumpsys', 'screenshot', 'source', 'command'] as const
export type LatencyKind = (typeof LATENCY_KINDS)[number]

/** Shortest and longest answer in milliseconds (source: research/fidelity.md 2, 6.1, 7.8; `command` and `slow` are assumed). */
const ANSWERS_MS = {
  none: { shell: [0, 0], dumpsys: [0, 0], screenshot: [0, 0], source: [0, 0], command: [0, 0] },
  usb: { shell: [30, 80], dumpsys: [100, 500], screenshot: [300, 900], source: [300, 900], command: [5, 20] },
  wifi: {
    shell: [50, 300],
    dumpsys: [150, 900],
    screenshot: [500, 1500],
    source: [400, 1500],
    command: [20, 120],
  },
  slow: {
    shell: [150, 600],
    dumpsys: [500, 1500],
    screenshot: [900, 3000],
    source: [1200, 4000],
    command: [40, 250],
  },
} as const satisfies Record<LatencyProfile, Record<LatencyKind, readonly [number, number]>>

export function createLatency(random: Random, first: LatencyProfile): Latency {
  let profile = first
  return {
    first,
    profile: () => profile,
    setProfile: (wanted) => void (profile = wanted),
    drawMs(kind) {
      const [shortest, longest] = ANSWERS_MS[profile][kind]
      return longest === 0 ? 0 : between(random, shortest, longest)
    },
  }
}
