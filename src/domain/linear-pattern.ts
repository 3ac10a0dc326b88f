import { RE2JS } from 're2js'
import type { Problem } from './errors.ts'
import { pointerStep } from './json-pointer.ts'
import { DATA_KEYWORDS } from './schema-sample.ts'

/** What ajv asks of a regular expression. */
interface Pattern {
  test: (text: string) => boolean
}

/** Linear time is long enough when both are: what is longer than this is told before it is compiled, or matched, at all. */
const LONGEST = { pattern: 500, text: 4_000 } as const

/** Steps of the compiled program, about two for each character that may be matched: room for `.{1,1000}`. */
const LARGEST_PROGRAM = 2_100

/** Patterns of one schema that are compiled at all. */
const MOST_PATTERNS = 50

/**
 * A JavaScript regular expression that takes time in proportion to the text, whatever the pattern: a stranger's `^(a+)+$` would keep
 * JavaScript's own busy for years. What no such matcher can do (look-around, references back) does not compile, nor do counts beyond 1000.
 * Texts of more than 4,000 characters match nothing.
 * @throws Error that says what is wrong with the pattern
 */
export function linearPattern(pattern: string): Pattern {
  if (pattern.length > LONGEST.pattern) throw new Error(`it has more than ${LONGEST.pattern} characters`)
  const expression = RE2JS.compile(RE2JS.translateRegExp(pattern))
  if (expression.programSize() > LARGEST_PROGRAM)
    throw new Error('its counts multiply to too large a program')
  return { test: (text) => text.length <= LONGEST.text && expression.matcher(text).find() }
}

/** The first pattern in a JSON Schema that cannot be used, by its JSON pointer below `at`; null when all can. */
export function patternFault(schema: unknown, at: string): Problem | null {
  let left = MOST_PATTERNS
  for (const { pattern, path } of patternsIn(schema, at)) {
    if (left-- === 0) return { path, message: `is one pattern too many: at most ${MOST_PATTERNS} are taken` }
    try {
      linearPattern(pattern)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return { path, message: `is no pattern that can be matched in linear time: ${why}` }
    }
  }
  return null
}

function* patternsIn(schema: unknown, at: string): Generator<{ pattern: string; path: string }> {
  if (typeof schema !== 'object' || schema === null) return
  for (const [key, value] of Object.entries(schema)) {
    const path = `${at}${pointerStep(key)}`
    if (key === 'pattern' && typeof value === 'string') yield { pattern: value, path }
    if (key === 'patternProperties' && typeof value === 'object' && value !== null) {
      for (const pattern of Object.keys(value)) yield { pattern, path: `${path}${pointerStep(pattern)}` }
    }
    if (!DATA_KEYWORDS.has(key)) yield* patternsIn(value, path)
  }
}
