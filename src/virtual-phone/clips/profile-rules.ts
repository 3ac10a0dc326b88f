import type { ProfileField } from '../video-app/account-data.ts'
import { PROFILE_LIMITS, type ProfileProblem } from '../video-app/profile-limits.ts'

/** How a field's screen looks and what the app says. */
interface FieldRules {
  title: string
  hint: string
  /** -1 lets more be typed than may be saved; the app then says so. */
  maxLength: number
  words: Record<ProfileProblem, string>
}

export const FIELD_RULES = {
  display_name: {
    title: 'Name',
    hint: 'Add your name',
    maxLength: -1,
    words: { length: 'Name must be 1 to 30 characters', characters: '' },
  },
  username: {
    title: 'Username',
    hint: 'Add a username',
    maxLength: PROFILE_LIMITS.username.most,
    words: {
      length: 'Username must be 2 to 24 characters',
      characters: 'Usernames can only use lowercase letters, numbers, underscores and periods',
    },
  },
  bio: {
    title: 'Bio',
    hint: 'Add a bio',
    maxLength: -1,
    words: { length: 'Bio can be up to 80 characters', characters: '' },
  },
} as const satisfies Record<ProfileField, FieldRules>

/** The app's words against a value; null when it has none. */
export function refusalOf(field: ProfileField, value: string): string | null {
  const problem = PROFILE_LIMITS[field].problem(value)
  return problem === null ? null : FIELD_RULES[field].words[problem]
}

/** What the app's servers say to a wish for `username`: the second account of every phone and the company's own are taken. */
export const isTaken = (username: string): boolean =>
  username === 'official' || /^clips_alt\d+$/.test(username)
