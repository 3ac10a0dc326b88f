import { allNodes, type Bounds, type ScreenNode } from '../domain/selector.ts'

/** An element as it was seen while it could still be found: what it is known again by. */
export interface Trace {
  id: string | null
  class_name: string
  text: string
  content_desc: string
  clickable: boolean
  /** Its box in parts of the screen's width and height. */
  place: Bounds
  /** Ids and words of what stands beside it and around it. */
  near: readonly string[]
}

/** Nodes around one that are looked at: a list can have hundreds. */
const NEAR_MOST = 12

/**
 * @param root of the screen, with `node` somewhere below it
 * @param parents as `parentsOf` gives them, for whoever asks for many nodes of a screen
 */
export function traceOf(root: ScreenNode, node: ScreenNode, parents = parentsOf(root)): Trace {
  return {
    id: node.resource_id,
    class_name: node.class_name,
    text: node.text,
    content_desc: node.content_desc ?? '',
    clickable: node.clickable,
    place: placeOf(root, node),
    near: nearOf(node, parents.get(node)),
  }
}

/** A node's box in parts of the screen. */
export function placeOf(root: ScreenNode, { bounds }: ScreenNode): Bounds {
  const { width, height } = sizeOf(root)
  return {
    left: bounds.left / width,
    top: bounds.top / height,
    right: bounds.right / width,
    bottom: bounds.bottom / height,
  }
}

/** The hierarchy's root has no box of its own: its windows have. */
function sizeOf(root: ScreenNode): { width: number; height: number } {
  const windows = root.class_name === 'hierarchy' ? root.children : [root]
  const edge = (side: 'right' | 'bottom') => Math.max(1, ...windows.map(({ bounds }) => bounds[side]))
  return { width: edge('right'), height: edge('bottom') }
}

/** The parent of each node below the root. */
export function parentsOf(root: ScreenNode): ReadonlyMap<ScreenNode, ScreenNode> {
  const parents = new Map<ScreenNode, ScreenNode>()
  for (const parent of allNodes(root)) for (const child of parent.children) parents.set(child, parent)
  return parents
}

function nearOf(node: ScreenNode, parent: ScreenNode | undefined): string[] {
  if (!parent) return []
  const beside = parent.children.filter((child) => child !== node).slice(0, NEAR_MOST)
  return [...new Set([parent, ...beside].flatMap(marksOf))]
}

function marksOf({ resource_id, text, content_desc }: ScreenNode): string[] {
  return [resource_id ?? '', content_desc ?? '', resource_id === null ? text : ''].filter(
    (mark) => mark !== '',
  )
}
