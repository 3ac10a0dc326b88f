import type { HoldFacts } from '../domain/account-hold.ts'
import { isTimeBound, parseAccountSettings } from '../domain/account-settings.ts'
import { addDays, secondsByDay, timeZone } from '../domain/local-day.ts'
import type { AttemptOutcome } from '../store/attempts.ts'
import type { Tables } from '../store/store.ts'

/** What an ended attempt has cost its account. Instants are milliseconds since 1970. */
export interface Worked {
  account_id: string
  fromMs: number
  toMs: number
  outcome: AttemptOutcome
  /** False for one that never got at its phone. */
  isRun: boolean
}

/** Days of an account's work that are kept and shown, today included. */
export const KEEP_DAYS = 31

/** A time that is longer than any run comes from a host clock that was set meanwhile. */
const LONGEST_RUN_MS = 6 * 3_600_000

/** An account's settings, clock and usage; null when it may always work (and when it is not registered: its run will tell). */
export function holdFactsOf(tables: Tables, accountId: string): HoldFacts | null {
  const account = tables.accounts.find(accountId)
  // As most accounts have it; saves reading JSON for every claim.
  if (!account || account.settings === '{}') return null
  const settings = parseAccountSettings(account.settings)
  if (!isTimeBound(settings)) return null
  return {
    settings,
    zone: timeZone(settings.timezone),
    usedSeconds: (day) => tables.accountUsage.used({ account_id: accountId, day }),
  }
}

/**
 * Charges what a run has worked to its account's days, and counts it on the day that it ended: only then it is known what it was. Call it
 * in the transaction that ends the attempt.
 */
export function chargeAccount(tables: Tables, { account_id, fromMs, toMs, outcome, isRun }: Worked): void {
  const account = tables.accounts.find(account_id)
  if (!account) return
  const zone = timeZone(parseAccountSettings(account.settings).timezone)
  const days = secondsByDay(zone, Math.max(fromMs, toMs - LONGEST_RUN_MS), toMs)
  const shares = days.filter(({ seconds }) => seconds > 0)
  if (shares.length === 0 && !isRun) return
  for (const { day, seconds } of shares) tables.accountUsage.add({ account_id, day, seconds })
  const today = zone.dayOf(toMs)
  if (isRun) {
    tables.accountDays.add({
      account_id,
      day: today,
      completed: outcome === 'done' ? 1 : 0,
      failed: outcome === 'failed' || outcome === 'interrupted' ? 1 : 0,
      seconds: shares.reduce((sum, { seconds }) => sum + seconds, 0),
      at: new Date(toMs).toISOString(),
    })
  }
  const day = addDays(today, 1 - KEEP_DAYS)
  tables.accountUsage.forgetBefore({ account_id, day })
  tables.accountDays.forgetBefore({ account_id, day })
}
