import Type, { type Static } from 'typebox'

/** A rectangle in screen pixels; `right` and `bottom` are exclusive. */
export interface Bounds {
  left: number
  top: number
  right: number
  bottom: number
}

export interface Point {
  x: number
  y: number
}

/** One node of a screen as the phone's accessibility tree shows it. Null means that the attribute is absent. */
export interface ScreenNode {
  class_name: string
  package_name: string
  resource_id: string | null
  /** An empty edit field shows its hint here, with `showing_hint` true. */
  text: string
  content_desc: string | null
  hint: string | null
  showing_hint: boolean
  bounds: Bounds
  clickable: boolean
  enabled: boolean
  focused: boolean
  scrollable: boolean
  selected: boolean
  checked: boolean
  children: readonly ScreenNode[]
}

/**
 * Tells nodes apart by their attributes; all that are given must hold. `id` is the full `package:id/name`; `*_matches` are regular
 * expressions (JavaScript, Unicode) that must match the whole value. `within` narrows to descendants of a node that matches.
 */
export const NodeSelector = Type.Cyclic(
  {
    NodeSelector: Type.Object(
      {
        id: Type.Optional(Type.String({ minLength: 1 })),
        text: Type.Optional(Type.String()),
        text_matches: Type.Optional(Type.String({ minLength: 1 })),
        desc: Type.Optional(Type.String()),
        desc_matches: Type.Optional(Type.String({ minLength: 1 })),
        class: Type.Optional(Type.String({ minLength: 1 })),
        package: Type.Optional(Type.String({ minLength: 1 })),
        clickable: Type.Optional(Type.Boolean()),
        focused: Type.Optional(Type.Boolean()),
        selected: Type.Optional(Type.Boolean()),
        within: Type.Optional(Type.Ref('NodeSelector')),
      },
      { additionalProperties: false, minProperties: 1 },
    ),
  },
  'NodeSelector',
)
export type NodeSelector = Static<typeof NodeSelector>

/** The middle of a rectangle, in whole pixels. */
export function centerOf({ left, top, right, bottom }: Bounds): Point {
  return { x: Math.floor((left + right) / 2), y: Math.floor((top + bottom) / 2) }
}

/** Every node of the tree, parents before children. */
export function* allNodes(root: ScreenNode): Generator<ScreenNode> {
  yield root
  for (const child of root.children) yield* allNodes(child)
}

/** The nodes below `root` (itself included) that the selector describes, in document order. */
export function findNodes(root: ScreenNode, selector: NodeSelector): ScreenNode[] {
  const scopes = selector.within ? findNodes(root, selector.within) : [root]
  const found = new Set<ScreenNode>()
  for (const scope of scopes) {
    for (const node of allNodes(scope)) if (describes(selector, node)) found.add(node)
  }
  return [...found]
}

function describes(selector: NodeSelector, node: ScreenNode): boolean {
  return (
    same(selector.id, node.resource_id) &&
    same(selector.text, node.text) &&
    like(selector.text_matches, node.text) &&
    same(selector.desc, node.content_desc) &&
    like(selector.desc_matches, node.content_desc) &&
    same(selector.class, node.class_name) &&
    same(selector.package, node.package_name) &&
    same(selector.clickable, node.clickable) &&
    same(selector.focused, node.focused) &&
    same(selector.selected, node.selected)
  )
}

function same<T>(wanted: T | undefined, actual: T | null): boolean {
  return wanted === undefined || wanted === actual
}

function like(pattern: string | undefined, actual: string | null): boolean {
  return pattern === undefined || (actual !== null && new RegExp(`^(?:${pattern})$`, 'su').test(actual))
}
