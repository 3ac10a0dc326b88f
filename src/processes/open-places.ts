import type { Caller } from '../domain/caller.ts'
import type { ErrorDetail } from '../domain/error-details.ts'
import { FarmError } from '../domain/errors.ts'

export interface PlaceLimits {
  /** In all. */
  all: number
  /** For one named key. */
  perKey: number
  /** For the full key, which many may share; the rest is left to others. */
  fullKey: number
}

/** Counts what callers hold open, so that one of them cannot have all of it. */
export interface OpenPlaces {
  /**
   * @returns how to give the place back; may be called twice
   * @throws FarmError 'rate_limited' when the key has as many as it may, 'unavailable:<full>' when all are taken
   */
  take: (caller: Caller) => () => void
  count: () => number
}

/** @param what they are, for people; `full` is the detail of the refusal when all are taken */
export function createOpenPlaces(
  limits: PlaceLimits,
  { what, full }: { what: string; full: ErrorDetail<'unavailable'> },
): OpenPlaces {
  const byKey = new Map<string | null, number>()
  let open = 0

  return {
    count: () => open,
    take({ key_id, name }) {
      const own = byKey.get(key_id) ?? 0
      const most = key_id === null ? limits.fullKey : limits.perKey
      if (own >= most)
        throw new FarmError('rate_limited', `key ${name} has ${own} ${what} open, which is its limit`)
      if (open >= limits.all)
        throw new FarmError('unavailable', `${open} ${what} are open, which is the limit`, { detail: full })
      byKey.set(key_id, own + 1)
      open++
      let taken = true
      return () => {
        if (!taken) return
        taken = false
        open--
        const left = (byKey.get(key_id) ?? 1) - 1
        if (left === 0) byKey.delete(key_id)
        else byKey.set(key_id, left)
      }
    },
  }
}
