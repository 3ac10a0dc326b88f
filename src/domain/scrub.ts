/** What stands in the place of a secret. */
export const HIDDEN = '[hidden]'

/** Shorter secrets are no secrets, and hiding every "a" would ruin the text. */
const SHORTEST_SECRET = 4

/** What looks secret wherever it came from. A token may be percent-encoded, and what parts the words may be JSON-escaped. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/(Bearer|Basic)(\s|%20|\+|\\[tnr])+[^\s"'\\,;]+/gi, `$1 ${HIDDEN}`],
  [/pfk_[\w%-]+/g, `pfk_${HIDDEN}`],
  [/whsec_[\w+/=%-]+/g, `whsec_${HIDDEN}`],
  // user:password@ of a URL
  [/\/\/[^\s/@"\\]+@/g, `//${HIDDEN}@`],
]

/** Names whose values are secret, as they stand in headers, queries, environments, capabilities and logs. */
const NAME =
  'authorization|cookie|pass(?:word|wd|phrase)|pwd|secret|credentials?|private[_-]?key|api[_-]?key|(?:access|auth|refresh|id|session|csrf)?[_-]?token|signature'

/** A telling name, also as the end or the middle of a longer one: `appium:password`, `PHONEFARM_API_KEY`, `X-Api-Key`. */
const TELLING_NAME = new RegExp(`(?:${NAME})$`, 'i')

/**
 * `name=value` and `name: value`, quoted or not; flags such as `password="true"` of a screen's hierarchy are none. Nothing open-ended stands
 * before what is looked for: a long word would be searched again from each of its letters. JSON within JSON within JSON has seven backslashes
 * before a quote; one that escapes something else is left alone, so that JSON stays JSON.
 */
const NAMED_VALUE = new RegExp(
  `((?:${NAME})(?:\\\\{0,7}["'])?\\s{0,4}[=:](?:\\s|\\\\[tnr]){0,4}(?:\\\\{0,7}["'])?)(?!(?:true|false|null)\\b|\\[hidden\\])[^\\s"'\\\\,;&<>]+`,
  'gi',
)

/**
 * What follows the path of a URL may be a key: `?token=…`, `#access_token=…`. The tail need not be there, so that what was read of an address
 * without one is not read again from the next `http://` in it.
 */
const ADDRESS = /(\bhttps?:\/\/[^\s"'<>?#\\]+)([?#])?([^\s"'<>\\]+)?/gi

/** A cookie header is secret up to its end. */
const COOKIES = /(cookie(?:\\?["'])?\s{0,4}[=:](?:\s|\\[tnr]){0,4}(?:\\?["'])?)[^"'\\\r\n]+/gi

/** How a secret can stand in a text: as it is, as JSON writes it, percent-encoded in a URL, and in base64. */
export function spellingsOf(secret: string): string[] {
  if (secret.length < SHORTEST_SECRET) return []
  const plain = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]
  return [...new Set([...plain, base64(secret)])]
}

/** Base64 of UTF-8 without its padding, which another text behind the secret would change. */
function base64(text: string): string {
  const whole = text.length - (text.length % 3)
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text.slice(0, whole))))
}

/** True when there may be something to hide in a text: a quick look before the careful one. */
export const LOOKS_SECRET = new RegExp(`bearer|basic|pfk_|whsec_|://|//[^\\s/"]*@|${NAME}`, 'i')

/** A member of JSON whose name tells that its value is secret, up to that value, which is a text. */
export const TELLING_MEMBER = new RegExp(
  `("[^"\\\\]{0,200}(?:${NAME})"\\s{0,4}:\\s{0,4})"[^"\\\\]*(?:\\\\.[^"\\\\]*)*"`,
  'gi',
)

/** The text with everything hidden that has a secret's shape, a telling name before it, or the place of a key in a URL. */
export function hideAll(text: string): string {
  const shaped = SHAPES.reduce((rest, [shape, hidden]) => rest.replace(shape, hidden), text)
  const named = [COOKIES, NAMED_VALUE].reduce((rest, shape) => rest.replace(shape, `$1${HIDDEN}`), shaped)
  return named.replace(ADDRESS, hideTail)
}

function hideTail(url: string, address: string, mark?: string, tail?: string): string {
  return mark === undefined || tail === undefined ? url : `${address}${mark}${HIDDEN}`
}

/** The text without the secrets, and without what looks like one: what others may be shown of logs, errors and screens. */
export function scrubText(text: string, secrets: Iterable<string>): string {
  const spellings = [...secrets].flatMap(spellingsOf).toSorted((a, b) => b.length - a.length)
  return hideAll(spellings.reduce((rest, spelling) => rest.replaceAll(spelling, HIDDEN), text))
}

/** A copy of plain JSON in which every text is scrubbed, names of members too, and the value of every telling name is hidden. */
export function scrubJson(value: unknown, secrets: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return scrubText(value, secrets)
  if (Array.isArray(value)) return value.map((member) => scrubJson(member, secrets))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const secret = TELLING_NAME.test(name) && (typeof member === 'string' || typeof member === 'number')
      return [scrubText(name, secrets), secret ? HIDDEN : scrubJson(member, secrets)]
    }),
  )
}
