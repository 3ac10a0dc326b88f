import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { isTimeZone } from './local-day.ts'
import { QuietHours } from './quiet-hours.ts'

/** When and how much the farm may work for an account; every field has a default, so that a part may be given. */
export const AccountSettings = Type.Object(
  {
    timezone: Type.Refine(
      Type.String({ default: 'UTC', maxLength: 64, description: 'A name of the IANA time zone database.' }),
      isTimeZone,
      () => 'must be a name of the IANA time zone database, such as Europe/Berlin',
    ),
    quiet_hours: Type.Array(QuietHours, { maxItems: 4, default: [] }),
    /** Of the account's local day; null: no limit. */
    daily_budget_minutes: Type.Union([Type.Integer({ minimum: 1, maximum: 1440 }), Type.Null()], {
      default: null,
    }),
  },
  { additionalProperties: false, default: {} },
)
export type AccountSettings = Static<typeof AccountSettings>

const settings = Compile(AccountSettings)

const DEFAULTS = { timezone: 'UTC', quiet_hours: [], daily_budget_minutes: null } as const

/** Reads stored settings; what is not in them has its default. @throws when they do not fit this build's schema */
export function parseAccountSettings(json: string): AccountSettings {
  // As most accounts have it; asked for at the end of each run.
  if (json === '{}') return { ...DEFAULTS, quiet_hours: [] }
  return settings.Parse(settings.Default(JSON.parse(json)))
}

/** The settings' JSON for the store. What is all default is `{}`, as most accounts have it, so that a claim need not read it. */
export function storedSettings(given: AccountSettings): string {
  const { timezone, quiet_hours, daily_budget_minutes } = given
  if (
    timezone === DEFAULTS.timezone &&
    quiet_hours.length === 0 &&
    daily_budget_minutes === DEFAULTS.daily_budget_minutes
  )
    return '{}'
  return JSON.stringify({ timezone, quiet_hours, daily_budget_minutes })
}

/** True when the time of day or what was worked so far may keep the account from working. */
export function isTimeBound({ quiet_hours, daily_budget_minutes }: AccountSettings): boolean {
  return quiet_hours.length > 0 || daily_budget_minutes !== null
}
