import type { Clock } from '../../domain/clock.ts'
import type { PhoneStorage } from './phone.ts'

const TOTAL_KB = 113_093_632
const FIRST_USED_KB = 24_310_528
/** What the file system keeps for root: `Available` is less than what is not used. */
const RESERVED_KB = 131_072
/** Caches of a video app at work, assumed. */
const GROWS_KB_PER_HOUR = 180_000
const HOUR_MS = 3_600_000

export interface StorageDeps {
  clock: Clock
  /** How much faster than the clock it fills; 0 keeps it as it is. */
  scale: number
  isWorking: () => boolean
}

/** The data partition, which fills while apps work. */
export function createStorage({ clock, scale, isWorking }: StorageDeps): PhoneStorage {
  let usedKb = FIRST_USED_KB
  let pinnedFreeKb: number | null = null
  let seenMs = clock.monotonicMs()

  function advance(): void {
    const nowMs = clock.monotonicMs()
    const passedMs = (nowMs - seenMs) * scale
    seenMs = nowMs
    if (isWorking()) usedKb += (passedMs / HOUR_MS) * GROWS_KB_PER_HOUR
    usedKb = Math.min(usedKb, TOTAL_KB - RESERVED_KB)
  }

  return {
    read() {
      advance()
      const freeKb = pinnedFreeKb ?? Math.round(TOTAL_KB - RESERVED_KB - usedKb)
      return { totalKb: TOTAL_KB, usedKb: TOTAL_KB - RESERVED_KB - freeKb, freeKb }
    },
    pinnedFreeMb: () => (pinnedFreeKb === null ? null : Math.round(pinnedFreeKb / 1024)),
    pinFree: (freeMb) => {
      advance()
      pinnedFreeKb = freeMb === null ? null : Math.min(freeMb * 1024, TOTAL_KB - RESERVED_KB)
    },
  }
}
