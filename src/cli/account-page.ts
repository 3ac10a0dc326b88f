import type { Static } from 'typebox'
import type { Account } from '../http/account-schemas.ts'
import { printTable } from './print.ts'

type Told = Static<typeof Account>

/** One account for people: what it is, as whom its app was seen, what keeps it from working, its days. */
export function printAccount(account: Told): void {
  const { account_id, username, app, phone_id, status, settings, totals, days } = account
  printTable(
    ['ACCOUNT', account_id],
    [
      ['username', `${username} (${app})`],
      ['phone', phone_id],
      ['status', status],
      ['settings', settingsOf(settings)],
      ['proven', provenOf(account)],
      ['mismatch', mismatchOf(account)],
      ...waitingOf(account),
      ['runs', `${workOf(totals)}${totals.since === null ? '' : `, since ${totals.since}`}`],
    ],
  )
  if (days.length === 0) return
  console.log('')
  printTable(
    ['DAY', 'RUNS', 'COMPLETED', 'FAILED', 'MINUTES'],
    days.map(({ day, runs, completed, failed, minutes }) => [
      day,
      String(runs),
      String(completed),
      String(failed),
      String(minutes),
    ]),
  )
}

function settingsOf({ timezone, quiet_hours, daily_budget_minutes }: Told['settings']): string {
  const quiet = quiet_hours.map(({ from, to }) => `quiet ${from}-${to}`)
  const budget = daily_budget_minutes === null ? [] : [`${daily_budget_minutes} minutes a day`]
  return [timezone, ...quiet, ...budget].join(', ')
}

function provenOf({ last_verified: seen }: Told): string | null {
  return seen && `${seen.username} at ${seen.at}${processOf(seen.process_id)}`
}

function mismatchOf({ last_mismatch: met }: Told): string | null {
  return met && `${met.message}, at ${met.at}${processOf(met.process_id)}`
}

function processOf(processId: string | null): string {
  return processId === null ? '' : ` by process ${processId}`
}

function waitingOf({ waiting, next_allowed_at: next }: Told): [string, string][] {
  if (waiting.length === 0) return [['may work', 'now']]
  const reasons = waiting.map(({ message }): [string, string] => ['waits', message])
  return [...reasons, ['may work', next ?? 'when that is over']]
}

function workOf({ runs, completed, failed, minutes }: Told['totals']): string {
  return `${runs}, ${completed} completed, ${failed} failed, ${minutes} minutes`
}
