import Type, { type Static } from 'typebox'
import { AccountSettings } from './account-settings.ts'
import type { AccountWaiting } from './account-waiting.ts'
import { createCheck, invalid } from './check.ts'
import type { HandOver } from './hand-over.ts'
import { Id } from './text.ts'

/** The body of PUT /accounts/{account_id}. */
export const AccountRequest = Type.Object(
  {
    phone_id: Id,
    app: Id,
    username: Id,
    status: Type.Enum(['active', 'inactive']),
    settings: AccountSettings,
  },
  { additionalProperties: false },
)
export type AccountRequest = Static<typeof AccountRequest>

const check = createCheck(AccountRequest)

/** @param knownApps those that have a driver pack. @throws FarmError 'invalid_request' */
export function parseAccountRequest(body: unknown, knownApps: readonly string[]): AccountRequest {
  const request = check(body)
  if (!knownApps.includes(request.app)) {
    const message = `must be an app with a driver pack: ${knownApps.join(', ')}`
    throw invalid([{ path: '/app', message }])
  }
  return request
}

/** An account as lists show it. Times are ISO-8601 UTC. */
export interface AccountSummary extends AccountRequest {
  account_id: string
  /** What it waits for a person to do; null when it may work. */
  hand_over: HandOver | null
  /** The same in short. */
  on_hold: { since: string; reason: string; needed: string } | null
  /** Why nothing would be started for it now, the most decisive first; empty when something would. */
  waiting: AccountWaiting[]
  /** When that is over by itself; null when nothing is in the way, and when nobody knows. */
  next_allowed_at: string | null
  /** As whom the app has shown itself before a run touched anything; null as long as no run came that far. */
  last_verified: { username: string; at: string; process_id: string | null } | null
  /** The last run that met another account and ended there; null when none did. `process_id` is null when that process is gone. */
  last_mismatch: { message: string; at: string; process_id: string | null } | null
  /** Of all days since the first run that was counted. */
  totals: WorkCounts & { since: string | null }
  created_at: string
  updated_at: string
}

/** Attempts that held the phone; one that was cancelled or put back is neither completed nor failed. */
export interface WorkCounts {
  runs: number
  completed: number
  failed: number
  /** To one decimal. */
  minutes: number
}

/** An account as callers see it. */
export interface AccountView extends AccountSummary {
  /** The account's local days of the last 31 on which something was done, newest first. */
  days: (WorkCounts & { day: string })[]
}

/** Counts as they are stored, as callers see them. */
export function workCounts({
  runs,
  completed,
  failed,
  seconds,
}: Omit<WorkCounts, 'minutes'> & { seconds: number }): WorkCounts {
  return { runs, completed, failed, minutes: Math.round(seconds / 6) / 10 }
}
