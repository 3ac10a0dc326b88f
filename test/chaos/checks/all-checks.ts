import type { History } from '../history.ts'
import { everyMilestoneIsTold, messagesAreConstant, takenMessagesAreNotSentAgain } from './callbacks.ts'
import {
  completedEditsAreOnThePhone,
  editsAreNotRepeated,
  profilesEndAsRequested,
  usernamesFollow,
  videosCountOnce,
} from './effects.ts'
import { noStaleCommands, nothingAfterCancelled, oneMasterPerPhone, oneSessionPerPhone } from './phones.ts'
import type { Violations } from './reading.ts'
import { databaseIsSound, metricsEqualRows, nothingIsLeftBehind } from './remains.ts'
import {
  cancelsTakeEffect,
  mismatchesAreTold,
  noStrangeAnswers,
  nothingAcknowledgedIsLost,
  oneKeyOneProcess,
} from './requests.ts'
import { everythingEnds, statusOnlyMovesForward, terminalIsFinal, timestampsAreOrdered } from './statuses.ts'
import { firstComeFirstServed, manualGoesFirst, pausesHold, triesStayWithinBudget } from './turns.ts'

/** Everything that the checker holds a history against; each is a function of the history alone. */
export const CHECKS = {
  'nothing acknowledged is lost': nothingAcknowledgedIsLost,
  'one key, one process': oneKeyOneProcess,
  'mismatching repeats are told': mismatchesAreTold,
  'no strange answers': noStrangeAnswers,
  'status only moves forward': statusOnlyMovesForward,
  'terminal is final': terminalIsFinal,
  'timestamps are ordered': timestampsAreOrdered,
  'everything ends': everythingEnds,
  'every milestone is told': everyMilestoneIsTold,
  'messages are constant': messagesAreConstant,
  'taken messages are not sent again': takenMessagesAreNotSentAgain,
  'one session per phone': oneSessionPerPhone,
  'one master per phone': oneMasterPerPhone,
  'no stale commands': noStaleCommands,
  'nothing after cancelled': nothingAfterCancelled,
  'cancels take effect': cancelsTakeEffect,
  'edits are not repeated': editsAreNotRepeated,
  'completed edits are on the phone': completedEditsAreOnThePhone,
  'profiles end as requested': profilesEndAsRequested,
  'usernames follow': usernamesFollow,
  'videos count once': videosCountOnce,
  'first come, first served': firstComeFirstServed,
  'manual goes first': manualGoesFirst,
  'pauses hold': pausesHold,
  'tries stay within budget': triesStayWithinBudget,
  'metrics equal rows': metricsEqualRows,
  'nothing is left behind': nothingIsLeftBehind,
  'database is sound': databaseIsSound,
} as const satisfies Record<string, (history: History) => Violations>

export type CheckName = keyof typeof CHECKS

/** What a check says of a history. */
export interface Verdict {
  check: CheckName
  violations: Violations
}

/** The verdict of every check. */
export function judgeHistory(history: History): Verdict[] {
  // Object.keys forgets the key type; the table has no others.
  const names = Object.keys(CHECKS) as CheckName[]
  return names.map((check) => ({ check, violations: CHECKS[check](history) }))
}
