const LONGEST = 48

/** What a terminal obeys, or what turns the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

/**
 * Words of a screen for a terminal: they are strangers', so control characters, which a terminal would obey, and marks that turn the
 * direction of what follows are shown as a replacement; what is long is cut.
 */
export function printable(words: string | null, longest = LONGEST): string {
  const plain = (words ?? '').replace(UNPRINTABLE, (character) =>
    /[\n\r\t]/.test(character) ? ' ' : '\uFFFD',
  )
  const characters = Array.from(plain)
  return characters.length <= longest ? plain : `${characters.slice(0, longest - 1).join('')}…`
}

/** A value as JSON in one line that can be pasted into a pack: what a terminal would obey is written as its number. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
