/** Shares the tries that may be under way among the receivers, so that a slow or dead one holds up nobody else. */
export interface Turns {
  /** Forgets receivers for which nothing waits and nothing is under way, so that memory does not grow with every host ever called. */
  forgetOthers: (waiting: readonly string[]) => void
  /** The receivers in the order in which they may begin: those that have waited longest for their turn first. */
  order: (origins: readonly string[]) => string[]
  /** How many tries the receiver may begin now. */
  free: (origin: string) => number
  begin: (origin: string) => void
  end: (origin: string, isDelivered: boolean) => void
}

interface Receiver {
  underWay: number
  /** Its last try failed. */
  isSuspect: boolean
  /** Number of its last turn; grows over all receivers. */
  turn: number
}

/**
 * Receivers whose last try failed share one half of the tries, so that many dead ones, each waiting for its deadline, leave the other half
 * to those that answer.
 */
export function createTurns({ total, perReceiver }: { total: number; perReceiver: number }): Turns {
  const receivers = new Map<string, Receiver>()
  const suspectTotal = Math.max(1, Math.floor(total / 2))
  let turn = 0

  const sum = (of: (receiver: Receiver) => boolean) =>
    [...receivers.values()].filter(of).reduce((count, { underWay }) => count + underWay, 0)

  return {
    forgetOthers(waiting) {
      const known = new Set(waiting)
      for (const [origin, { underWay }] of receivers) {
        if (underWay === 0 && !known.has(origin)) receivers.delete(origin)
      }
    },
    order(origins) {
      const lastTurn = (origin: string) => receivers.get(origin)?.turn ?? 0
      return origins.toSorted((a, b) => lastTurn(a) - lastTurn(b))
    },
    free(origin) {
      const receiver = receivers.get(origin)
      const overall = total - sum(() => true)
      const own = perReceiver - (receiver?.underWay ?? 0)
      const shared = receiver?.isSuspect === true ? suspectTotal - sum(({ isSuspect }) => isSuspect) : overall
      return Math.max(0, Math.min(overall, own, shared))
    },
    begin(origin) {
      const { underWay, isSuspect } = receivers.get(origin) ?? { underWay: 0, isSuspect: false }
      receivers.set(origin, { underWay: underWay + 1, isSuspect, turn: ++turn })
    },
    end(origin, isDelivered) {
      const receiver = receivers.get(origin)
      if (!receiver) return
      receivers.set(origin, { ...receiver, underWay: receiver.underWay - 1, isSuspect: !isDelivered })
    },
  }
}
