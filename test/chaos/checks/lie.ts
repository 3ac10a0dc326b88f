import type { History, PhoneTold } from '../history.ts'
import type { CheckName } from './all-checks.ts'

/** What a lying daemon would leave behind: which check must say so, and how the good history is spoiled. */
export interface Lie {
  check: CheckName
  lie: string
  spoil: (history: History) => void
}

/** The one phone of the good history. */
export function phone({ end }: History): PhoneTold {
  const [first] = end.phones
  if (!first) throw new Error('no phone')
  return first
}

/** Spoils an entry. */
export function change(entry: object | undefined, fields: object): void {
  if (!entry) throw new Error('nothing to change')
  Object.assign(entry, fields)
}
