import Type, { type Static } from 'typebox'
import { createCheck } from './check.ts'
import { Id } from './text.ts'

/** A week: whoever needs a phone for longer takes it again, or takes it without an end. */
const MOST_MINUTES = 10_080

/** The body of POST /phones/{phone_id}/take. */
export const PhoneTake = Type.Object(
  {
    /** Who holds the phone, for whoever finds it held. */
    holder: Id,
    /** After this the hold ends by itself; null: when it is released. */
    minutes: Type.Union([Type.Integer({ minimum: 1, maximum: MOST_MINUTES }), Type.Null()], {
      default: null,
    }),
  },
  { additionalProperties: false },
)
export type PhoneTake = Static<typeof PhoneTake>

/** Fills defaults. @throws FarmError 'invalid_request' */
export const parsePhoneTake = createCheck(PhoneTake)

/** The body of POST /phones/{phone_id}/release. */
export const PhoneRelease = Type.Object({ holder: Id }, { additionalProperties: false })
export type PhoneRelease = Static<typeof PhoneRelease>

/** @throws FarmError 'invalid_request' */
export const parsePhoneRelease = createCheck(PhoneRelease)

/** Who holds a phone, as callers see it: a run (`queue_item_id`), a person, or a maintenance of the daemon's own (`holder`). */
export interface PhoneLease {
  kind: 'run' | 'person' | 'maintenance'
  holder: string | null
  queue_item_id: string | null
  since: string
  /** When a person's hold ends by itself. */
  until: string | null
}

/** A lease in a phone's history. */
export interface PastPhoneLease extends PhoneLease {
  attempt: number | null
  /** Null while the phone is held. */
  released_at: string | null
}
