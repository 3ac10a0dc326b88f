import type { Clock } from './clock.ts'

/** The clock that everything stored and told is stamped with: it never runs backwards, however the host's clock is set. */
export interface SteadyClock extends Clock {
  /** The host's own wall time, for what a stranger compares with a clock of his own, such as the timestamp of a signature. */
  hostNow: () => Date
  /** How far `now` is ahead of the host's clock, in milliseconds; 0 unless that was set back. */
  aheadMs: () => number
}

export interface SteadyClockDeps {
  /** The host's clock. */
  clock: Clock
  /** The latest time that an earlier boot has stamped something with, ISO-8601; null when there is none. */
  floor: string | null
  /** Told once of every jump of the host's clock: how far it went, negative when it was set back. */
  onJump: (jumpMs: number) => void
}

/**
 * While the host's clock is behind, ours runs at half its speed until the two meet: nothing is stamped with an earlier time than what came
 * before, a pause of ten seconds takes twenty at most, and the farm is back to the true time after twice the jump.
 */
const SPEED_WHILE_AHEAD = 0.5

/** Less is how clocks are steered, and how far apart two readings may be on a busy machine. */
const JUMP_MS = 5000

/**
 * A stamp of an earlier boot that is further ahead than this comes from a clock that was badly wrong (year 2099): following it would take
 * longer than the times in between are worth.
 */
const MOST_TRUSTED_FLOOR_MS = 7 * 24 * 3_600_000

/**
 * A clock whose `now` only grows. It follows the host's clock forward at once (it was set, or the machine slept: what fell due meanwhile is
 * due); set back, it waits for it, see above. Due times that are stored are compared with this clock alone, so a host clock that is set
 * back by two hours delays no retry by two hours.
 */
export function createSteadyClock({ clock, floor, onJump }: SteadyClockDeps): SteadyClock {
  let monotonicMs = clock.monotonicMs()
  let hostMs = clock.now().getTime()
  let steadyMs = Math.max(hostMs, trusted(floor, hostMs))

  function now(): Date {
    const passedMs = clock.monotonicMs() - monotonicMs
    const jumpMs = clock.now().getTime() - hostMs - passedMs
    monotonicMs += passedMs
    hostMs += passedMs + jumpMs
    steadyMs = Math.max(hostMs, steadyMs + passedMs * SPEED_WHILE_AHEAD)
    if (Math.abs(jumpMs) > JUMP_MS) onJump(Math.round(jumpMs))
    return new Date(steadyMs)
  }

  return {
    ...clock,
    now,
    hostNow: clock.now,
    aheadMs: () => Math.max(0, now().getTime() - clock.now().getTime()),
  }
}

function trusted(floor: string | null, hostMs: number): number {
  const floorMs = floor === null ? hostMs : Date.parse(floor)
  return floorMs - hostMs > MOST_TRUSTED_FLOOR_MS ? hostMs : floorMs
}
