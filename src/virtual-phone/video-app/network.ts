import { between, type Random } from '../../domain/random.ts'
import type { AccessibilityClock } from '../android/accessibility.ts'
import type { Timeline } from '../android/timeline.ts'

/** What the app's way to its servers is like. */
export const NETWORK_STATES = ['online', 'offline', 'slow', 'flaky'] as const
export type NetworkState = (typeof NETWORK_STATES)[number]

/** How long the app tries before it says that there is no network. */
const GIVE_UP_MS = [1_500, 3_000] as const

/** A request on a bad line takes this much longer. */
const SLOW_MS = [2_500, 6_000] as const

/** On a flaky line every second request fails. */
const FAILS = 0.5

const SPINNER_EVERY_MS = 100

/** The line to the servers, and how much they have left to give; outlives the app's process. */
export interface NetworkLine {
  state: () => NetworkState
  /** @param forMs after this time it is online again by itself; undefined: it stays */
  set: (state: NetworkState, forMs?: number) => void
  /** New videos that the feed still has; null: it has no end. */
  feedLeft: () => number | null
  setFeedLeft: (videos: number | null) => void
  /** The feed gave one of them. */
  feedGave: () => void
}

export function createNetworkLine(timeline: Timeline): NetworkLine {
  let state: NetworkState = 'online'
  let changes = 0
  let feedLeft: number | null = null

  return {
    state: () => state,
    set(next, forMs) {
      state = next
      const change = ++changes
      if (forMs === undefined) return
      timeline.after(forMs, () => {
        if (change === changes) state = 'online'
      })
    },
    feedLeft: () => feedLeft,
    setFeedLeft: (videos) => {
      feedLeft = videos
    },
    feedGave: () => {
      if (feedLeft !== null) feedLeft -= 1
    },
  }
}

/** The line as one process of the app uses it. */
export interface Network extends NetworkLine {
  /** A request that takes `ms` on a good line; a spinner turns meanwhile. */
  request: (ms: number, outcome: { answered: () => void; failed: () => void }) => void
}

export function createNetwork(
  line: NetworkLine,
  {
    timeline,
    accessibility,
    random,
  }: { timeline: Timeline; accessibility: AccessibilityClock; random: Random },
): Network {
  return {
    ...line,
    request(ms, { answered, failed }) {
      const state = line.state()
      const fails = state === 'offline' || (state === 'flaky' && random() < FAILS)
      const extraMs = state === 'slow' ? between(random, ...SLOW_MS) : 0
      const takesMs = fails ? between(random, ...GIVE_UP_MS) : ms + extraMs
      accessibility.animate(takesMs, SPINNER_EVERY_MS)
      timeline.after(takesMs, fails ? failed : answered)
    },
  }
}
