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
 * @param matches the whole of a text, or something in it: then each place of the text is a new beginning, unless the pattern begins with `^`
 * @returns null when it can be used
 */
export function patternFault(pattern: string, matches: 'whole' | 'part' = 'whole'): string | null {
  if (pattern.length > LONGEST_PATTERN)
    return `has ${pattern.length} characters, at most ${LONGEST_PATTERN} are taken`
  try {
    RegExp(pattern, 'su')
  } catch (error) {
    return `is not a regular expression: ${error instanceof Error ? error.message : String(error)}`
  }
  return costFault(pattern, matches)
}

/** A part of a pattern in parentheses; the whole pattern is one too. */
interface Group {
  repeats: boolean
  /** What it chooses from; 1 when there is no choice. */
  choices: number
  chooses: boolean
}

function newGroup(): Group {
  return { repeats: false, choices: 1, chooses: false }
}

const TOKEN =
  /\\[1-9k]|\\[pPu]\{[^}]*\}|\\c.|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<[^>]*>)|\(|\)|\||[*+?]\??|\{(\d+)(,?)(\d*)\}\??|./gsu

/** Repetitions inside of repetitions, and choices inside of them, are where backtracking explodes; the rest has a bound that can be counted. */
function costFault(pattern: string, matches: 'whole' | 'part'): string | null {
  const whole = newGroup()
  const open: Group[] = [whole]
  let closed: Group | undefined
  let ways = 1
  for (const [token, least = '', comma, most] of pattern.matchAll(TOKEN)) {
    const inner = open.at(-1) ?? whole
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
    if (token === '|') {
      inner.chooses = true
      inner.choices += 1
    }
    if (token.startsWith('(')) open.push(newGroup())
    closed = token === ')' ? open.pop() : undefined
    const outer = open.at(-1)
    if (closed && outer) {
      ways *= closed.choices
      outer.repeats ||= closed.repeats
      outer.chooses ||= closed.chooses
    }
  }
  if (ways > MOST_WAYS)
    return 'has too many repetitions or choices: two repetitions without a bound are the most'
  const isAnchored = pattern.startsWith('^') && whole.choices === 1
  if (matches === 'part' && !isAnchored && ways * LONGEST_VALUE > MOST_WAYS)
    return 'has too many repetitions for what may begin anywhere: begin it with ^'
  return null
}

/** How often; a count that is exact leaves no choice. */
function timesOf(token: string, least: string, comma = '', most = ''): { most: number; exact: boolean } {
  if (least === '') return { most: token.startsWith('?') ? 1 : Infinity, exact: false }
  if (comma === '') return { most: Number(least), exact: true }
  return { most: most === '' ? Infinity : Number(most), exact: false }
}
