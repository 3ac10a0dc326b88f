import type { Database } from './database.ts'

/** What runs have worked for an account on one of its local days. */
export interface Usage {
  account_id: string
  /** YYYY-MM-DD */
  day: string
  seconds: number
}

const USED = 'SELECT seconds FROM account_usage WHERE account_id = ? AND day = ?'

// Finished work outlives its account, which may be forgotten while a late report is on its way.
const ADD = `
  INSERT INTO account_usage (account_id, day, seconds)
  SELECT @account_id, @day, @seconds WHERE EXISTS (SELECT 1 FROM accounts WHERE account_id = @account_id)
  ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds`

const FORGET = 'DELETE FROM account_usage WHERE account_id = @account_id AND day < @day'

/** Seconds worked by account and local day, against its daily budget. */
export interface AccountUsage {
  used: (of: { account_id: string; day: string }) => number
  add: (usage: Usage) => void
  /** Drops the account's days before `day`. */
  forgetBefore: (of: { account_id: string; day: string }) => void
}

export function accountUsageTable(db: Database): AccountUsage {
  const used = db.prepare<[string, string], { seconds: number }>(USED)
  const add = db.prepare<Usage>(ADD)
  const forget = db.prepare<{ account_id: string; day: string }>(FORGET)
  return {
    used: ({ account_id, day }) => used.get(account_id, day)?.seconds ?? 0,
    add: (usage) => void add.run(usage),
    forgetBefore: (of) => void forget.run(of),
  }
}
