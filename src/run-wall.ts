import { startDeadline, type Clock } from './domain/clock.ts'
import type { Action } from './domain/action.ts'
import { RunError } from './domain/errors.ts'

/**
 * What an attempt may take beside its work: opening a session (90 s at most), proving the account, the last video, ending the session. A
 * warmup whose `max_minutes` pass ends well by itself long before.
 */
const GRACE_MS = 5 * 60_000
/** Three fields, each with two walks through the app; the slowest seen took under two minutes. */
const EDIT_MS = 15 * 60_000
/** A run that still holds its session this long after the wall hangs in something that does not listen: its session is taken from it. */
const FORCE_MS = 30_000

/** How long one attempt at an action may take in all, in milliseconds. */
export function wallMs(action: Action): number {
  return action.name === 'edit_profile' ? EDIT_MS : action.inputs.max_minutes * 60_000 + GRACE_MS
}

/** The wall around one attempt, for runs that hang; on monotonic time. */
export interface RunWall {
  /** Aborts with the run's own signal, and with RunError 'timeout' when the wall is reached. */
  readonly signal: AbortSignal
  /** Registers how the run's session is taken from it. */
  onForce: (end: () => Promise<unknown>) => void
  /** To be called when the run is over. */
  end: () => void
}

export function startRunWall(clock: Clock, action: Action, outer: AbortSignal): RunWall {
  const ms = wallMs(action)
  const deadline = startDeadline(
    clock,
    ms,
    outer,
    () => new RunError('timeout', `the attempt was not over within ${ms / 60_000} minutes`),
  )
  let force: () => Promise<unknown> = () => Promise.resolve()
  // What it throws is told by the session itself.
  const cancel = clock.after(ms + FORCE_MS, () => void force().catch(() => undefined))
  return {
    signal: deadline.signal,
    onForce(end) {
      force = end
    },
    end() {
      cancel()
      deadline.end()
    },
  }
}
