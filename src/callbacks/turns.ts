/** What a receiver has shown: nothing yet, answers in good time, or a last try that failed or was slow. */
export type Standing = 'new' | 'prompt' | 'suspect'

/** Shares the tries that may be under way among the receivers, so that slow, dead and unknown ones hold up nobody who answers. */
export interface Turns {
  /** Puts a receiver that has something to send at the end of the line, unless it stands there or has its share under way. */
  want: (origin: string) => void
  /** The receiver whose turn it is, taken out of the line; null when nobody in it may begin a try now. */
  next: () => string | null
  begin: (origin: string) => void
  end: (origin: string, standing: Standing) => void
  /** How many tries the receiver has under way. */
  underWay: (origin: string) => number
  /** Whether it stands in the line. */
  isWaiting: (origin: string) => boolean
  /** Forgets receivers that nothing waits for, but for those that have answered last, so that memory does not grow with every host. */
  forgetOthers: (waiting: ReadonlySet<string>) => void
}

export interface TurnsDeps {
  /** Tries under way at once. */
  total: number
  perReceiver: number
  /**
   * Whether the last try to a receiver failed that this life has not called yet, or has forgotten: those that are down do not stand in line
   * with those that nothing is known of.
   */
  isFailing?: (origin: string) => boolean
}

interface Receiver {
  underWay: number
  standing: Standing
}

/** Receivers that are known to answer without anything waiting for them. */
const MOST_REMEMBERED = 1000

/**
 * Of 16 tries, receivers that have not shown yet that they answer in good time may have 12, and of these those whose last try failed or
 * was slow 8: whoever names many hosts that are dead, drip or take their time leaves a quarter to those that answer. Within that everybody
 * has his turn in the order of asking for it.
 */
export function createTurns({ total, perReceiver, isFailing = () => false }: TurnsDeps): Turns {
  const receivers = new Map<string, Receiver>()
  const unprovenTotal = Math.max(1, Math.floor((total * 3) / 4))
  const suspectTotal = Math.max(1, Math.floor(total / 2))
  const underWay: Record<Standing, number> = { new: 0, prompt: 0, suspect: 0 }
  // Each in the order of joining it, with the number of the turn that was asked for.
  const lines: Record<Standing, Map<string, number>> = {
    new: new Map(),
    prompt: new Map(),
    suspect: new Map(),
  }
  let asked = 0

  function receiverOf(origin: string): Receiver {
    const known: Receiver = receivers.get(origin) ?? {
      underWay: 0,
      standing: isFailing(origin) ? 'suspect' : 'new',
    }
    receivers.set(origin, known)
    return known
  }

  function mayBegin(standing: Standing): boolean {
    const unproven = underWay.new + underWay.suspect
    if (underWay.prompt + unproven >= total) return false
    if (standing === 'prompt') return true
    return unproven < unprovenTotal && (standing === 'new' || underWay.suspect < suspectTotal)
  }

  /** The first of each line that may begin; of these whoever has waited longest. */
  function next(): string | null {
    let first: { origin: string; turn: number; standing: Standing } | null = null
    for (const standing of ['prompt', 'new', 'suspect'] as const) {
      const [head] = lines[standing]
      if (!head || !mayBegin(standing)) continue
      const [origin, turn] = head
      if (first === null || turn < first.turn) first = { origin, turn, standing }
    }
    if (first === null) return null
    lines[first.standing].delete(first.origin)
    return first.origin
  }

  return {
    want(origin) {
      const receiver = receiverOf(origin)
      if (receiver.underWay >= perReceiver || lines[receiver.standing].has(origin)) return
      lines[receiver.standing].set(origin, ++asked)
    },
    next,
    begin(origin) {
      const receiver = receiverOf(origin)
      receiver.underWay++
      underWay[receiver.standing]++
    },
    end(origin, standing) {
      const receiver = receiverOf(origin)
      underWay[receiver.standing]--
      receiver.underWay--
      if (receiver.standing === standing) return
      // What else it has under way counts as what it is now, and so does its place in the line.
      underWay[receiver.standing] -= receiver.underWay
      underWay[standing] += receiver.underWay
      const turn = lines[receiver.standing].get(origin)
      if (turn !== undefined) {
        lines[receiver.standing].delete(origin)
        lines[standing].set(origin, turn)
      }
      receiver.standing = standing
    },
    underWay: (origin) => receivers.get(origin)?.underWay ?? 0,
    isWaiting: (origin) => lines[receivers.get(origin)?.standing ?? 'new'].has(origin),
    forgetOthers(waiting) {
      const idle = [...receivers].filter(
        ([origin, receiver]) =>
          receiver.underWay === 0 && !waiting.has(origin) && !lines[receiver.standing].has(origin),
      )
      const prompt = idle.filter(([, { standing }]) => standing === 'prompt')
      const others = idle.filter(([, { standing }]) => standing !== 'prompt')
      for (const [origin] of [...others, ...prompt.slice(0, -MOST_REMEMBERED)]) receivers.delete(origin)
    },
  }
}
