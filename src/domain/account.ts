import Type, { type Static } from 'typebox'
import { AccountSettings } from './account-settings.ts'
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

/** An account as callers see it. */
export interface AccountView extends AccountRequest {
  account_id: string
  /** What it waits for a person to do; null when it may work. */
  hand_over: HandOver | null
  created_at: string
  updated_at: string
}
