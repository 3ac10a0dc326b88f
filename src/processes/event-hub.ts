import type { Cancel, Clock } from '../domain/clock.ts'
import type { TellableEvent } from '../store/events.ts'
import type { Store } from '../store/store.ts'

export interface EventHubDeps {
  store: Pick<Store, 'read' | 'onCommit'>
  clock: Clock
}

/** Told of the events that are new; none when they could not be read. */
export type NewsListener = (events: readonly TellableEvent[], error?: Error) => void

/**
 * Learns of commits and reads the new events once for all who want to know. As long as nobody listens it does nothing at all.
 */
export interface EventHub {
  /** @returns how to stop listening */
  listen: (listener: NewsListener) => () => void
  /** What comes after the number, from memory: null when it is not all there any more. For listeners only. */
  recentAfter: (number: number) => readonly TellableEvent[] | null
}

/** Read at once; a longer burst is read in several pieces. */
const PIECE = 500
/** What is held in memory for those who are a little late. */
const RECENT = 1000
/** Commits that follow each other faster share one look. */
const PAUSE_MS = 20

export function createEventHub({ store, clock }: EventHubDeps): EventHub {
  const { read } = store
  const listeners = new Set<NewsListener>()
  let recent: TellableEvent[] = []
  /** Everything up to this number is in `recent` or older than what is. */
  let tail = 0
  let lookedAtMs = -Infinity
  let planned = false
  let cancelTimer: Cancel = () => undefined
  let stopListening: () => void = () => undefined

  function wake(): void {
    if (planned) return
    planned = true
    const pauseMs = lookedAtMs + PAUSE_MS - clock.monotonicMs()
    if (pauseMs > 0) cancelTimer = clock.after(pauseMs, look)
    // Not within the commit: those who have written are told first.
    else void Promise.resolve().then(look) // never rejects: what a look throws is told to the listeners
  }

  function look(): void {
    planned = false
    if (listeners.size === 0) return
    lookedAtMs = clock.monotonicMs()
    try {
      const events = read.events.after(tail, PIECE)
      const last = events.at(-1)
      if (last === undefined) return
      tail = last.event_id
      recent = [...recent, ...events].slice(-RECENT)
      for (const listener of listeners) listener(events)
      if (events.length === PIECE) wake()
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error))
      for (const listener of listeners) listener([], reason)
    }
  }

  return {
    listen(listener) {
      if (listeners.size === 0) {
        tail = read.events.lastId()
        recent = []
        stopListening = store.onCommit(wake)
      }
      listeners.add(listener)
      return () => {
        if (!listeners.delete(listener) || listeners.size > 0) return
        stopListening()
        cancelTimer()
        planned = false
        recent = []
      }
    },
    recentAfter(number) {
      const first = recent[0]?.event_id ?? tail + 1
      if (number < first - 1) return null
      // From the end: nearly everybody is up to date.
      return recent.slice(recent.findLastIndex(({ event_id }) => event_id <= number) + 1)
    },
  }
}
