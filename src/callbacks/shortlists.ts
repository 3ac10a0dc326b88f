import type { Clock } from '../domain/clock.ts'
import type { Deliveries, DueDelivery } from '../store/deliveries.ts'

/** Which messages of a receiver come next: found many at once, kept until their turns. */
export interface Shortlists {
  /** The message whose turn it is, as far as one is listed. */
  take: (origin: string) => DueDelivery | undefined
  /** Lists anew. @returns the message whose turn it is; undefined when nothing of the receiver is due but what is under way */
  search: (of: { origin: string; at: string }) => DueDelivery | undefined
  /**
   * To be called when messages of the receiver, or of any when none is given, may have to wait now, or may not be the first of their process
   * any more. New messages come behind those that are listed.
   */
  drop: (origin?: string) => void
}

export interface ShortlistDeps {
  deliveries: Pick<Deliveries, 'iterateDue'>
  clock: Clock
  /** Messages under way by their ids, each with its receiver. They are still due in the table, so that a crash forgets nothing. */
  underWay: ReadonlyMap<string, { origin: string }>
}

interface Shortlist {
  deliveries: DueDelivery[]
  madeMs: number
}

/** A search walks past what is under way; its cost is shared by so many messages. */
const MOST_LISTED = 32
/** Bodies are held, too: a list ends with the one that goes beyond this. */
const MOST_CHARACTERS = 64 * 1024
/** Of receivers; twice as many as may be sent to at once. */
const MOST_LISTS = 32
/** A receiver that gets no turn for so long is looked at anew. */
const LONGEST_MS = 1000

/** Between two searches a turn costs no look into the database. */
export function createShortlists({ deliveries, clock, underWay }: ShortlistDeps): Shortlists {
  const lists = new Map<string, Shortlist>()

  function dueOf(origin: string, at: string): DueDelivery[] {
    const found: DueDelivery[] = []
    let characters = 0
    for (const delivery of deliveries.iterateDue({ origin, at })) {
      if (underWay.has(delivery.delivery_id)) continue
      found.push(delivery)
      characters += delivery.body.length
      if (found.length >= MOST_LISTED || characters > MOST_CHARACTERS) break
    }
    return found
  }

  function makeRoom(): void {
    const [oldest] = lists.keys()
    if (lists.size >= MOST_LISTS && oldest !== undefined) lists.delete(oldest)
  }

  return {
    take(origin) {
      const list = lists.get(origin)
      if (list === undefined) return undefined
      const taken = clock.monotonicMs() - list.madeMs < LONGEST_MS ? list.deliveries.shift() : undefined
      if (list.deliveries.length === 0 || taken === undefined) lists.delete(origin)
      return taken
    },
    search({ origin, at }) {
      const [first, ...others] = dueOf(origin, at)
      lists.delete(origin)
      if (others.length > 0) {
        makeRoom()
        lists.set(origin, { deliveries: others, madeMs: clock.monotonicMs() })
      }
      return first
    },
    drop(origin) {
      if (origin === undefined) lists.clear()
      else lists.delete(origin)
    },
  }
}
