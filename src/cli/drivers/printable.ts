import { escapeJson, oneLine } from '../../domain/unprintable.ts'

const LONGEST = 48

/**
 * Words of a screen for a terminal: they are strangers', so control characters, which a terminal would obey, and marks that turn the
 * direction of what follows are shown as a replacement; what is long is cut.
 */
export function printable(words: string | null, longest = LONGEST): string {
  const plain = oneLine(words ?? '')
  const characters = Array.from(plain)
  return characters.length <= longest ? plain : `${characters.slice(0, longest - 1).join('')}…`
}

/** A value as JSON in one line that can be pasted into a pack: what a terminal would obey is written as its number. */
export function printableJson(value: unknown): string {
  return escapeJson(JSON.stringify(value))
}
