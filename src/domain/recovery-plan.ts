import { seededRandom } from './random.ts'
import type { RecoveryRung, Symptom } from './recovery.ts'

/** The rungs that do something to a phone. */
export type LadderRung = Exclude<RecoveryRung, 'quarantine' | 'none'>

/** How a rung ended: the symptom was gone after it, it was not, it could not be tried on this phone, or the daemon died meanwhile. */
export const RUNG_OUTCOMES = ['helped', 'did_not_help', 'not_possible', 'interrupted'] as const
export type RungOutcome = (typeof RUNG_OUTCOMES)[number]

/** A rung that was tried on a phone. */
export interface PastRung {
  symptom: string
  rung: string
  outcome: string | null
  beganMs: number
}

/** What is worth trying for each symptom, lowest first (source: issue 4, item 3). */
const LADDERS = {
  session_fault: [
    'reopen_session',
    'restart_server',
    'reinstall_server',
    'adb_reconnect',
    'reforward',
    'usb_reset',
    'reboot',
  ],
  device_fault: ['reopen_session', 'adb_reconnect', 'reforward', 'usb_reset', 'reboot'],
  adb_offline: ['adb_reconnect', 'usb_reset', 'reboot'],
  not_answering: ['adb_reconnect', 'usb_reset', 'reboot'],
  boot_hangs: ['reboot', 'usb_reset'],
  screen_unreadable: ['restart_server', 'reboot'],
} as const satisfies Record<Symptom, readonly LadderRung[]>

/** What a rung takes on a phone, in seconds: rough, and only compared with each other. */
const COST_SECONDS = {
  reopen_session: 10,
  restart_server: 15,
  reinstall_server: 40,
  adb_reconnect: 10,
  reforward: 12,
  usb_reset: 25,
  reboot: 90,
} as const satisfies Record<LadderRung, number>
/** What it costs when nothing has helped: a phone that waits for somebody. */
const GIVEN_UP_SECONDS = 1800

const HOUR_MS = 3_600_000

/** So often a rung may be tried on one phone within an hour, and fail there; a loop of repairs wears a phone, too. */
const BUDGETS = {
  reopen_session: { tries: 60, failures: 6 },
  restart_server: { tries: 20, failures: 4 },
  reinstall_server: { tries: 4, failures: 2 },
  adb_reconnect: { tries: 20, failures: 6 },
  reforward: { tries: 20, failures: 4 },
  usb_reset: { tries: 6, failures: 3 },
  reboot: { tries: 4, failures: 2 },
} as const satisfies Record<LadderRung, { tries: number; failures: number }>

/** A rung is given up on this phone for this symptom after so many tries without help. */
const NEVER_HELPED_AFTER = 3
/** A rung whose help did not last so often within so long is passed over. */
const RELAPSES = { count: 2, withinMs: 10 * 60_000 }
/** One ladder in so many tries what experience would pass over: phones and cables change. */
const EXPLORE_ONE_IN = 8
/** Experience is judged by that much; older tries say little about the phone of today. */
export const EXPERIENCE_MS = 7 * 24 * HOUR_MS

/** What is known when a ladder begins. */
export interface LadderFacts {
  symptom: Symptom
  /** What the words of the fault ask for: nothing below it is tried. Undefined when they ask for nothing. */
  hint?: RecoveryRung | undefined
  /** Every rung tried on this phone within EXPERIENCE_MS, in any order. */
  past: readonly PastRung[]
  nowMs: number
  /** Of the phone and of this ladder: the same seed plans the same. */
  seed: number
}

/** The rungs to climb, in order; empty when each has used up its budget. */
export function planLadder(facts: LadderFacts): LadderRung[] {
  const { symptom, hint, past, nowMs, seed } = facts
  const all: readonly LadderRung[] = LADDERS[symptom]
  const from = all.findIndex((rung) => rung === hint)
  const asked = (from === -1 ? all : all.slice(from)).filter((rung) => isInBudget(rung, past, nowMs))
  const relapsed = lastRelapsed(asked, facts)
  const above = asked.slice(relapsed + 1)
  if (seededRandom(seed)() < 1 / EXPLORE_ONE_IN) return above
  const experience = past.filter((one) => one.symptom === symptom)
  return worthwhile(
    above.filter((rung) => !neverHelped(rung, experience)),
    experience,
  )
}

/** Whether a rung may be tried once more within this hour. */
export function isInBudget(rung: LadderRung, past: readonly PastRung[], nowMs: number): boolean {
  const recent = past.filter((one) => one.rung === rung && nowMs - one.beganMs < HOUR_MS)
  const { tries, failures } = BUDGETS[rung]
  const tried = recent.filter(({ outcome }) => outcome !== 'not_possible')
  return tried.length < tries && tried.filter(({ outcome }) => outcome !== 'helped').length < failures
}

/** Place of the highest rung that has helped again and again within minutes: the phone is ill above it. -1 when there is none. */
function lastRelapsed(rungs: readonly LadderRung[], { symptom, past, nowMs }: LadderFacts): number {
  return rungs.findLastIndex((rung) => {
    const helped = past.filter(
      (one) =>
        one.symptom === symptom &&
        one.rung === rung &&
        one.outcome === 'helped' &&
        nowMs - one.beganMs < RELAPSES.withinMs,
    )
    return helped.length >= RELAPSES.count
  })
}

function tallyOf(rung: LadderRung, experience: readonly PastRung[]): { helped: number; failed: number } {
  const of = experience.filter((one) => one.rung === rung)
  return {
    helped: of.filter(({ outcome }) => outcome === 'helped').length,
    failed: of.filter(({ outcome }) => outcome === 'did_not_help').length,
  }
}

function neverHelped(rung: LadderRung, experience: readonly PastRung[]): boolean {
  const { helped, failed } = tallyOf(rung, experience)
  return helped === 0 && failed >= NEVER_HELPED_AFTER
}

/**
 * Without the rungs that experience says to step over: one whose time is more than what it saves on average. From the top: what remains
 * after a rung costs the more, the less the rungs above it help.
 */
function worthwhile(rungs: readonly LadderRung[], experience: readonly PastRung[]): LadderRung[] {
  const kept: LadderRung[] = []
  let restSeconds = GIVEN_UP_SECONDS
  for (const rung of rungs.toReversed()) {
    const { helped, failed } = tallyOf(rung, experience)
    // One try of each kind is taken for granted, so that a phone without history climbs every rung.
    const chance = (helped + 1) / (helped + failed + 2)
    const withRung = COST_SECONDS[rung] + (1 - chance) * restSeconds
    if (withRung >= restSeconds) continue
    kept.unshift(rung)
    restSeconds = withRung
  }
  return kept
}

/** Pause before the n-th rung of a ladder (from 0): exponential, so that a phone can come to itself; with jitter, so that phones do not move in step. */
export function pauseBeforeMs(index: number, random: () => number): number {
  if (index === 0) return 0
  return Math.round(Math.min(PAUSE_MS.longest, PAUSE_MS.first * 2 ** (index - 1)) * (0.8 + 0.4 * random()))
}
const PAUSE_MS = { first: 1000, longest: 30_000 }

/** The same number for the same words, for seeds. */
export function seedOf(words: string): number {
  let hash = 0x811c9dc5
  for (const char of words) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash
}
