import Type, { type Static } from 'typebox'
import { createCheck } from './check.ts'
import { Id, text } from './text.ts'

/** The body of POST /accounts/{account_id}/resume. */
export const AccountResume = Type.Object(
  {
    /** What was done, for whoever reads the history. */
    note: text(1, 1000),
    /** Who did it. */
    by: Type.Union([Id, Type.Null()], { default: null }),
  },
  { additionalProperties: false },
)
export type AccountResume = Static<typeof AccountResume>

/** Fills defaults. @throws FarmError 'invalid_request' */
export const parseAccountResume = createCheck(AccountResume)

/** Something that only a person can do for an account, as callers see it. */
export interface HandOver {
  hand_over_id: string
  /** The phone on which the app asked. */
  phone_id: string
  process_id: string | null
  queue_item_id: string | null
  /** What the app said. */
  reason: string
  /** What the person must do. */
  needed: string
  opened_at: string
  /** Null while the account waits. */
  closed_at: string | null
  closed_by: string | null
  note: string | null
}

/** Tells a person what to do. Challenges are never solved by the daemon. */
export function neededOf({ app, username, phone_id, account_id }: HandedOver): string {
  return `on phone ${phone_id}, do in the app ${app} what it asks of ${username} (sign in, enter a code, confirm), then resume account ${account_id}`
}

interface HandedOver {
  app: string
  username: string
  phone_id: string
  account_id: string
}

const WAITS_FOR = 'waiting for a person: '

/** Who holds a phone so that a person can look at what its app asks of an account. */
export function handOverHolder(accountId: string): string {
  return `${WAITS_FOR}${accountId}`
}

/** True for a hold that is there for whichever person comes. */
export function isHandOverHolder(holder: string | null): boolean {
  return holder?.startsWith(WAITS_FOR) ?? false
}
