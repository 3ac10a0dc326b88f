import type { Caller } from '../domain/caller.ts'
import type { Cancel, Clock } from '../domain/clock.ts'
import { FarmError } from '../domain/errors.ts'
import { eventIdText } from '../domain/event-id.ts'
import type { EventReset, LiveEvent } from '../domain/live-event.ts'
import type { TellableEvent } from '../store/events.ts'
import type { Tables } from '../store/store.ts'
import type { EventHub } from './event-hub.ts'
import type { EventFilter, EventStart } from './event-query.ts'
import { createSieve, type SubjectsOf } from './event-sieve.ts'
import { createOpenPlaces, type PlaceLimits } from './open-places.ts'

/** What is to be told next. */
export interface Telling {
  /** Oldest first; none as a sign of life. */
  events: readonly LiveEvent[]
  /** Id up to which everything that is for the caller has been told. */
  upTo: string
}

/** One caller who follows events. Nothing is read for him but what he asks for: a slow one never makes memory grow. */
export interface Following {
  /** Why he has missed something before it begins; null when he has not. */
  readonly reset: EventReset | null
  /** Id of the place at which it begins. */
  readonly from: string
  /** Waits for the next events, at most so long that the connection is not taken for dead; null when it is over. */
  next: () => Promise<Telling | null>
  /** Aborts when it is over for whatever reason. */
  readonly over: AbortSignal
  /** May come twice. */
  close: () => void
}

export interface EventStreamsDeps {
  read: Pick<Tables, 'events'>
  hub: EventHub
  subjectsOf: SubjectsOf
  clock: Clock
  limits?: PlaceLimits
}

export interface EventStreams {
  /** @throws FarmError 'rate_limited', 'unavailable' */
  follow: (asked: { caller: Caller; filter: EventFilter; start: EventStart }) => Following
  open: () => number
  /** Events that were told so far. */
  sent: () => number
  /** Ends all of them and refuses new ones, for good. */
  drain: () => void
}

const LIMITS: PlaceLimits = { all: 100, perKey: 10, fullKey: 50 }

/** Proxies and tunnels cut what is silent for a minute or so. */
const QUIET_MS = 15_000
/** Who takes nothing for so long is gone, whatever his connection says; if not, he comes back with the last id that he has seen. */
const STALLED_MS = 30_000
/** Events that are looked at for one telling. */
const PAGE = 100
/** Between two pages from the disk, for all streams together: those who come back after hours must not keep the others waiting. */
const PAGE_PAUSE_MS = 5

export function createEventStreams(deps: EventStreamsDeps): EventStreams {
  const { read, hub, subjectsOf, clock, limits = LIMITS } = deps
  const places = createOpenPlaces(limits, { what: 'event streams', full: 'too_many_streams' })
  const open = new Set<() => void>()
  let drained = false
  let sent = 0
  /** The page from the disk that was asked for last. */
  let lastPage: Promise<void> = Promise.resolve()

  /** One page at a time, whoever asks. */
  function pageFromDisk(after: number, over: AbortSignal): Promise<readonly TellableEvent[]> {
    const page = lastPage.then(() => (over.aborted ? [] : read.events.after(after, PAGE)))
    // The next one waits for this one's end, not for its success.
    lastPage = page.then(pause, pause)
    return page
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => void clock.after(PAGE_PAUSE_MS, resolve))
  }

  function follow({ caller, filter, start }: Parameters<EventStreams['follow']>[0]): Following {
    if (drained) throw new FarmError('unavailable', 'the daemon is draining', { detail: 'draining' })
    const leave = places.take(caller)
    const epoch = read.events.epoch()
    const sieve = createSieve({ caller, filter, epoch, subjectsOf })
    const ending = new AbortController()
    const over = ending.signal
    let position = start.position
    let toldAtMs = clock.monotonicMs()
    let wake: () => void = () => undefined
    let cancelStalled: Cancel = () => undefined
    let failure: Error | undefined

    const stopListening = hub.listen((_events, error) => {
      failure = error
      wake()
    })

    function end(): void {
      if (over.aborted) return
      ending.abort(new Error('the stream is over'))
      stopListening()
      cancelStalled()
      open.delete(end)
      leave()
      wake()
    }
    open.add(end)

    function hasGap(after: number): boolean {
      const oldest = read.events.oldestId() ?? read.events.lastId() + 1
      return oldest - 1 > after
    }

    /** Until there is news, the sign of life is due, or it is over. */
    function something(): Promise<void> {
      return new Promise((resolve) => {
        const cancel = clock.after(Math.max(0, toldAtMs + QUIET_MS - clock.monotonicMs()), () => wake())
        wake = () => {
          wake = () => undefined
          cancel()
          resolve()
        }
      })
    }

    async function next(): Promise<Telling | null> {
      cancelStalled()
      while (!over.aborted) {
        const recent = hub.recentAfter(position)
        const page = recent?.slice(0, PAGE) ?? (await pageFromDisk(position, over))
        // Removed while he was on his way there: he comes back, and hears then that he has missed something.
        if (recent === null && hasGap(position)) end()
        if (over.aborted) return null
        position = page.at(-1)?.event_id ?? position
        const events = page.map(sieve).filter((event) => event !== null)
        const isQuiet = clock.monotonicMs() - toldAtMs >= QUIET_MS
        if (events.length > 0 || isQuiet) return told(events)
        if (page.length === 0) await something()
        if (failure !== undefined) throw failure
      }
      return null
    }

    function told(events: readonly LiveEvent[]): Telling {
      toldAtMs = clock.monotonicMs()
      sent += events.length
      cancelStalled = clock.after(STALLED_MS, end)
      return { events, upTo: eventIdText({ epoch, number: position }) }
    }

    return {
      reset: start.reset,
      from: eventIdText({ epoch, number: position }),
      next,
      over,
      close: end,
    }
  }

  return {
    follow,
    open: places.count,
    sent: () => sent,
    drain() {
      drained = true
      for (const end of open) end()
    },
  }
}
