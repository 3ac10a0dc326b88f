import type { ErrorSummary } from './errors.ts'

/**
 * One error for a process out of those of its items: the only one as it stands, otherwise the first one's category and how many there are.
 * @param errors of the items that failed or wait for another attempt, by position
 */
export function summarizeErrors(errors: readonly ErrorSummary[]): ErrorSummary | null {
  const [first, ...others] = errors
  if (!first) return null
  if (others.length === 0) return first
  const same = others.every(
    ({ message, category }) => message === first.message && category === first.category,
  )
  if (same) return first
  return { message: `${errors.length} queue items failed, first: ${first.message}`, category: first.category }
}
