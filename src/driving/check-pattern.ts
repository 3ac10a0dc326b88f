/** Longer values are matched by their beginning only (`beginningOf`), so that the time of a match has a bound. */
const LONGEST_VALUE = 1_000

const LONGEST_PATTERN = 200

/**
 * Ways to deal a value of 1,000 characters out to two unbounded repetitions and a few small ones. Three take V8 a second when a stranger's
 * caption is made for it (docs/decisions/0027-driver-packs.md).
 */
const MOST_WAYS = 100_000_000

/** What of a phone's text is matched against a pack's patterns. */
export function beginningOf(text: string): string {
  return text.slice(0, LONGEST_VALUE)
}

/**
 * Why a pattern cannot be used: it does not compile, is too long, or somebody could write a text on which it never comes to an end.
 * @returns null when it can be used
 */
export function patternFault(pattern: string): string | null {
  if (pattern.length > LONGEST_PATTERN)
    return `has ${pattern.length} characters, at most ${LONGEST_PATTERN} are taken`
  try {
    RegExp(pattern, 'su')
  } catch (error) {
    return `is not a regular expression: ${error instanceof Error ? error.message : String(error)}`
  }
  return costFault(pattern)
}

/** A part of a pattern in parentheses; the whole pattern is one too. */
interface Group {
  repeats: boolean
  chooses: boolean
}

const TOKEN =
  /\\[1-9k]|\\[pPu]\{[^}]*\}|\\c.|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<[^>]*>)|\(|\)|\||[*+?]\??|\{(\d+)(,?)(\d*)\}\??|./gsu

/** Repetitions inside of repetitions, and choices inside of them, are where backtracking explodes; the rest has a bound that can be counted. */
function costFault(pattern: string): string | null {
  const open: Group[] = [{ repeats: false, chooses: false }]
  let closed: Group | undefined
  let ways = 1
  for (const [token, least = '', comma, most] of pattern.matchAll(TOKEN)) {
    const inner = open.at(-1) ?? { repeats: false, chooses: false }
    const isRepetition = least !== '' || /^[*+?]/.test(token)
    if (/^\\[1-9k]$/.test(token)) return 'refers back to what it has matched, which can take for ever'
    if (isRepetition) {
      const times = timesOf(token, least, comma, most)
      if (times.most > 1 && (closed?.repeats || closed?.chooses))
        return 'repeats what itself repeats or chooses, which can take for ever'
      if (!times.exact) {
        inner.repeats = true
        ways *= Math.min(times.most, LONGEST_VALUE) + 1
      }
    }
    if (token === '|') inner.chooses = true
    if (token.startsWith('(')) open.push({ repeats: false, chooses: false })
    closed = token === ')' ? open.pop() : undefined
    const outer = open.at(-1)
    if (closed && outer) {
      outer.repeats ||= closed.repeats
      outer.chooses ||= closed.chooses
    }
  }
  return ways > MOST_WAYS ? 'has too many repetitions: two without a bound are the most' : null
}

/** How often; a count that is exact leaves no choice. */
function timesOf(token: string, least: string, comma = '', most = ''): { most: number; exact: boolean } {
  if (least === '') return { most: token.startsWith('?') ? 1 : Infinity, exact: false }
  if (comma === '') return { most: Number(least), exact: true }
  return { most: most === '' ? Infinity : Number(most), exact: false }
}
