import type { Following } from '../../src/processes/event-streams.ts'
import type { LiveEvent } from '../../src/domain/live-event.ts'
import type { Caller } from '../../src/domain/caller.ts'
import { fullCaller } from '../../src/domain/caller.ts'
import type { FakeClock } from '../support/fake-clock.ts'

/** What somebody who takes whatever he is told has heard so far. */
export interface Heard {
  events: LiveEvent[]
  /** `kind event` of each. */
  words: () => string[]
  /** How often there was nothing but a sign of life. */
  quiet: () => number
  isOver: () => boolean
}

/** Takes everything that is told, from now on. */
export function listenTo(following: Following): Heard {
  const events: LiveEvent[] = []
  let quiet = 0
  let over = false

  async function take(): Promise<void> {
    for (;;) {
      const telling = await following.next()
      if (telling === null) break
      events.push(...telling.events)
      if (telling.events.length === 0) quiet++
    }
    over = true
  }

  void take() // a failure shows as what is not heard
  return {
    events,
    words: () => events.map(({ kind, event }) => `${kind} ${event}`),
    quiet: () => quiet,
    isOver: () => over,
  }
}

/** Lets everything that was committed be told. */
export const told = (clock: FakeClock) => clock.advance(50)

/** A named key of `owner`, for its own processes only. */
export function ownOnly(owner: string): Caller {
  return { ...fullCaller(`key of ${owner}`), key_id: `id-${owner}`, owner, own_only: true }
}
