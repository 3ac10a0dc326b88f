import type { ScreenNode } from '../domain/selector.ts'
import { findElement, isDrift } from './find.ts'
import type { Pack } from './pack.ts'
import { readMatches } from './read-value.ts'
import type { ElementUse } from './screen-elements.ts'
import { pageInFront } from './video.ts'

/**
 * What a look at a screen says of an element: found by its first candidate, or by a later one (`drift`: the app has changed and the pack only
 * just holds); `unreadable` when it is there and its words are not what the pack reads; `missing`; `not_shown` for what need not be there.
 */
export type ElementStatus = 'found' | 'drift' | 'unreadable' | 'missing' | 'not_shown'

export interface ElementSight {
  screen: string
  element: string
  status: ElementStatus
  /** Number of the candidate that found it, from 1; null when none did. */
  candidate: number | null
  /** How many candidates it has. */
  candidates: number
  /** What the pack reads from it; null when it reads nothing there, or cannot. */
  value: string | null
  nodes: readonly ScreenNode[]
}

/** What is wrong with a pack, as opposed to what only is not there just now. */
export function isProblem({ status }: Pick<ElementSight, 'status'>): boolean {
  return status === 'drift' || status === 'unreadable' || status === 'missing'
}

/** Looks for an element on one reading of a screen. */
export function lookFor(pack: Pack, use: ElementUse, root: ScreenNode): ElementSight {
  const element = pack.element(use.element)
  const { screen, expected, reading } = use
  const base = { screen, element: use.element, candidates: element.candidates.length }
  const scope = use.onPage ? (pageInFront(pack, root) ?? root) : root
  const found = findElement(scope, element)
  if (!found) {
    const status = expected ? 'missing' : 'not_shown'
    return { ...base, status, candidate: null, value: null, nodes: [] }
  }
  const candidate = found.candidate + 1
  const value = reading && (readMatches(pack, scope, reading)[0]?.value ?? null)
  const status =
    reading && value === null ? 'unreadable' : isDrift(element, found.candidate) ? 'drift' : 'found'
  return { ...base, status, candidate, value, nodes: found.nodes }
}

const WORTH: readonly ElementStatus[] = ['not_shown', 'missing', 'unreadable', 'drift', 'found']

/** The better one of two looks at the same element: screens fill bit by bit. */
export function betterOf(before: ElementSight | undefined, now: ElementSight): ElementSight {
  if (!before) return now
  return WORTH.indexOf(now.status) >= WORTH.indexOf(before.status) ? now : before
}
