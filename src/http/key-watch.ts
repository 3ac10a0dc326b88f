import type { Caller } from '../domain/caller.ts'
import type { Cancel, Clock } from '../domain/clock.ts'

/** Tells those who have something open for a caller when his key is taken back. */
export interface KeyWatch {
  /**
   * Calls `end` once, as soon as the caller's key is revoked, retires or expires; at once when that has happened already, never for a full
   * key. What it returns ends the waiting and must be called when the thing is closed.
   */
  onEnd: (caller: Caller, end: () => void) => Cancel
}

export interface KeyWatchDeps {
  clock: Clock
  /** When a key stops being accepted, in milliseconds since 1970; a time that is over when it is not accepted. */
  untilOf: (keyId: string) => number
}

/** @returns also `refresh`, to be called after every change of a key */
export function createKeyWatch({ clock, untilOf }: KeyWatchDeps) {
  const waiting = new Map<string, { ends: Set<() => void>; cancel: Cancel }>()

  function refresh(keyId: string): void {
    const known = waiting.get(keyId)
    if (!known) return
    known.cancel()
    const leftMs = untilOf(keyId) - clock.now().getTime()
    if (leftMs > 0) {
      // A key that never expires has no timer.
      known.cancel = leftMs === Infinity ? () => undefined : clock.after(leftMs, () => refresh(keyId))
      return
    }
    waiting.delete(keyId)
    for (const end of known.ends) end()
  }

  const onEnd: KeyWatch['onEnd'] = ({ key_id: keyId }, end) => {
    if (keyId === null) return () => undefined
    const known = waiting.get(keyId) ?? { ends: new Set(), cancel: () => undefined }
    // Its own function, so that the same `end` may be given twice.
    const own = () => end()
    known.ends.add(own)
    waiting.set(keyId, known)
    if (known.ends.size === 1) refresh(keyId)
    return () => {
      known.ends.delete(own)
      if (known.ends.size > 0 || waiting.get(keyId) !== known) return
      known.cancel()
      waiting.delete(keyId)
    }
  }

  return { onEnd, refresh }
}
