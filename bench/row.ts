import type { Grounds } from './grounds.ts'

/** A ratio that must not be exceeded, or that must be reached. */
export type Goal = { atMost: number } | { atLeast: number }

/** One line of the table: our figure beside a base that was measured in the same run. */
export interface Line {
  what: string
  ours: string
  base: string
  /** What the goal speaks of; null when it could not be measured. */
  ratio: number | null
  goal: Goal
  /** Why there is no ratio. */
  note?: string
}

/** One measurement of the table; gives one line or more. */
export interface Row {
  /** As it is chosen on the command line. */
  name: string
  measure: (grounds: Grounds) => Promise<Line[]>
}

/** Whether the line reaches its goal; what was not measured does not. */
export function isMet({ ratio, goal }: Line): boolean {
  if (ratio === null) return false
  return 'atMost' in goal ? ratio <= goal.atMost : ratio >= goal.atLeast
}
