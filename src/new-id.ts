import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'
import type { Clock } from './domain/clock.ts'

/** Random bytes are drawn for so many ids at once: one draw costs as much as a hundred ids. */
const POOLED_IDS = 256
const BYTES = 16

/**
 * Makes UUIDv7s, lower-case, each greater than the one before it, also when the clock is set back (source: RFC 9562, 6.2 method 1 with a
 * counter of 31 random bits that starts anew every millisecond).
 */
export function createNewId(clock: Clock): () => string {
  const pool = new Uint8Array(POOLED_IDS * BYTES)
  let used = pool.length
  let msecs = 0
  let seq = 0

  function random(): Uint8Array {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    used += BYTES
    return pool.subarray(used - BYTES, used)
  }

  return () => {
    const bytes = random()
    const now = clock.now().getTime()
    if (now > msecs) {
      msecs = now
      // Half of the range is left for the ids of this millisecond.
      seq = new DataView(bytes.buffer, bytes.byteOffset).getUint32(6) >>> 2
    } else seq++
    return v7({ random: bytes, msecs, seq })
  }
}
