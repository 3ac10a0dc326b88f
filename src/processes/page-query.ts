import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { invalid } from '../domain/check.ts'
import type { Problem } from '../domain/errors.ts'
import { pointerStep } from '../domain/json-pointer.ts'

/** The query of a list: every parameter with all of its values. */
export type Query = Readonly<Record<string, readonly string[] | undefined>>

/** A page to read. */
export interface Page<Cursor> {
  limit: number
  /** Where the page before ended; null for the first. */
  after: Cursor | null
  /** What a filter asks for: any of these, or everything when there is none. */
  wanted: (filter: string) => readonly string[]
}

export interface PageRules<Cursor extends TSchema> {
  /** The values that each filter takes; null for the text of an id. */
  filters: Readonly<Record<string, readonly string[] | null>>
  cursor: Cursor
}

const DEFAULT_LIMIT = 50
const LEAST = 1
const MOST = 200

/** Longest value of a filter: that of an id. */
const VALUE_MAX = 200

/** Makes the reader of a list's query; an unknown parameter is refused (source: contract, question 14). */
export function createPageQuery<Cursor extends TSchema>({ filters, cursor }: PageRules<Cursor>) {
  const cursorSchema = Compile(cursor)

  function cursorOf(text: string | undefined): Static<Cursor> | null {
    if (text === undefined) return null
    const value = decodedCursor(text)
    if (cursorSchema.Check(value)) return value
    throw invalid([{ path: '/cursor', message: 'is not a cursor of this list' }])
  }

  /** @throws FarmError 'invalid_request' */
  return (query: Query): Page<Static<Cursor>> => {
    const given = Object.entries(query).map(([name, values = []]) => ({ name, values }))
    const problems = given.flatMap(({ name, values }) => problemsOf(name, values, filters))
    if (problems.length > 0) throw invalid(problems)
    const limit = query['limit']?.[0]
    return {
      limit: limit === undefined ? DEFAULT_LIMIT : Number(limit),
      after: cursorOf(query['cursor']?.[0]),
      wanted: (filter) => query[filter] ?? [],
    }
  }
}

function problemsOf(
  name: string,
  values: readonly string[],
  filters: PageRules<TSchema>['filters'],
): Problem[] {
  const path = pointerStep(name)
  const problem = (message: string): Problem[] => [{ path, message }]
  if (name === 'limit' || name === 'cursor') {
    if (values.length > 1) return problem('must be given once')
    const isLimit =
      /^\d{1,3}$/.test(values[0] ?? '') && Number(values[0]) >= LEAST && Number(values[0]) <= MOST
    return name === 'cursor' || isLimit ? [] : problem(`must be an integer from ${LEAST} to ${MOST}`)
  }
  const allowed = Object.hasOwn(filters, name) ? filters[name] : undefined
  if (allowed === undefined) return problem('is not a known query parameter')
  if (allowed === null)
    return values.every((value) => value !== '' && value.length <= VALUE_MAX)
      ? []
      : problem(`must have 1 to ${VALUE_MAX} characters`)
  return values.every((value) => allowed.includes(value))
    ? []
    : problem(`must be one of ${allowed.join(', ')}`)
}

/** Opaque to callers, so that it may change. */
export function encodedCursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** @returns undefined for what no `encodedCursor` made */
export function decodedCursor(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined // not JSON: the caller is told that it is no cursor
  }
}

/** The rows of a page and the cursor of the next one. @param rows one more than the page holds, when there are more */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => unknown,
): { rows: readonly Row[]; next_cursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const more = rows.length > limit && last !== undefined
  return { rows: shown, next_cursor: more ? encodedCursor(cursorOf(last)) : null }
}
