import type { Candidate } from '../domain/pack-selector.ts'
import { allNodes, findNodes, type NodeSelector, type ScreenNode } from '../domain/selector.ts'
import { hasArea } from './find.ts'

/** So many kinds of ways to one node are enough to choose from. */
const MOST = 4

/** Longer words are somebody's text rather than the app's. */
const LONGEST_WORDS = 30

/** How far back a label may stand that tells the nodes after it. */
const LABELS_BACK = 12

/**
 * Ways to find a node of a screen, in order of trust: its id, the app's words on it, words inside of it, its place in something that is
 * known, its class, its number among its like. Each finds this node and no other one on this screen; what people have written, numbers and
 * long texts are not used, since another screen of the same kind has others. `why` says what a way depends on.
 * @param root of the screen, with `node` somewhere below it
 * @returns none for a node that cannot be told from another one, or takes no room on the screen
 */
export function proposeLocators(root: ScreenNode, node: ScreenNode): Candidate[] {
  const line = lineOf(root, node)
  const found: Candidate[] = []
  for (const kind of ways(root, node, line)) {
    const candidate = kind.find(({ find }) => isOnly(root, find, node))
    if (candidate) found.push(candidate)
    if (found.length === MOST) break
  }
  return found
}

/** Whether words are the app's own, as far as one screen can tell: short, and without what changes from one video or account to the next. */
export function areStableWords(words: string | null): words is string {
  return (
    words !== null &&
    words.trim() !== '' &&
    Array.from(words).length <= LONGEST_WORDS &&
    !/[\p{N}@#\n]|\p{Extended_Pictographic}/u.test(words)
  )
}

/** The kinds of ways, each with its own in the order of trust: one of a kind is enough. */
function* ways(root: ScreenNode, node: ScreenNode, line: readonly ScreenNode[]): Generator<Candidate[]> {
  const own = wordsOf(node)
  const kind = kindOf(node)
  const id = node.resource_id
  const anchors = line.toReversed().flatMap((around) => anchorOf(root, around))
  if (id !== null) {
    yield [
      { find: { id } },
      ...own.map((words) => ({ find: { id, ...words }, why: WORDS })),
      ...anchors.map((within) => ({ find: { id, within } })),
    ]
  }
  yield own.map((words) => ({ find: { ...kind, ...words }, why: WORDS }))
  yield wordsInside(node).map((words) => ({ find: { ...kind, has: words }, why: WORDS }))
  yield [
    { find: kind, why: 'the only one of its kind on this screen' },
    ...anchors.map((within) => ({ find: { ...kind, within }, why: 'the only one of its kind in there' })),
  ]
  yield labelsBefore(root, node, line).map((after) => ({
    find: { ...kind, after, nth: 1 },
    why: 'the first of its kind after that',
  }))
  yield [...anchors.map((within) => ({ ...kind, within })), kind].flatMap((find) => {
    const nth = placeOf(root, find, node)
    return nth === null ? [] : [{ find: { ...find, nth }, why: PLACE }]
  })
}

const WORDS = 'words of one language: see "texts"'
const PLACE = 'by its number: another one before it would be taken for it'

/** What a node is, without what it says and where it is. */
function kindOf({ class_name, package_name, clickable, scrollable }: ScreenNode): NodeSelector {
  return {
    class: class_name,
    package: package_name,
    ...(clickable && { clickable }),
    ...(scrollable && { scrollable }),
  }
}

/** The description first: it is there for those who cannot see, and changes less than what is drawn. */
function wordsOf(node: ScreenNode): NodeSelector[] {
  const { content_desc, text } = node
  return [
    ...(areStableWords(content_desc) ? [{ desc: content_desc }] : []),
    ...(areStableWords(text) && !isField(node) ? [{ text }] : []),
  ]
}

/** What a field shows is its hint only until somebody types. */
function isField({ class_name }: ScreenNode): boolean {
  return class_name.endsWith('EditText')
}

/** The app's words on what lies inside, the nearest first. */
function wordsInside(node: ScreenNode): NodeSelector[] {
  return node.children.flatMap((child) => [...wordsOf(child), ...wordsInside(child)])
}

/** A way to something that others can be told by; none when it is as hard to tell as they are. */
function anchorOf(root: ScreenNode, node: ScreenNode): NodeSelector[] {
  const byId = node.resource_id === null ? [] : [{ id: node.resource_id }]
  const byWords = wordsOf(node).map((words) => ({ package: node.package_name, ...words }))
  return [...byId, ...byWords].filter((find) => isOnly(root, find, node)).slice(0, 1)
}

/** Words and ids that stand before a node, the nearest first; what it lies inside of does not stand before it. */
function labelsBefore(root: ScreenNode, node: ScreenNode, line: readonly ScreenNode[]): NodeSelector[] {
  const all = [...allNodes(root)]
  const before = all.slice(0, all.indexOf(node)).filter((other) => !line.includes(other))
  return before
    .toReversed()
    .filter(hasArea)
    .slice(0, LABELS_BACK)
    .flatMap((label) => anchorOf(root, label))
}

/** The node's number among those that the selector finds, from the nearer end; null when it is not among them. */
function placeOf(root: ScreenNode, find: NodeSelector, node: ScreenNode): number | null {
  const nodes = findNodes(root, find)
  const at = nodes.indexOf(node)
  if (at < 0) return null
  return at < nodes.length / 2 ? at + 1 : at - nodes.length
}

function isOnly(root: ScreenNode, find: NodeSelector, node: ScreenNode): boolean {
  const nodes = findNodes(root, find).filter(hasArea)
  return nodes.length === 1 && nodes[0] === node
}

/** What a node lies inside of, the outermost first; empty when it is not on the screen. */
function lineOf(root: ScreenNode, node: ScreenNode): ScreenNode[] {
  for (const child of root.children) {
    if (child === node) return [root]
    const below = lineOf(child, node)
    if (below.length > 0) return [root, ...below]
  }
  return []
}
