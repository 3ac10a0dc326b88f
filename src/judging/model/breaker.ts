import type { Clock } from '../../domain/clock.ts'

/** `probing`: one call finds out whether the model is back. */
export const BREAKER_STATES = ['closed', 'open', 'probing'] as const
export type BreakerState = (typeof BREAKER_STATES)[number]

/** Leave for one call. Exactly one of its ends is told; a second one does nothing. */
export interface Pass {
  /** The model has answered. */
  ok: () => void
  /** @param pauseMs how long the model asks to be left alone */
  failed: (pauseMs?: number) => void
  /** Nothing was learned about the model: the call was given up, or it was the question's fault. */
  unknown: () => void
}

export interface BreakerDeps {
  clock: Clock
  /** Failures in a row that open it. */
  failureLimit: number
  openMs: number
  onChange: (state: BreakerState) => void
}

export interface Breaker {
  /** Null while the model is left alone. */
  enter: () => Pass | null
  state: () => BreakerState
}

/** However long a server asks to be left alone: an hour would be a broken header. */
const LONGEST_PAUSE_MS = 600_000

/** Keeps runs from waiting, one after the other, for a model that is not there. */
export function createBreaker({ clock, failureLimit, openMs, onChange }: BreakerDeps): Breaker {
  let state: BreakerState = 'closed'
  let failuresInARow = 0
  let openUntilMs = 0
  /** What was begun before the state changed says nothing about the state now. */
  let era = 0

  function become(next: BreakerState): void {
    if (state === next) return
    state = next
    era += 1
    onChange(next)
  }

  function open(pauseMs: number): void {
    openUntilMs = clock.monotonicMs() + Math.min(pauseMs, LONGEST_PAUSE_MS)
    become('open')
  }

  function passOf(): Pass {
    let ended = false
    const begunIn = era
    const end = (learn: () => void) => () => {
      if (ended) return
      ended = true
      if (begunIn === era) learn()
    }
    return {
      ok: end(() => {
        failuresInARow = 0
        become('closed')
      }),
      failed: (pauseMs = 0) =>
        end(() => {
          failuresInARow += 1
          if (pauseMs > 0 || state === 'probing' || failuresInARow >= failureLimit)
            open(Math.max(pauseMs, openMs))
        })(),
      unknown: end(() => {
        // The next one may try at once.
        if (state === 'probing') open(0)
      }),
    }
  }

  return {
    enter() {
      if (state === 'probing' || (state === 'open' && clock.monotonicMs() < openUntilMs)) return null
      if (state === 'open') become('probing')
      return passOf()
    },
    state: () => state,
  }
}
