import type { ProfileField } from './account-data.ts'

const NAME_MOST = 30
const USERNAME_LEAST = 2
const USERNAME_MOST = 24
const BIO_MOST = 80

/** How a field's screen looks and what the app allows in it. */
export interface FieldRules {
  title: string
  hint: string
  most: number
  /** -1 lets more be typed than may be saved; the app then says so. */
  maxLength: number
  /** The app's words against a value; null when it has none. */
  refusal: (value: string) => string | null
  /** What the app's servers make of an accepted value. */
  stored: (value: string) => string
}

/** Unicode code points, as the counter under the field counts. */
export const countCharacters = (text: string): number => Array.from(text).length

export const FIELD_RULES = {
  display_name: {
    title: 'Name',
    hint: 'Add your name',
    most: NAME_MOST,
    maxLength: -1,
    refusal: (value) => {
      const count = countCharacters(value.trim())
      return count < 1 || count > NAME_MOST ? 'Name must be 1 to 30 characters' : null
    },
    // Names are searched for, so their accents are composed.
    stored: (value) => value.trim().normalize('NFC'),
  },
  username: {
    title: 'Username',
    hint: 'Add a username',
    most: USERNAME_MOST,
    maxLength: USERNAME_MOST,
    refusal: (value) => {
      if (!/^[a-z0-9._]*$/.test(value)) {
        return 'Usernames can only use lowercase letters, numbers, underscores and periods'
      }
      if (value.length < USERNAME_LEAST || value.length > USERNAME_MOST) {
        return 'Username must be 2 to 24 characters'
      }
      return null
    },
    stored: (value) => value.trim(),
  },
  bio: {
    title: 'Bio',
    hint: 'Add a bio',
    most: BIO_MOST,
    maxLength: -1,
    refusal: (value) => (countCharacters(value) > BIO_MOST ? 'Bio can be up to 80 characters' : null),
    stored: (value) => value,
  },
} as const satisfies Record<ProfileField, FieldRules>

/** What the app's servers say to a wish for `username`: the second account of every phone and the company's own are taken. */
export const isTaken = (username: string): boolean =>
  username === 'official' || /^clips_alt\d+$/.test(username)
