/**
 * What a terminal or a reader of lines obeys in place of showing it: control characters, ends of lines that only some know (U+0085, U+2028),
 * and marks that turn the direction of what follows.
 */
const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu

/** The text for a terminal: what would be obeyed is shown as a replacement, ends of lines and tabs as a space. */
export function oneLine(text: string): string {
  return text.replace(UNPRINTABLE, (character) => (/[\n\r\t]/.test(character) ? ' ' : '\uFFFD'))
}

/** As `oneLine`, for a text whose own lines and tabs are meant. */
export function severalLines(text: string): string {
  return text.replace(UNPRINTABLE, (character) => (/[\n\t]/.test(character) ? character : '\uFFFD'))
}

/** The same JSON, in which what would be obeyed is written as its number. Its ends of lines stay: within strings JSON has none. */
export function escapeJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) =>
    /[\n\r\t]/.test(character) ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
