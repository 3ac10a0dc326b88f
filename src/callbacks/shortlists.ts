import type { Deliveries, DueDelivery } from '../store/deliveries.ts'

/** Which messages of a receiver come next: found many at once, and looked at one by one when their turn comes. */
export interface Shortlists {
  /** The message whose turn it is; undefined when nothing of the receiver is due but what is under way. */
  next: (of: { origin: string; at: string }) => DueDelivery | undefined
  /** Forgets the receiver's; the next ones are searched for. */
  drop: (origin: string) => void
  /** Forgets those of all others. */
  keepOnly: (waiting: ReadonlySet<string>) => void
}

export interface ShortlistDeps {
  deliveries: Pick<Deliveries, 'dueIds' | 'dueOne'>
  /** Messages under way by their ids, each with its receiver. They are still due in the table, so that a crash forgets nothing. */
  underWay: ReadonlyMap<string, { origin: string }>
}

/** A search walks past what is under way, and its cost is shared by so many messages. Ids only: bodies would have to be held. */
const LISTED = 32

/**
 * A list says no more than that a message was due a moment ago. Its row decides when its turn has come: it may have been given up since, or
 * a message before it asked for anew.
 */
export function createShortlists({ deliveries, underWay }: ShortlistDeps): Shortlists {
  const lists = new Map<string, string[]>()

  function search(origin: string, at: string): string[] {
    let limit = LISTED
    for (const one of underWay.values()) if (one.origin === origin) limit++
    return deliveries.dueIds({ origin, at, limit }).filter((id) => !underWay.has(id))
  }

  function take(list: string[], at: string): DueDelivery | undefined {
    for (let id = list.shift(); id !== undefined; id = list.shift()) {
      const delivery = underWay.has(id) ? undefined : deliveries.dueOne({ delivery_id: id, at })
      if (delivery) return delivery
    }
    return undefined
  }

  return {
    next({ origin, at }) {
      const listed = take(lists.get(origin) ?? [], at)
      if (listed) return listed
      const list = search(origin, at)
      const found = take(list, at)
      if (list.length > 0) lists.set(origin, list)
      else lists.delete(origin)
      return found
    },
    drop: (origin) => void lists.delete(origin),
    keepOnly(waiting) {
      for (const origin of lists.keys()) if (!waiting.has(origin)) lists.delete(origin)
    },
  }
}
