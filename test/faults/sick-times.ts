/** When which phone had a fault, in milliseconds of the monotonic clock; a sickness without an end goes on. */
export interface Sickness {
  phone: number
  fault: string
  fromMs: number
  toMs: number | null
}

/** A phone is given so long to be itself again after a fault is over: its throughput of that time is not held against the daemon. */
const GRACE_MS = 30_000

/** Milliseconds of a window in which the phone had no fault and was not getting over one. */
export function healthyMs(
  sicknesses: readonly Sickness[],
  phone: number,
  window: { fromMs: number; toMs: number },
): number {
  const spans = sicknesses
    .filter((sickness) => sickness.phone === phone)
    .map(({ fromMs, toMs }) => ({ from: fromMs, to: (toMs ?? window.toMs) + GRACE_MS }))
    .toSorted((a, b) => a.from - b.from)
  let healthy = 0
  let at = window.fromMs
  for (const { from, to } of spans) {
    healthy += Math.max(0, Math.min(from, window.toMs) - at)
    at = Math.max(at, to)
  }
  return healthy + Math.max(0, window.toMs - at)
}

/** Whether the phone had no fault, and was not getting over one, at that moment. */
export function wasHealthy(sicknesses: readonly Sickness[], phone: number, atMs: number): boolean {
  return !sicknesses.some(
    (sickness) =>
      sickness.phone === phone &&
      atMs >= sickness.fromMs &&
      (sickness.toMs === null || atMs < sickness.toMs + GRACE_MS),
  )
}
