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

const Words = Type.String({ minLength: 1 })

/** What a selector can say of a node by itself; `src/domain/driver-pack.ts` makes the document's form of it. */
export const NODE_ATTRIBUTES = {
  id: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'The resource id, in full: `package:id/name`; for a Compose test tag just the tag. The most lasting mark that a node can have.',
    }),
  ),
  text: Type.Optional(
    Type.String({
      description:
        'The text, the whole of it. In one language only: for words of the app use `text_of`. An empty edit field says its hint.',
    }),
  ),
  text_matches: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'A regular expression (JavaScript, Unicode, `.` takes line breaks too) that matches the whole text.',
    }),
  ),
  desc: Type.Optional(
    Type.String({ description: 'The content description (what a screen reader says), the whole of it.' }),
  ),
  desc_matches: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'A regular expression that matches the whole content description.',
    }),
  ),
  class: Type.Optional({ ...Words, description: 'The class of the view: `android.widget.EditText`.' }),
  package: Type.Optional({
    ...Words,
    description: 'The package that the node belongs to: tells the app from keyboards and system windows.',
  }),
  clickable: Type.Optional(Type.Boolean({ description: 'Whether a tap on it does something.' })),
  enabled: Type.Optional(Type.Boolean({ description: 'Whether it can be used; what is grey cannot.' })),
  focused: Type.Optional(Type.Boolean({ description: 'Whether keys go there.' })),
  selected: Type.Optional(Type.Boolean({ description: 'Whether it is the chosen one of several: a tab.' })),
  checked: Type.Optional(Type.Boolean({ description: 'Whether a box or switch is on.' })),
  scrollable: Type.Optional(Type.Boolean({ description: 'Whether a finger can move what is inside.' })),
  nth: Type.Optional(
    Type.Integer({
      minimum: -100,
      maximum: 100,
      description:
        'Only this one of the nodes that fit, 1 for the first in the order of the hierarchy, -1 for the last. Counted anew inside every node of ' +
        '`within`, and after every node of `after`. The hierarchy goes by layout, not by what is right or left on the screen.',
    }),
  ),
} as const

const Attributes = Type.Object(NODE_ATTRIBUTES)

/**
 * Tells nodes apart; all that is given must hold. `id` is the full `package:id/name`; `*_matches` are regular expressions (JavaScript,
 * Unicode) that must match the whole value.
 */
export interface NodeSelector extends Static<typeof Attributes> {
  /** Narrows to the nodes that fit this and to what is inside them: each of them is a scope of its own. */
  within?: NodeSelector
  /** Somewhere inside the node is one that fits this. */
  has?: NodeSelector
  /** The node comes after one that fits this, in the same scope, and is not inside it. */
  after?: NodeSelector
  /**
   * Only this one of a scope's nodes, 1-based, from the end when negative. With `after` it is counted from every node that fits that one up to
   * the next such node.
   */
  nth?: number
}

/** In UTF-16 code units: text of strangers must not take a pattern long. What is longer is matched by none. */
const LONGEST_MATCHED = 1_000

/** The middle of a rectangle, in whole pixels. */
export function centerOf({ left, top, right, bottom }: Bounds): Point {
  return { x: Math.floor((left + right) / 2), y: Math.floor((top + bottom) / 2) }
}

/** Every node of the tree, parents before children. */
export function* allNodes(root: ScreenNode): Generator<ScreenNode> {
  yield root
  for (const child of root.children) yield* allNodes(child)
}

/** The nodes below `root` (itself included) that the selector describes, in document order of the scopes. */
export function findNodes(root: ScreenNode, selector: NodeSelector): ScreenNode[] {
  const scopes = selector.within ? findNodes(root, selector.within) : [root]
  const found = new Set<ScreenNode>()
  for (const scope of scopes) {
    for (const node of findInScope(scope, selector)) found.add(node)
  }
  return [...found]
}

function findInScope(scope: ScreenNode, selector: NodeSelector): readonly ScreenNode[] {
  const { after, nth } = selector
  const fitting = [...allNodes(scope)].filter((node) => describes(selector, node))
  const stretches = after ? stretchesAfter(scope, after, fitting) : [fitting]
  if (nth === undefined) return stretches.flat()
  return stretches.flatMap((nodes) => nodes.at(nth > 0 ? nth - 1 : nth) ?? [])
}

/** Deals the nodes out to the nearest anchor that has ended before each; those before the first anchor are left out. */
function stretchesAfter(
  scope: ScreenNode,
  after: NodeSelector,
  nodes: readonly ScreenNode[],
): ScreenNode[][] {
  const order = new Map([...allNodes(scope)].map((node, at) => [node, at]))
  const ends = findNodes(scope, after)
    .map((anchor) => (order.get(anchor) ?? 0) + countNodes(anchor))
    .toSorted((a, b) => a - b)
  const stretches = ends.map((): ScreenNode[] => [])
  for (const node of nodes) {
    const at = order.get(node) ?? 0
    stretches[ends.findLastIndex((end) => end <= at)]?.push(node)
  }
  return stretches
}

function countNodes(node: ScreenNode): number {
  return node.children.reduce((sum, child) => sum + countNodes(child), 1)
}

function describes(selector: NodeSelector, node: ScreenNode): boolean {
  return (
    same(selector.id, node.resource_id) &&
    same(selector.text, node.text) &&
    same(selector.desc, node.content_desc) &&
    same(selector.class, node.class_name) &&
    same(selector.package, node.package_name) &&
    same(selector.clickable, node.clickable) &&
    same(selector.enabled, node.enabled) &&
    same(selector.focused, node.focused) &&
    same(selector.selected, node.selected) &&
    same(selector.checked, node.checked) &&
    same(selector.scrollable, node.scrollable) &&
    like(selector.text_matches, node.text) &&
    like(selector.desc_matches, node.content_desc) &&
    holds(selector.has, node)
  )
}

/** A node does not have itself. */
function holds(wanted: NodeSelector | undefined, node: ScreenNode): boolean {
  return wanted === undefined || node.children.some((child) => findNodes(child, wanted).length > 0)
}

function same<T>(wanted: T | undefined, actual: T | null): boolean {
  return wanted === undefined || wanted === actual
}

function like(pattern: string | undefined, actual: string | null): boolean {
  if (pattern === undefined) return true
  return (
    actual !== null && actual.length <= LONGEST_MATCHED && new RegExp(`^(?:${pattern})$`, 'su').test(actual)
  )
}
