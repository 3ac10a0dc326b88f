import type { Rect, View } from '../android/view.ts'
import type { PhoneWindow } from '../android/window.ts'

/** A view within its window as an accessibility client meets it. Built anew for every look. */
export interface Node {
  readonly view: View
  readonly window: PhoneWindow
  readonly parent: Node | null
  /** Position in the real parent; invisible siblings count. */
  readonly index: number
  /** Every child, invisible ones included. */
  readonly children: readonly Node[]
  /** Clipped to display, window and the nearest scrollable ancestor. */
  readonly bounds: Rect
}

export interface TreeOptions {
  display: Rect
  /** `simpleBoundsCalculation`: do not clip by the scrollable ancestor. */
  simpleBounds: boolean
  /** `ignoreUnimportantViews`: layout-only views vanish and their children move up. */
  compressed: boolean
}

export function buildTree(window: PhoneWindow, root: View, options: TreeOptions): Node {
  return buildNode({ window, options, view: root, parent: null, index: 0, scrollBounds: null })
}

interface Place {
  window: PhoneWindow
  options: TreeOptions
  view: View
  parent: Node | null
  index: number
  scrollBounds: Rect | null
}

function buildNode({ window, options, view, parent, index, scrollBounds }: Place): Node {
  let bounds = cut(cut(view.bounds, options.display), window.bounds)
  if (scrollBounds && !options.simpleBounds) bounds = cut(bounds, scrollBounds)
  const children: Node[] = []
  const node: Node = { view, window, parent, index, children, bounds }
  const below = view.scrollable ? bounds : scrollBounds
  for (const [position, child] of childrenOf(view, options.compressed).entries()) {
    children.push(
      buildNode({ window, options, view: child, parent: node, index: position, scrollBounds: below }),
    )
  }
  return node
}

/** As android.graphics.Rect.intersect: without an overlap the rectangle stays as it was. */
function cut(rect: Rect, by: Rect): Rect {
  const apart =
    rect.left >= by.right || by.left >= rect.right || rect.top >= by.bottom || by.top >= rect.bottom
  if (apart) return rect
  return {
    left: Math.max(rect.left, by.left),
    top: Math.max(rect.top, by.top),
    right: Math.min(rect.right, by.right),
    bottom: Math.min(rect.bottom, by.bottom),
  }
}

function childrenOf(view: View, compressed: boolean): readonly View[] {
  if (!compressed) return view.children
  return view.children.flatMap((child) =>
    child.visible && !isImportant(child) ? childrenOf(child, true) : [child],
  )
}

function isImportant(view: View): boolean {
  const says = view.text !== null || view.contentDesc !== null || view.hint !== null
  const does = view.clickable || view.longClickable || view.focusable || view.scrollable || view.checkable
  return says || does || view.range !== null
}

/** Every node below `root`, itself first; invisible ones and what is under them are left out. */
export function* visibleNodes(root: Node): Generator<Node> {
  yield root
  for (const child of root.children) if (child.view.visible) yield* visibleNodes(child)
}

/** The same nodes, children before their parent: the order in which By selectors match (source: research/fidelity.md 3). */
export function* nestedFirst(root: Node): Generator<Node> {
  if (!root.view.visible) return
  for (const child of root.children) yield* nestedFirst(child)
  yield root
}

/** Text as the accessibility node holds it; null when it has none. An empty field holds its hint, a password dots. */
export function rawText({ text, hint, password }: View): string | null {
  if (text === null || text === '') return hint ?? null
  return password ? '•'.repeat(text.length) : text
}

/** Text as the server shows it: ranges as a float, no text as "". */
export function shownText(view: View): string {
  return view.range ? floatText(view.range.current) : (rawText(view) ?? '')
}

export function isShowingHint({ text, hint }: View): boolean {
  return hint !== null && (text === null || text === '')
}

/** A number as Java's Float.toString prints it, for the plain range that progress bars use. */
export function floatText(value: number): string {
  const single = Math.fround(value)
  if (Number.isInteger(single)) return single.toFixed(1)
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(single.toPrecision(digits))
    if (Math.fround(candidate) === single) return String(candidate)
  }
  return String(single)
}

export function centerOfNode({ bounds }: Node): { x: number; y: number } {
  return {
    x: Math.floor((bounds.left + bounds.right) / 2),
    y: Math.floor((bounds.top + bounds.bottom) / 2),
  }
}

/** As the rect routes tell it. */
export function rectOf({ bounds }: Node): { x: number; y: number; width: number; height: number } {
  const { left, top, right, bottom } = bounds
  return { x: left, y: top, width: right - left, height: bottom - top }
}
