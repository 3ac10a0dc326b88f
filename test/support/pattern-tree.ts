/** A regular expression, as far as our own go. */
export type PatternNode =
  | { kind: 'char'; takes: (character: string) => boolean; samples: readonly string[] }
  | { kind: 'sequence'; items: readonly PatternNode[] }
  | { kind: 'choice'; options: readonly PatternNode[] }
  | { kind: 'repeat'; body: PatternNode; least: number; most: number; lazy: boolean }
  | { kind: 'look'; body: PatternNode; negative: boolean; behind: boolean; longest: number }
  | { kind: 'start' | 'end' }
  | { kind: 'boundary'; negative: boolean }

/** Characters that a class is tried with. */
const TRIED = [
  ...Array.from({ length: 95 }, (_, index) => String.fromCodePoint(97 + index)).filter((one) => one <= '~'),
  ...Array.from({ length: 65 }, (_, index) => String.fromCodePoint(32 + index)),
  '\n',
  '\t',
  '\r',
  '\0',
  'é',
  '料',
  '\u0301',
  '\u200d',
  '\u202e',
  '\u2028',
  '\ud800',
  '\u007f',
  '\u0085',
]

/** @throws Error for what it does not know: references back, named groups */
export function patternTree(source: string, flags: string): PatternNode {
  const plainFlags = flags.replace(/[dgy]/g, '')
  let at = 0

  const eat = (text: string): boolean => {
    if (!source.startsWith(text, at)) return false
    at += text.length
    return true
  }

  function choice(): PatternNode {
    const options = [sequence()]
    while (eat('|')) options.push(sequence())
    const [only] = options
    return only !== undefined && options.length === 1 ? only : { kind: 'choice', options }
  }

  function sequence(): PatternNode {
    const items: PatternNode[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') items.push(quantified(atom()))
    return { kind: 'sequence', items }
  }

  function quantified(body: PatternNode): PatternNode {
    const [found, least, comma, most] = /^\{(\d+)(,?)(\d*)\}/.exec(source.slice(at)) ?? []
    const bounds =
      found === undefined ? BOUNDS[source[at] ?? ''] : boundsOf(Number(least), comma === ',', most ?? '')
    if (bounds === undefined) return body
    at += found?.length ?? 1
    return { kind: 'repeat', body, ...bounds, lazy: eat('?') }
  }

  function atom(): PatternNode {
    if (eat('^')) return { kind: 'start' }
    if (eat('$')) return { kind: 'end' }
    if (eat('\\b')) return { kind: 'boundary', negative: false }
    if (eat('\\B')) return { kind: 'boundary', negative: true }
    if (source[at] === '(') return group()
    if (source[at] === '[') return character(setEnd())
    return character(escapeEnd())
  }

  function group(): PatternNode {
    const [opening = '', look] = /^\((\?<?[=!])?(?:\?:|\?<\w+>)?/.exec(source.slice(at)) ?? []
    at += opening.length
    const body = choice()
    if (!eat(')')) throw new Error(`no end of a group at ${at} of ${source}`)
    if (look === undefined) return body
    return {
      kind: 'look',
      body,
      negative: look.endsWith('!'),
      behind: look.includes('<'),
      longest: longestOf(body),
    }
  }

  function setEnd(): number {
    let depth = 0
    for (let index = at; index < source.length; index++) {
      if (source[index] === '\\') index++
      else if (source[index] === '[' && (depth === 0 || flags.includes('v'))) depth++
      else if (source[index] === ']' && --depth === 0) return index + 1
    }
    throw new Error(`no end of a set at ${at} of ${source}`)
  }

  function escapeEnd(): number {
    if (/^\\[1-9k]/.test(source.slice(at))) throw new Error(`a reference back at ${at} of ${source}`)
    const [found = source[at] ?? ''] =
      /^\\(?:u\{\w+\}|u\w{4}|x\w{2}|[pP]\{[^}]*\}|c[A-Z]|[^])/.exec(source.slice(at)) ?? []
    return at + found.length
  }

  function character(end: number): PatternNode {
    const one = new RegExp(`^(?:${source.slice(at, end)})$`, plainFlags)
    at = end
    const takes = (text: string) => one.test(text)
    return { kind: 'char', takes, samples: TRIED.filter(takes) }
  }

  const tree = choice()
  if (at !== source.length) throw new Error(`${source} could be read as far as ${at} only`)
  return tree
}

/** How many characters it takes at most. */
function longestOf(node: PatternNode): number {
  if (node.kind === 'char') return 1
  if (node.kind === 'sequence') return node.items.reduce((sum, item) => sum + longestOf(item), 0)
  if (node.kind === 'choice') return Math.max(...node.options.map(longestOf))
  return node.kind === 'repeat' ? node.most * longestOf(node.body) : 0
}

const BOUNDS: Record<string, { least: number; most: number }> = {
  '*': { least: 0, most: Infinity },
  '+': { least: 1, most: Infinity },
  '?': { least: 0, most: 1 },
}

function boundsOf(least: number, isRange: boolean, most: string): { least: number; most: number } {
  if (!isRange) return { least, most: least }
  return { least, most: most === '' ? Infinity : Number(most) }
}
