import type { Clock } from '../../domain/clock.ts'

/** What the phone takes for the time of day; its own clock may be wrong. */
export interface WallClock {
  now: () => Date
  skewMs: () => number
  setSkew: (ms: number) => void
}

export function createWallClock(clock: Clock): WallClock {
  let skew = 0
  return {
    now: () => new Date(clock.now().getTime() + skew),
    skewMs: () => skew,
    setSkew: (ms) => void (skew = ms),
  }
}
