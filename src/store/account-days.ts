import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'

const COUNTS = { runs: Type.Integer(), completed: Type.Integer(), failed: Type.Integer() }

/** A row of `account_days`. */
export const AccountDayRow = Type.Object({ account_id: Type.String(), day: Type.String(), ...COUNTS })
export type AccountDayRow = Static<typeof AccountDayRow>

/** A row of `account_totals`. */
export const AccountTotalsRow = Type.Object({
  account_id: Type.String(),
  ...COUNTS,
  seconds: Type.Integer(),
  since: Type.String(),
})
export type AccountTotalsRow = Static<typeof AccountTotalsRow>

/** What one ended attempt adds. */
export interface CountedRun {
  account_id: string
  /** The account's local day, YYYY-MM-DD. */
  day: string
  completed: 0 | 1
  failed: 0 | 1
  seconds: number
  /** When it ended, ISO-8601 UTC. */
  at: string
}

/** Attempts and seconds of one local day. */
export type DayOfAccount = Omit<AccountDayRow, 'account_id'> & { seconds: number }

const ADD_DAY = `
  INSERT INTO account_days (account_id, day, runs, completed, failed)
  VALUES (@account_id, @day, 1, @completed, @failed)
  ON CONFLICT DO UPDATE SET
    runs = runs + 1, completed = completed + excluded.completed, failed = failed + excluded.failed`

const ADD_TOTALS = `
  INSERT INTO account_totals (account_id, runs, completed, failed, seconds, since)
  VALUES (@account_id, 1, @completed, @failed, @seconds, @at)
  ON CONFLICT DO UPDATE SET
    runs = runs + 1, completed = completed + excluded.completed, failed = failed + excluded.failed,
    seconds = seconds + excluded.seconds`

const TOTALS = 'SELECT * FROM account_totals WHERE account_id = ?'

// A run over midnight leaves a day with seconds alone: what it was is counted on the day that it ended. Both by their primary keys.
const SINCE = `
  SELECT day, sum(runs) AS runs, sum(completed) AS completed, sum(failed) AS failed, sum(seconds) AS seconds
  FROM (
    SELECT day, runs, completed, failed, 0 AS seconds FROM account_days WHERE account_id = @account_id AND day > @after
    UNION ALL
    SELECT day, 0, 0, 0, seconds FROM account_usage WHERE account_id = @account_id AND day > @after)
  GROUP BY day ORDER BY day DESC`

const FORGET = 'DELETE FROM account_days WHERE account_id = @account_id AND day < @day'

/** Attempts by account and local day, and over all days. Every change wants a transaction around it. */
export interface AccountDays {
  /** Counts an ended attempt of an account that is registered. */
  add: (run: CountedRun) => void
  /** Undefined before the first attempt was counted. */
  totals: (accountId: string) => AccountTotalsRow | undefined
  /** The days later than `after` on which something was done, newest first. */
  since: (of: { account_id: string; after: string }) => DayOfAccount[]
  /** Drops the account's days before `day`. */
  forgetBefore: (of: { account_id: string; day: string }) => void
}

export function accountDaysTable(db: Database): AccountDays {
  const addDay = db.prepare<Omit<CountedRun, 'seconds' | 'at'>>(ADD_DAY)
  const addTotals = db.prepare<Omit<CountedRun, 'day'>>(ADD_TOTALS)
  const totals = db.prepare<[string], AccountTotalsRow>(TOTALS)
  const since = db.prepare<{ account_id: string; after: string }, DayOfAccount>(SINCE)
  const forget = db.prepare<{ account_id: string; day: string }>(FORGET)
  return {
    add({ day, seconds, at, ...counts }) {
      addDay.run({ ...counts, day })
      addTotals.run({ ...counts, seconds, at })
    },
    totals: (accountId) => totals.get(accountId),
    since: (of) => since.all(of),
    forgetBefore: (of) => void forget.run(of),
  }
}
