import type { Screen } from '../domain/phone-session.ts'
import { allNodes, findNodes, type NodeSelector, type ScreenNode } from '../domain/selector.ts'
import type { Element, Found } from './pack.ts'

/** The element's nodes by its first candidate that finds any; undefined when none does. Nodes without an area do not count. */
export function findElement(root: ScreenNode, element: Element): Found | undefined {
  const found = firstFind(root, element)
  element.onLooked?.(found)
  return found
}

function firstFind(root: ScreenNode, { candidates }: Element): Found | undefined {
  for (const [candidate, selector] of candidates.entries()) {
    const nodes = findNodes(root, selector).filter(hasArea)
    if (nodes.length > 0) return { selector, candidate, nodes }
  }
  return undefined
}

/** Whether being found by that candidate means that the app has moved away from its pack. @param candidate from 0 */
export function isDrift({ alternatives }: Element, candidate: number): boolean {
  return candidate > 0 && !alternatives.has(candidate)
}

/** True when the selector describes something on the screen. */
export function shows(root: ScreenNode, selector: NodeSelector): boolean {
  return findNodes(root, selector).length > 0
}

/** In transitions nodes are listed with empty boxes; nobody can see or tap those. */
export function hasArea({ bounds }: ScreenNode): boolean {
  return bounds.right > bounds.left && bounds.bottom > bounds.top
}

const TEXTS_SHOWN = 6
const TEXT_LENGTH = 40

/** A screen in a few words for error messages: whose it is and the first things written on it. */
export function summarize({ package_name, root }: Screen): string {
  const written = new Set<string>()
  for (const { text, content_desc } of allNodes(root)) {
    const words = (text || (content_desc ?? '')).replace(/\s+/gu, ' ').trim()
    if (words !== '') written.add(Array.from(words).slice(0, TEXT_LENGTH).join(''))
    if (written.size === TEXTS_SHOWN) break
  }
  const owner = package_name === '' ? 'no window' : package_name
  return written.size === 0
    ? `${owner} with no text`
    : `${owner} with ${[...written].map((words) => `"${words}"`).join(', ')}`
}
