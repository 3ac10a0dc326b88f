import type { Caller } from '../domain/caller.ts'
import type { Clock } from '../domain/clock.ts'
import type { EventHub } from './event-hub.ts'
import { createOpenPlaces, type PlaceLimits } from './open-places.ts'

/** One caller who waits for a change of a process. */
export interface ProcessWait {
  /** Resolves with true when something has happened to the process since it was asked last; with false when the wait is over. */
  changed: () => Promise<boolean>
  /** Gives the place back; to be called however the waiting ends. */
  end: () => void
}

export interface ProcessWaitsDeps {
  hub: EventHub
  clock: Clock
  limits?: PlaceLimits
}

export interface ProcessWaits {
  /**
   * Ends by itself after `ms`, when `signal` aborts and when the daemon drains. What happens from now on counts.
   * @throws FarmError 'rate_limited', 'unavailable'
   */
  begin: (asked: { processId: string; caller: Caller; ms: number; signal: AbortSignal }) => ProcessWait
  open: () => number
  /** Ends all of them at once, and later ones as soon as they begin. */
  drain: () => void
}

const LIMITS: PlaceLimits = { all: 1000, perKey: 100, fullKey: 500 }

export function createProcessWaits({ hub, clock, limits = LIMITS }: ProcessWaitsDeps): ProcessWaits {
  const places = createOpenPlaces(limits, { what: 'waits for processes', full: 'too_many_waits' })
  const waiting = new Map<string, Set<Waiter>>()
  const open = new Set<Waiter>()
  let drained = false
  let stopListening: () => void = () => undefined

  function add(processId: string, waiter: Waiter): void {
    if (waiting.size === 0) {
      stopListening = hub.listen((events, error) => {
        if (error !== undefined) return tellAll() // what they then read says what is wrong
        for (const id of new Set(events.map(({ process_id }) => process_id))) {
          for (const { tell } of waiting.get(id ?? '') ?? []) tell()
        }
      })
    }
    waiting.set(processId, (waiting.get(processId) ?? new Set()).add(waiter))
  }

  function tellAll(): void {
    for (const waiters of waiting.values()) for (const { tell } of waiters) tell()
  }

  function remove(processId: string, waiter: Waiter): void {
    const waiters = waiting.get(processId)
    if (!waiters?.delete(waiter) || waiters.size > 0) return
    waiting.delete(processId)
    if (waiting.size === 0) stopListening()
  }

  return {
    begin({ processId, caller, ms, signal }) {
      const leave = places.take(caller)
      const waiter = createWaiter()
      const cancelTimer = clock.after(ms, waiter.end)
      signal.addEventListener('abort', waiter.end, { once: true })
      if (drained || signal.aborted) waiter.end()
      open.add(waiter)
      add(processId, waiter)
      return {
        changed: waiter.changed,
        end() {
          signal.removeEventListener('abort', waiter.end)
          cancelTimer()
          waiter.end()
          open.delete(waiter)
          remove(processId, waiter)
          leave()
        },
      }
    },
    open: places.count,
    drain() {
      drained = true
      for (const waiter of open) waiter.end()
    },
  }
}

interface Waiter {
  changed: () => Promise<boolean>
  tell: () => void
  end: () => void
}

function createWaiter(): Waiter {
  let news = false
  let over = false
  let wake: () => void = () => undefined
  return {
    tell() {
      news = true
      wake()
    },
    end() {
      over = true
      wake()
    },
    async changed() {
      if (!news && !over) await new Promise<void>((resolve) => (wake = resolve))
      const has = news && !over
      news = false
      return has
    },
  }
}
