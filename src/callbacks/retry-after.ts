/** Longer waits that a receiver asks for are cut to this. */
export const LONGEST_TOLD_MS = 6 * 3_600_000

/** However many: more than a number holds is infinite, and cut like anything long. */
const SECONDS = /^\d+$/

/** `Sun, 06 Nov 1994 08:49:37 GMT` and the two older forms begin with a day of the week (source: RFC 9110, 5.6.7). */
const DATE = /^[A-Za-z]{3,9},? [\w :-]{10,40}$/

/**
 * How long a receiver asks us to wait (source: RFC 9110, 10.2.3): seconds or a date. At most 6 hours; null for what is neither, or is over.
 * @param now the host's time: receivers know no other
 */
export function toldPauseMs(retryAfter: string | undefined, now: Date): number | null {
  const text = retryAfter?.trim() ?? ''
  const ms = SECONDS.test(text) ? Number(text) * 1000 : untilDateMs(text, now)
  return ms > 0 ? Math.min(ms, LONGEST_TOLD_MS) : null
}

/** The oldest of the forms names no zone: it is GMT. */
function untilDateMs(text: string, now: Date): number {
  if (!DATE.test(text)) return 0
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  return Number.isNaN(at) ? 0 : at - now.getTime()
}
