import Type, { type Static } from 'typebox'
import { createCheck } from './check.ts'
import type { PhoneCare } from './phone-care.ts'
import type { PhoneFacts } from './phone-facts.ts'
import type { PhoneLease } from './phone-hold.ts'
import type { PhoneStanding } from './phone-state.ts'
import type { ScreenReading } from './screen-reading.ts'
import type { RecoveryView } from './recovery-view.ts'
import { Id } from './text.ts'

/** The body of PUT /phones/{phone_id}. */
export const PhoneRequest = Type.Object(
  {
    // Printable, without white space, and nothing that adb would take for an option.
    serial: Type.String({ pattern: '^(?!-)[!-~]{1,200}$' }),
    name: Type.Union([Id, Type.Null()], { default: null }),
    app_versions: Type.Record(Type.String(), Type.Unknown(), { default: {} }),
  },
  { additionalProperties: false },
)
export type PhoneRequest = Static<typeof PhoneRequest>

/** Fills defaults. @throws FarmError 'invalid_request' */
export const parsePhoneRequest = createCheck(PhoneRequest)

/** An app on a phone, as the phone watcher found it. */
export const PhoneApp = Type.Object({
  package_name: Type.String(),
  version: Type.Union([Type.String(), Type.Null()]),
})
export type PhoneApp = Static<typeof PhoneApp>

/** A phone as callers see it. */
export interface PhoneView extends Omit<PhoneStanding, 'state'> {
  /** A `PhoneState`. */
  state: string
  phone_id: string
  serial: string
  name: string | null
  model: string | null
  android_version: string | null
  apps: PhoneApp[]
  app_versions: Record<string, unknown>
  /** By a person: nothing new is claimed for it. */
  paused: boolean
  /** Paused while a run goes on: that one ends well, and nothing new starts. */
  draining: boolean
  /** Of the hardware itself, the same over USB and Wi-Fi; null before the phone has told it. */
  hardware_serial: string | null
  /** What it told of itself at the last look, null before the first. */
  facts: PhoneFacts | null
  /** When the state began. */
  since: string
  /** Its battery and how much it works, null before the daemon has asked; left out where a change answers with the phone. */
  care?: PhoneCare | null
  /** How its screen is read at the moment, null when it was not since the daemon started; left out where a change answers with the phone. */
  screen_reading?: ScreenReading | null
  /** What is being tried on it because it does not work, or its quarantine; null when nothing is. */
  recovery: RecoveryView | null
  /** Who holds it; nothing else is claimed for it meanwhile. Null when it is free. */
  lease: PhoneLease | null
}
