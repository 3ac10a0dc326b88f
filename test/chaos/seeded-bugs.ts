import { NO_SEAMS, type Seams } from '../../src/seams.ts'
import { deafRun } from './bugs/deaf-run.ts'
import { duplicateRace } from './bugs/duplicate-race.ts'
import { earlyAnswer } from './bugs/early-answer.ts'
import { outboxApart } from './bugs/outbox-apart.ts'
import { noClosing, timeOnlyRescue } from './bugs/rescue-by-faith.ts'
import { splitCompletion } from './bugs/split-completion.ts'

/** Bugs that the checker must find, or it finds nothing. An eighth, `synchronous=NORMAL`, only a power cut shows: see test/chaos/power*. */
const SEEDED_BUGS = {
  split_completion: splitCompletion,
  no_closing: noClosing,
  early_answer: earlyAnswer,
  outbox_apart: outboxApart,
  time_only_rescue: timeOnlyRescue,
  deaf_run: deafRun,
  duplicate_race: duplicateRace,
} as const satisfies Record<string, Seams>

export const BUG_NAMES = Object.keys(SEEDED_BUGS)

/** @param name empty for none. @throws for a name that nobody knows */
export function bugNamed(name: string): Seams {
  if (name === '') return NO_SEAMS
  const found = Object.entries(SEEDED_BUGS).find(([known]) => known === name)
  if (!found) throw new Error(`no seeded bug ${name}; there are ${BUG_NAMES.join(', ')}`)
  return found[1]
}
