import type { Cancel, Clock } from './clock.ts'

/** A time in which something did not work, as it is told when it is over. */
export interface Spell {
  /** How often it failed, the one that was told at once included. */
  failures: number
  lasted_ms: number
}

/** Tells of what lasts twice: when it begins and when it is over. What is in between is counted. */
export interface LogOnce {
  /** To be called at every failure. @returns true for the first one since all was well: that one is to be logged */
  lost: (subject: string) => boolean
  /** To be called at every success. @returns what was counted; null when nothing was lost: then nothing is to be logged */
  back: (subject: string) => Spell | null
  /** Forgets a subject that is no more, such as a phone that was removed. */
  forget: (subject: string) => void
}

/** Subjects are often named by strangers (receivers, sources): their number must not be theirs to choose. */
const MOST_SUBJECTS = 1000

/** @param most subjects remembered; the one lost longest ago makes room, so that its next failure is told once more */
export function createLogOnce({ clock, most = MOST_SUBJECTS }: { clock: Clock; most?: number }): LogOnce {
  const spells = new Map<string, { failures: number; sinceMs: number }>()
  return {
    lost(subject) {
      const spell = spells.get(subject)
      if (spell) {
        spell.failures++
        return false
      }
      const [oldest] = spells.keys()
      if (spells.size >= most && oldest !== undefined) spells.delete(oldest)
      spells.set(subject, { failures: 1, sinceMs: clock.monotonicMs() })
      return true
    },
    back(subject) {
      const spell = spells.get(subject)
      if (!spell) return null
      spells.delete(subject)
      return { failures: spell.failures, lasted_ms: Math.round(clock.monotonicMs() - spell.sinceMs) }
    },
    forget: (subject) => void spells.delete(subject),
  }
}

/** Lets one record of a kind through in a while, and counts the others. */
export interface LogSampler {
  /**
   * Calls `write` at once for the first record of a kind; of those that come within the pause only the last one is written, when it is over.
   * @param write given how many records of the kind were left out before this one; adds them to its fields as `left_out` unless 0
   */
  tell: (kind: string, write: (leftOut: number) => void) => void
  /** Writes at once what waits for its pause to end; for the stop. */
  flush: () => void
}

/** What an operator reads as it happens, and a flood of which still fits a disk: 8,640 records a day. */
const PAUSE_MS = 10_000

/** Kinds beyond these share one. They are meant to be written in the code; this is for the one that is not. */
const MOST_KINDS = 256
const OTHERS = 'others'

interface Waiting {
  /** Records that may still be written at once. */
  free: number
  /** Records of this pause that were not written. */
  held: number
  last: (leftOut: number) => void
  cancel: Cancel
}

/**
 * @param pauseMs between two records of a kind
 * @param burst so many are written before the first pause that counts
 */
export function createLogSampler({
  clock,
  pauseMs = PAUSE_MS,
  burst = 1,
}: {
  clock: Clock
  pauseMs?: number
  burst?: number
}): LogSampler {
  const pauses = new Map<string, Waiting>()

  function pause(kind: string, free: number): void {
    const nothing = () => undefined
    pauses.set(kind, { free, held: 0, last: nothing, cancel: clock.after(pauseMs, () => end(kind)) })
  }

  /** What was held is written, which begins the next pause; a quiet kind is forgotten. */
  function end(kind: string): void {
    const waiting = pauses.get(kind)
    pauses.delete(kind)
    if (!waiting || waiting.held === 0) return
    pause(kind, 0)
    waiting.last(waiting.held - 1)
  }

  return {
    tell(wanted, write) {
      const kind = pauses.has(wanted) || pauses.size < MOST_KINDS ? wanted : OTHERS
      const waiting = pauses.get(kind)
      if (!waiting) pause(kind, burst - 1)
      if (!waiting || waiting.free-- > 0) return write(0)
      waiting.held++
      waiting.last = write
    },
    flush() {
      for (const [kind, { cancel, held, last }] of pauses) {
        cancel()
        pauses.delete(kind)
        if (held > 0) last(held - 1)
      }
    },
  }
}
