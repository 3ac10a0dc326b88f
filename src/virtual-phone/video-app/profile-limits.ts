import type { ProfileField } from './account-data.ts'

/** Unicode code points, as the counter under a field counts. */
export const countCharacters = (text: string): number => Array.from(text).length

/** What may not be saved, and why; `characters`: there are some in it that are not allowed. */
export type ProfileProblem = 'length' | 'characters'

interface Limits {
  least: number
  most: number
  problem: (value: string) => ProfileProblem | null
  /** What the app's servers make of an accepted value. */
  stored: (value: string) => string
}

const within = (count: number, least: number, most: number) =>
  count < least || count > most ? 'length' : null

/** What the servers of such apps allow. */
export const PROFILE_LIMITS = {
  display_name: {
    least: 1,
    most: 30,
    problem: (value) => within(countCharacters(value.trim()), 1, 30),
    // Names are searched for, so their accents are composed.
    stored: (value) => value.trim().normalize('NFC'),
  },
  username: {
    least: 2,
    most: 24,
    problem: (value) => (/^[a-z0-9._]*$/.test(value) ? within(value.length, 2, 24) : 'characters'),
    stored: (value) => value.trim(),
  },
  bio: {
    least: 0,
    most: 80,
    problem: (value) => within(countCharacters(value), 0, 80),
    stored: (value) => value,
  },
} as const satisfies Record<ProfileField, Limits>
