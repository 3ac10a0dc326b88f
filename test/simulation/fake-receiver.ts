import type { Poster } from '../../src/callbacks/post.ts'
import type { Clock } from '../../src/domain/clock.ts'
import type { Store } from '../../src/store/store.ts'
import type { Life } from './mortal.ts'

export type ReceiverMood = 'up' | 'down' | 'slow'

/** The callers' receiver; it outlives every boot of the daemon. */
export interface FakeReceiver {
  setMood: (mood: ReceiverMood) => void
  /** How a boot reaches it. */
  posterOf: (life: Life, clock: Clock) => Poster
}

interface Told {
  delivery_id: string
  sequence: number
  process: { process_id: string }
}

/** Longer than a try may take. */
const SLOW_MS = 20_000

/** @param store to see whether what came before a message is done with */
export function createFakeReceiver(store: Store, violation: (text: string) => void): FakeReceiver {
  const bodies = new Map<string, string>()
  let mood: ReceiverMood = 'up'

  function take(body: string): void {
    const { delivery_id, sequence, process }: Told = JSON.parse(body)
    if ((bodies.get(delivery_id) ?? body) !== body) violation(`${delivery_id} changed between two tries`)
    bodies.set(delivery_id, body)
    for (const earlier of store.read.deliveries.ofProcess(process.process_id)) {
      if (earlier.sequence < sequence && earlier.status === 'pending')
        violation(`message ${sequence} of ${process.process_id} came before ${earlier.sequence}`)
    }
  }

  return {
    setMood: (next) => void (mood = next),
    posterOf: (life, clock) => ({
      async post({ body }, signal) {
        if (mood === 'slow') await clock.sleep(SLOW_MS, signal)
        if (life.isOver()) return await life.while(Promise.resolve({ status: 0 }))
        take(body)
        if (mood === 'down') throw new Error('connection refused')
        return { status: 200 }
      },
      close: () => Promise.resolve(),
    }),
  }
}
