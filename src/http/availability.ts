import type { ErrorDetail } from '../domain/error-details.ts'
import { FarmError, type Problem } from '../domain/errors.ts'
import type { Answer } from './route.ts'

/** Whether the daemon can do its work, part by part. */
export interface Readiness {
  /** Not everything stands yet: work is not taken in. */
  starting: boolean
  /** One entry a part; `message` says what is wrong with it. */
  checks: Readonly<Record<string, { ok: boolean; message?: string }>>
}

type Unavailable = ErrorDetail<'unavailable'>

export interface Availability {
  /** From now on no work is taken in, for good. @param reason follows the code: `unavailable:draining` */
  setDraining: (reason: Unavailable) => void
  /** @throws FarmError unavailable */
  check: () => void
  /** What `/readyz` answers: the failing checks stand both in `checks` and, as for every refusal, in `details`. */
  answer: () => Answer
}

/** Knows whether work can be taken in. @param readiness asked anew for every request, so it must be cheap */
export function createAvailability(readiness: () => Readiness): Availability {
  let drainReason: Unavailable | null = null

  function reasonAgainst({ starting }: Readiness): Unavailable | null {
    return starting ? 'starting' : drainReason
  }

  return {
    setDraining(reason) {
      drainReason = reason
    },
    check() {
      const detail = reasonAgainst(readiness())
      if (detail !== null)
        throw new FarmError('unavailable', `no work is taken in: the daemon is ${detail}`, { detail })
    },
    answer() {
      const current = readiness()
      const { checks } = current
      const failing = Object.entries(checks).filter(([, { ok }]) => !ok)
      const reason: Unavailable | null = reasonAgainst(current) ?? (failing.length > 0 ? 'not_ready' : null)
      if (reason === null) return { status: 200, json: { status: 'ready', checks } }
      const details = failing.map(([name, { message = 'failed' }]): Problem => ({
        path: `/checks/${name}`,
        message,
      }))
      const message =
        failing.length > 0
          ? `not ready: ${failing.map(([name]) => name).join(', ')}`
          : `the daemon is ${reason}`
      return {
        status: 503,
        headers: { 'Retry-After': '5' },
        json: { status: 'not_ready', checks, error: `unavailable:${reason}`, message, details },
      }
    },
  }
}
