import type { Cancel, Clock } from '../../src/domain/clock.ts'
import type { Store } from '../../src/store/store.ts'

/** The life of one boot of the daemon. Once it is over, nothing of that boot has any effect any more. */
export interface Life {
  isOver: () => boolean
  /** kill -9: timers are gone, writes that wait are undone, promises never settle. */
  end: () => void
  /** Passes on what a promise becomes as long as the boot lives; hangs for ever afterwards. */
  while: <T>(work: Promise<T>) => Promise<T>
  /** Lends the boot a clock whose timers die with it. */
  clock: (host: Clock) => Clock
  /** Lends the boot a store that takes nothing from the dead. */
  store: (store: Store) => Store
}

const FOR_EVER = () => new Promise<never>(() => undefined)

export function createLife(): Life {
  const timers = new Set<Cancel>()
  let over = false

  async function living<T>(work: Promise<T>): Promise<T> {
    try {
      const value = await work
      return over ? await FOR_EVER() : value
    } catch (error) {
      if (over) return await FOR_EVER()
      throw error
    }
  }

  function after(host: Clock, ms: number, run: () => void): Cancel {
    const cancel = host.after(ms, () => {
      timers.delete(cancel)
      run()
    })
    timers.add(cancel)
    return () => {
      timers.delete(cancel)
      cancel()
    }
  }

  function sleep(host: Clock, ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const onAbort = () => {
        cancel()
        reject(signal.reason)
      }
      const cancel = after(host, ms, () => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      })
      signal.addEventListener('abort', onAbort, { once: true })
    })
  }

  return {
    isOver: () => over,
    end() {
      over = true
      for (const cancel of timers) cancel()
      timers.clear()
    },
    while: living,
    clock: (host) => ({
      now: host.now,
      monotonicMs: host.monotonicMs,
      after: (ms, run) => (over ? () => undefined : after(host, ms, run)),
      sleep: (ms, signal) => (over ? FOR_EVER() : sleep(host, ms, signal)),
    }),
    store: (store) => ({
      ...store,
      write: (name, change) => {
        if (over) return FOR_EVER()
        const written = store.write(name, (tables) => {
          if (over) throw new Error('this boot is dead')
          return change(tables)
        })
        return living(written)
      },
    }),
  }
}
