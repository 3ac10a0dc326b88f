import type { Middleware } from 'koa'
import type { Caller } from '../domain/caller.ts'
import type { Clock } from '../domain/clock.ts'
import { TooManyRequests } from './refusals.ts'

type Rate = NonNullable<Caller['rate']>

/** What a request found. */
export interface RateTaken {
  allowed: boolean
  /** Whole requests that may follow at once. */
  left: number
  /** Whole seconds after which at least one more may; waiting them is enough after a refusal. */
  nextSeconds: number
}

/** How often each key may ask: a budget of its own that nobody else's requests touch. */
export interface RateLimit {
  /** Takes one request from the caller's budget; a refused one takes nothing. @returns null when the caller has no limit */
  take: (caller: Caller) => RateTaken | null
  /** Budgets that are not full at present, for tests of their bound. */
  size: () => number
}

interface Bucket {
  /** May be a fraction. */
  tokens: number
  atMs: number
  rate: Rate
}

/** So that a wait of exactly the time told is never refused for what sums of fractions lose. */
const ROUNDING = 1e-6

/**
 * A token bucket for each key: `burst` requests at once, `per_second` in the long run. A full bucket is as good as none and is forgotten, so
 * memory holds no more than the keys of the last seconds. Nothing is kept over a restart.
 */
export function createRateLimit({ clock }: { clock: Clock }): RateLimit {
  const buckets = new Map<string, Bucket>()

  function filled({ tokens, atMs, rate }: Bucket, nowMs: number): number {
    return Math.min(rate.burst, tokens + ((nowMs - atMs) * rate.per_second) / 1000)
  }

  /** Each request brings at most one bucket in, so looking at two is enough to keep up. */
  function forgetFull(nowMs: number): void {
    let looks = 2
    for (const [name, bucket] of buckets) {
      if (looks-- === 0) return
      buckets.delete(name)
      // To the end, so that one that fills slowly does not hide the others behind it.
      if (filled(bucket, nowMs) < bucket.rate.burst) buckets.set(name, bucket)
    }
  }

  return {
    take(caller) {
      const { rate } = caller
      if (rate === null) return null
      const name = nameOf(caller)
      const nowMs = clock.monotonicMs()
      forgetFull(nowMs)
      const before = buckets.get(name)
      const tokens = before ? filled({ ...before, rate }, nowMs) : rate.burst
      const allowed = tokens >= 1 - ROUNDING
      const left = allowed ? Math.max(0, tokens - 1) : tokens
      buckets.delete(name)
      buckets.set(name, { tokens: left, atMs: nowMs, rate })
      const missing = 1 - (left - Math.floor(left))
      return { allowed, left: Math.floor(left), nextSeconds: Math.ceil(missing / rate.per_second) }
    },
    size: () => buckets.size,
  }
}

/** No `key_id` looks like the second form. */
function nameOf({ key_id, name }: Caller): string {
  return key_id ?? `full key: ${name}`
}

/**
 * What tells a caller of its budget (draft-ietf-httpapi-ratelimit-headers-11, structured fields): the policy's name, its quota and the
 * seconds in which an empty budget fills; what is left, and for how long no more than that can be had.
 */
export function rateHeaders({ per_second, burst }: Rate, taken: RateTaken): Record<string, string> {
  const windowSeconds = Math.max(1, Math.ceil(burst / per_second))
  return {
    'RateLimit-Policy': `"key";q=${burst};w=${windowSeconds}`,
    RateLimit: `"key";r=${taken.left};t=${taken.nextSeconds}`,
  }
}

/** @throws TooManyRequests when the caller's budget is used up. @returns the headers of the answer; none for a caller without a limit */
export function checkRate(rateLimit: RateLimit, caller: Caller): Record<string, string> {
  const taken = rateLimit.take(caller)
  if (taken === null || caller.rate === null) return {}
  const headers = rateHeaders(caller.rate, taken)
  if (taken.allowed) return headers
  const { per_second, burst } = caller.rate
  const message = `key ${caller.name} may ask ${per_second} times a second, ${burst} times at once`
  throw new TooManyRequests(message, taken.nextSeconds, headers)
}

/** Counts every request with a key, whatever becomes of it; before its body is looked at. */
export function limitRate(rateLimit: RateLimit): Middleware {
  return (ctx, next) => {
    const caller: Caller | undefined = ctx.state.caller
    if (caller) ctx.set(checkRate(rateLimit, caller))
    return next()
  }
}
