import { startDeadline, type Clock } from '../domain/clock.ts'
import type { AppiumServer } from './appium-server.ts'

/** How often and how long a running Appium is asked whether it lives. */
export interface WatchLimits {
  everyMs: number
  /** What it is given for an answer; far more than it needs, because ending it costs up to four phones their session. */
  answerMs: number
  /** So many questions in a row without an answer are the proof that it hangs. */
  misses: number
}

export const WATCH_LIMITS: WatchLimits = { everyMs: 5_000, answerMs: 10_000, misses: 2 }

/** A question that took this much longer than it was given: we ourselves stood still, and its silence says nothing. */
const OUR_STALL_MS = 2_000

export interface WatchDeps {
  server: Pick<AppiumServer, 'answers' | 'residentBytes'>
  limits: WatchLimits
  clock: Clock
  /** After each answer; null when its memory cannot be read. */
  onAlive: (residentBytes: number | null) => void
}

/**
 * Asks a server again and again for its status, one cheap request at a time. A process that hangs looks alive to the kernel, and its
 * phones would each wait out their own long deadlines.
 * @returns how long it has been silent, in milliseconds, when it hangs; null when the signal aborted (the server has ended by itself)
 */
export async function untilHung(
  { server, limits, clock, onAlive }: WatchDeps,
  signal: AbortSignal,
): Promise<number | null> {
  let lastAnswerMs = clock.monotonicMs()
  let misses = 0
  while (!signal.aborted) {
    // After a silence it is asked again at once.
    if (misses === 0) await clock.sleep(limits.everyMs, signal).catch(() => undefined) // ended: the loop's condition sees it
    const asked = await ask(server, limits.answerMs, clock, signal)
    if (asked === 'alive') {
      lastAnswerMs = clock.monotonicMs()
      misses = 0
      onAlive(await server.residentBytes())
    }
    if (asked === 'silent' && ++misses >= limits.misses) return Math.round(clock.monotonicMs() - lastAnswerMs)
  }
  return null
}

async function ask(
  server: WatchDeps['server'],
  answerMs: number,
  clock: Clock,
  outer: AbortSignal,
): Promise<'alive' | 'silent' | 'unknown'> {
  if (outer.aborted) return 'unknown'
  const askedMs = clock.monotonicMs()
  const deadline = startDeadline(clock, answerMs, outer, () => new Error(`no answer within ${answerMs} ms`))
  try {
    if (await server.answers(deadline.signal)) return 'alive'
  } catch {
    // The deadline, or the server has ended: told apart below.
  } finally {
    deadline.end()
  }
  const tookMs = clock.monotonicMs() - askedMs
  if (outer.aborted || tookMs > answerMs + OUR_STALL_MS) return 'unknown'
  // Refused at once: it is about to end, which its exit tells. Not asked in a busy loop.
  if (tookMs < answerMs) await clock.sleep(answerMs - tookMs, outer).catch(() => undefined) // ended, as above
  return outer.aborted ? 'unknown' : 'silent'
}
