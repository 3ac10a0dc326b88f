import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import type { PageStart } from './phones.ts'

/** A row of `accounts`. */
export const AccountRow = Type.Object({
  account_id: Type.String(),
  phone_id: Type.String(),
  app: Type.String(),
  username: Type.String(),
  status: Type.Enum(['active', 'inactive']),
  created_at: Type.String(),
  updated_at: Type.String(),
  /** JSON */
  settings: Type.String(),
})
export type AccountRow = Static<typeof AccountRow>

export type AccountEntry = Omit<AccountRow, 'created_at' | 'updated_at' | 'settings'> &
  Partial<Pick<AccountRow, 'settings'>>

const PUT = `
  INSERT INTO accounts (account_id, phone_id, app, username, status, settings, created_at, updated_at)
  VALUES (@account_id, @phone_id, @app, @username, @status, @settings, @now, @now)
  ON CONFLICT (account_id) DO UPDATE SET
    phone_id = excluded.phone_id, app = excluded.app, username = excluded.username, status = excluded.status,
    settings = excluded.settings, updated_at = @now`

const FIND = 'SELECT * FROM accounts WHERE account_id = ?'

// Index accounts_of_phone.
const OF_PHONE = 'SELECT * FROM accounts WHERE phone_id = ? ORDER BY account_id'

const LIST = `
  SELECT * FROM accounts WHERE (created_at, account_id) < (@created_at, @account_id)
    AND (@on_hold IS NULL OR @on_hold = EXISTS (
      SELECT 1 FROM hand_overs WHERE hand_overs.account_id = accounts.account_id AND closed_at IS NULL))
  ORDER BY created_at DESC, account_id DESC LIMIT @limit`

const HAS_APP = 'SELECT 1 AS found FROM accounts WHERE app = ? LIMIT 1'

const REMOVE = 'DELETE FROM accounts WHERE account_id = ?'

const SET_USERNAME = `
  UPDATE accounts SET username = @username, updated_at = @now WHERE account_id = @account_id AND username <> @username`

/** App accounts; each lives on one phone. */
export function accountsTable(db: Database) {
  const put = db.prepare<Required<AccountEntry> & { now: string }>(PUT)
  const find = db.prepare<[string], AccountRow>(FIND)
  const ofPhone = db.prepare<[string], AccountRow>(OF_PHONE)
  const list = db.prepare<
    { created_at: string; account_id: string; limit: number; on_hold: 0 | 1 | null },
    AccountRow
  >(LIST)
  const hasApp = db.prepare<[string], { found: 1 }>(HAS_APP)
  const remove = db.prepare<[string]>(REMOVE)
  const setUsername = db.prepare<{ account_id: string; username: string; now: string }>(SET_USERNAME)

  return {
    /** Without `settings` they are the defaults. */
    put: (entry: AccountEntry, now: Date) =>
      void put.run({ settings: '{}', ...entry, now: now.toISOString() }),
    find: (accountId: string) => find.get(accountId),
    /** Active and inactive ones, by id. */
    ofPhone: (phoneId: string) => ofPhone.all(phoneId),
    /** Newest first, from just after `start`; `onHold`: those that wait for a person, those that do not, or (null) both. */
    list: (start: PageStart, limit: number, { onHold }: { onHold: boolean | null } = { onHold: null }) =>
      list.all({
        created_at: start.created_at,
        account_id: start.id,
        limit,
        on_hold: onHold === null ? null : onHold ? 1 : 0,
      }),
    /** Whether any account lives on the app. */
    hasApp: (app: string) => hasApp.get(app) !== undefined,
    /** Its runtime snapshots go with it. @returns false when there was none */
    remove: (accountId: string) => remove.run(accountId).changes === 1,
    /** @returns false when nothing changed */
    setUsername: (accountId: string, username: string, now: Date) =>
      setUsername.run({ account_id: accountId, username, now: now.toISOString() }).changes === 1,
  }
}
