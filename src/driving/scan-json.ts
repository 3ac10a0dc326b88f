import type { Problem } from '../domain/errors.ts'
import { pointerStep } from '../domain/json-pointer.ts'

/** A pack needs nine: screens, a rule, its list, a candidate, and selectors in each other. */
const DEEPEST = 24

interface Level {
  path: string
  /** Null for an array. */
  keys: Set<string> | null
  /** The step of the value that comes next. */
  step: string | number
}

// A string without an end is a token as well: looked for anew from each quote in it, it would take time by the square of its length.
const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\],]/gsu

/**
 * What `JSON.parse` lets through: a key that stands twice in an object (the first would be lost without a word), and nesting on which
 * whoever walks the document would run out of stack.
 * @param text need not be JSON: what is said then is about as much as was understood
 */
export function scanJson(text: string): Problem[] {
  const problems: Problem[] = []
  const levels: Level[] = []
  let last: string | undefined
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match
    const level = levels.at(-1)
    if (token === '{' || token === '[') {
      const path = level ? level.path + pointerStep(level.step) : ''
      if (levels.length === DEEPEST)
        return [...problems, { path, message: `is nested more than ${DEEPEST} deep` }]
      levels.push({ path, keys: token === '{' ? new Set() : null, step: 0 })
    } else if (token === '}' || token === ']') {
      levels.pop()
    } else if (token === ',') {
      if (level && typeof level.step === 'number') level.step++
    } else if (level?.keys && isKey(text, match.index + token.length)) {
      last = keyOf(token)
      if (level.keys.has(last))
        problems.push({ path: level.path + pointerStep(last), message: 'stands there twice' })
      level.keys.add(last)
      level.step = last
    }
  }
  return problems
}

function isKey(text: string, end: number): boolean {
  return /^\s*:/.test(text.slice(end, end + 100))
}

/** Keys with escapes are compared as what they mean. */
function keyOf(token: string): string {
  try {
    const key: unknown = JSON.parse(token)
    return typeof key === 'string' ? key : token
  } catch {
    return token // no JSON: said by whoever parses the document
  }
}
