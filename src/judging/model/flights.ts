/** Work that several ask for at the same moment is done once. */
export interface Flights<T> {
  /**
   * Starts the work called `key`, or joins it while it is under way. Whoever leaves does not take it from the others; it is stopped when all
   * have left. Joined work that fails rejects for all who wait for it.
   * @throws the signal's reason, or what the work throws
   */
  join: (key: string, start: (signal: AbortSignal) => Promise<T>, signal: AbortSignal) => Promise<T>
  isUnderWay: (key: string) => boolean
  /** Resolves when nothing is under way any more. */
  settled: () => Promise<void>
}

interface Flight<T> {
  work: Promise<T>
  waiting: number
  stop: AbortController
}

export function createFlights<T>(): Flights<T> {
  const underWay = new Map<string, Flight<T>>()
  const ending = new Set<Promise<unknown>>()

  function begin(key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const stop = new AbortController()
    const flight: Flight<T> = { work: start(stop.signal), waiting: 0, stop }
    underWay.set(key, flight)
    const ended = flight.work.then(forget, forget)
    ending.add(ended)
    function forget(): void {
      ending.delete(ended)
      if (underWay.get(key) === flight) underWay.delete(key)
    }
    return flight
  }

  return {
    async join(key, start, signal) {
      signal.throwIfAborted()
      const flight = underWay.get(key) ?? begin(key, start)
      flight.waiting += 1
      try {
        return await untilAborted(flight.work, signal)
      } finally {
        flight.waiting -= 1
        if (flight.waiting === 0) {
          // Nobody may join what is being stopped.
          if (underWay.get(key) === flight) underWay.delete(key)
          flight.stop.abort(new Error('nobody waits for the answer any more'))
        }
      }
    },
    isUnderWay: (key) => underWay.has(key),
    async settled() {
      await Promise.all(ending)
    },
  }
}

/** The work's outcome, unless the signal aborts first; nothing of a phone is held by the work. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    // Whatever becomes of it is told to whoever waits here.
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
