import { holdsOf, nextAllowedMs, type HoldFacts } from './account-hold.ts'
import { HOLD_CODES, HOLD_WORDS } from './explain.ts'

/** Why nothing is started for an account; all but the first are codes of `GET /processes/{id}/explain` too. */
export const ACCOUNT_WAITING_CODES = [
  'account_inactive',
  'account_on_hold',
  'quiet_hours',
  'daily_budget',
  'clock_not_set',
] as const

/** One reason. Times are ISO-8601 UTC. */
export interface AccountWaiting {
  code: (typeof ACCOUNT_WAITING_CODES)[number]
  /** A sentence for people. */
  message: string
  /** When it began; null when that is not known. */
  since: string | null
  /** When it ends by itself; null when that is not known. */
  until: string | null
}

/** What may keep an account from working, whatever its phone does. */
export interface AccountCondition {
  account_id: string
  status: 'active' | 'inactive'
  /** What it waits for a person to do; null when it does not. */
  handOver: { needed: string; opened_at: string } | null
  /** Null when no time of day and no budget binds it. */
  hold: HoldFacts | null
}

/** Why nothing would be started for the account now, and when that is over: null when nothing is in the way, and when nobody knows. */
export function accountWaiting(
  nowMs: number,
  condition: AccountCondition,
): { waiting: AccountWaiting[]; next_allowed_at: string | null } {
  const { hold } = condition
  const byPeople = [...inactive(condition), ...onHold(condition)]
  const waiting = [...byPeople, ...byTime(nowMs, condition)]
  const nextMs = byPeople.length > 0 || hold === null ? null : nextAllowedMs(nowMs, hold)
  const next_allowed_at = waiting.length === 0 || nextMs === null ? null : new Date(nextMs).toISOString()
  return { waiting, next_allowed_at }
}

function inactive({ account_id, status }: AccountCondition): AccountWaiting[] {
  if (status === 'active') return []
  const message = `account ${account_id} is inactive`
  return [{ code: 'account_inactive', message, since: null, until: null }]
}

function onHold({ account_id, handOver }: AccountCondition): AccountWaiting[] {
  if (handOver === null) return []
  const message = `account ${account_id} waits for a person: ${handOver.needed}`
  return [{ code: 'account_on_hold', message, since: handOver.opened_at, until: null }]
}

function byTime(nowMs: number, { account_id, hold }: AccountCondition): AccountWaiting[] {
  if (hold === null) return []
  return holdsOf(nowMs, hold).map(({ held_for, sinceMs, untilMs }) => ({
    code: HOLD_CODES[held_for],
    message: `account ${account_id} ${HOLD_WORDS[held_for]}`,
    since: sinceMs === null ? null : new Date(Math.min(sinceMs, nowMs)).toISOString(),
    // When a clock will be set is nobody's to know.
    until: held_for === 'clock' ? null : new Date(untilMs).toISOString(),
  }))
}
