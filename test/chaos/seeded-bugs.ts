import type { CheckName } from './checks/all-checks.ts'
import { NO_SEAMS, type Seams } from '../../src/seams.ts'
import { deafRun } from './bugs/deaf-run.ts'
import { duplicateRace } from './bugs/duplicate-race.ts'
import { earlyAnswer } from './bugs/early-answer.ts'
import { outboxApart } from './bugs/outbox-apart.ts'
import { noClosing, timeOnlyRescue } from './bugs/rescue-by-faith.ts'
import { splitCompletion } from './bugs/split-completion.ts'

/** Two sessions at once, or one that nobody owns any more. */
const MASTERS = [
  'one session per phone',
  'one master per phone',
  'no stale commands',
] as const satisfies CheckName[]

interface SeededBug {
  seams: Seams
  /** Any of them shows it. */
  shownBy: readonly CheckName[]
}

/** Bugs that the checker must find, or it finds nothing. An eighth, `synchronous=NORMAL`, only a power cut shows: see test/chaos/power*. */
export const SEEDED_BUGS = {
  split_completion: {
    seams: splitCompletion,
    shownBy: ['everything ends', 'every milestone is told', 'terminal is final', 'database is sound'],
  },
  no_closing: { seams: noClosing, shownBy: MASTERS },
  early_answer: {
    seams: earlyAnswer,
    shownBy: ['nothing acknowledged is lost', 'one key, one process'],
  },
  outbox_apart: { seams: outboxApart, shownBy: ['every milestone is told'] },
  time_only_rescue: { seams: timeOnlyRescue, shownBy: MASTERS },
  deaf_run: {
    seams: deafRun,
    shownBy: ['nothing after cancelled', 'no stale commands', 'one master per phone'],
  },
  duplicate_race: { seams: duplicateRace, shownBy: ['one key, one process'] },
} as const satisfies Record<string, SeededBug>

export type BugName = keyof typeof SEEDED_BUGS

export const BUG_NAMES = Object.keys(SEEDED_BUGS) as BugName[]

/** @param name empty for none. @throws for a name that nobody knows */
export function bugNamed(name: string): Seams {
  if (name === '') return NO_SEAMS
  const found = BUG_NAMES.find((known) => known === name)
  if (!found) throw new Error(`no seeded bug ${name}; there are ${BUG_NAMES.join(', ')}`)
  return SEEDED_BUGS[found].seams
}
