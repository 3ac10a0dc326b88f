import type { ScreenNode } from '../domain/selector.ts'
import { hasArea } from './find.ts'

/**
 * The nodes of a screen that somebody who writes a pack looks for: what says something, can be touched, is chosen or has a name. Containers that only hold
 * others are left out, as are nodes without an area. In document order.
 */
export function shownNodes(root: ScreenNode): ScreenNode[] {
  return [...(isOfInterest(root) ? [root] : []), ...root.children.flatMap(shownNodes)]
}

function isOfInterest(node: ScreenNode): boolean {
  const { text, content_desc, clickable, scrollable, selected, checked, resource_id, children } = node
  if (!hasArea(node)) return false
  const says = text.trim() !== '' || (content_desc ?? '').trim() !== ''
  return (
    says || clickable || scrollable || selected || checked || (resource_id !== null && children.length === 0)
  )
}
