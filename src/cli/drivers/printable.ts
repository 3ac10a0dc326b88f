const LONGEST = 48

/**
 * Words of a screen for a terminal: they are strangers', so control characters, which a terminal would obey, and marks that turn the
 * direction of what follows are shown as a replacement; what is long is cut.
 */
export function printable(words: string | null, longest = LONGEST): string {
  const plain = (words ?? '').replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, (character) =>
    /[\n\r\t]/.test(character) ? ' ' : '\uFFFD',
  )
  const characters = Array.from(plain)
  return characters.length <= longest ? plain : `${characters.slice(0, longest - 1).join('')}…`
}
