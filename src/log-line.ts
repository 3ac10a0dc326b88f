import { hideAll, HIDDEN, LOOKS_SECRET, TELLING_MEMBER } from './domain/scrub.ts'
import { escapeJson } from './domain/unprintable.ts'

/** As JSON writes them, longer texts in a record are cut: what is of use in a megabyte stands in its first pages. */
const TEXT_MAX = 8 * 1024

/** Longer members of a record (lists, nested objects) are left out. */
const MEMBER_MAX = 32 * 1024

/** A JSON string with its quotes. Numbers and punctuation stay as they are, so that a scrubbed line is still JSON. */
const JSON_STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/g

/** Whole characters of a JSON string, so that none is cut in the middle of its escape. */
const WHOLE_CHARACTERS = /^(?:[^\\]|\\u[0-9a-fA-F]{4}|\\[^u])*/

/**
 * One record as it may leave: nothing secret in it, nothing that a terminal obeys, no text beyond 8 KiB, one line whatever it tells of.
 * @param line one JSON record and its end of line
 * @param spellings of the secrets that are known
 */
export function safeLine(line: string, spellings: readonly string[]): string {
  return bounded(escapeJson(scrubbed(line, spellings)))
}

function scrubbed(line: string, spellings: readonly string[]): string {
  const found = spellings
    .filter((spelling) => line.includes(spelling))
    .toSorted((a, b) => b.length - a.length)
  if (found.length === 0 && !LOOKS_SECRET.test(line)) return line
  const texts = line.replace(JSON_STRING, (quoted) => {
    const text = found.reduce((rest, spelling) => rest.replaceAll(spelling, HIDDEN), quoted.slice(1, -1))
    return `"${hideAll(text)}"`
  })
  return texts.replace(TELLING_MEMBER, `$1"${HIDDEN}"`)
}

function bounded(line: string): string {
  if (line.length <= TEXT_MAX) return line
  const short = line.replace(JSON_STRING, (quoted) => {
    if (quoted.length <= TEXT_MAX + 2) return quoted
    const first = WHOLE_CHARACTERS.exec(quoted.slice(1, TEXT_MAX + 1))?.[0] ?? ''
    return `"${first}… (${quoted.length - 2 - first.length} more)"`
  })
  return short.length <= MEMBER_MAX ? short : withoutLong(short)
}

/** The members of a record that are not too long, and the lengths of the others. */
function withoutLong(line: string): string {
  const record: unknown = JSON.parse(line)
  if (typeof record !== 'object' || record === null) return line
  const members = Object.entries(record).map(([name, value]) => {
    const { length } = JSON.stringify(value)
    return [name, length <= MEMBER_MAX ? value : `left out: ${length} characters`]
  })
  return `${escapeJson(JSON.stringify(Object.fromEntries(members)))}\n`
}
