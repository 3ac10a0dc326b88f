import { nodeText } from '../node-attributes.ts'
import type { Node } from '../node-tree.ts'
import { wholeMatch } from './java-regex.ts'
import type { Criterion, UiSelector } from './ui-selector.ts'

/** The first node below `root` (itself included) that the selector describes, parents before children; null when none does. */
export function findBySelector(root: Node, selector: UiSelector): Node | null {
  return search(prepare(selector), root, root.index)
}

/** Every node that fits the selector's own criteria, in pre-order: how patterns within a container are counted. */
export function allFitting(root: Node, selector: UiSelector): Node[] {
  const fits = compile({ ...selector, next: null })
  const found: Node[] = []
  const walk = (node: Node, index: number) => {
    if (fits(node, index)) found.push(node)
    for (const child of node.children) if (child.view.visible) walk(child, child.index)
  }
  walk(root, root.index)
  return found
}

interface Prepared {
  fits: (node: Node, index: number) => boolean
  instance: number
  /** Matches passed over so far; the count belongs to the whole search, as on Android. */
  passed: number
  next: { relation: 'CHILD' | 'PARENT'; selector: Prepared } | null
}

function prepare(selector: UiSelector): Prepared {
  const { next } = selector
  return {
    fits: compile(selector),
    instance: Number(selector.criteria.get('INSTANCE') ?? 0),
    passed: 0,
    next: next && { relation: next.relation, selector: prepare(next.selector) },
  }
}

function search(selector: Prepared, from: Node, index: number): Node | null {
  let wanted = selector
  let start = from
  if (isMatch(selector, from, index)) {
    if (!selector.next) return from
    wanted = selector.next.selector
    if (selector.next.relation === 'PARENT') {
      if (!from.parent) return null
      start = from.parent
    }
  }
  for (const child of start.children) {
    if (!child.view.visible) continue
    const found = search(wanted, child, child.index)
    if (found) return found
  }
  return null
}

function isMatch(selector: Prepared, node: Node, index: number): boolean {
  if (!selector.fits(node, index)) return false
  if (selector.passed === selector.instance) return true
  selector.passed++
  return false
}

type Test = (node: Node, index: number) => boolean
type Text = (node: Node) => string | null

const description: Text = ({ view }) => view.contentDesc
const className: Text = ({ view }) => view.className
const packageName: Text = ({ view }) => view.packageName
const resourceId: Text = ({ view }) => view.resourceId

const equals = (read: Text) => (wanted: string) => (node: Node) => read(node) === wanted
const startsWith = (read: Text) => (wanted: string) => (node: Node) =>
  read(node)?.toLowerCase().startsWith(wanted.toLowerCase()) ?? false
const contains = (read: Text) => (wanted: string) => (node: Node) =>
  read(node)?.toLowerCase().includes(wanted.toLowerCase()) ?? false
const matching = (read: Text) => (pattern: string) => {
  const regex = wholeMatch(pattern)
  return (node: Node) => {
    const value = read(node)
    return value !== null && regex.test(value)
  }
}
const flag = (read: (node: Node) => boolean) => (wanted: string) => (node: Node) =>
  String(read(node)) === wanted

/** A test per criterion, from its value as text. A null text matches nothing, not even "". */
const TESTS = {
  TEXT: equals(nodeText),
  START_TEXT: startsWith(nodeText),
  CONTAINS_TEXT: contains(nodeText),
  CLASS: equals(className),
  DESCRIPTION: equals(description),
  START_DESCRIPTION: startsWith(description),
  CONTAINS_DESCRIPTION: contains(description),
  INDEX: (wanted) => (_node, index) => index === Number(wanted),
  INSTANCE: () => () => true,
  ENABLED: flag(({ view }) => view.enabled),
  FOCUSED: flag(({ view }) => view.focused),
  FOCUSABLE: flag(({ view }) => view.focusable),
  SCROLLABLE: flag(({ view }) => view.scrollable),
  CLICKABLE: flag(({ view }) => view.clickable),
  CHECKED: flag(({ view }) => view.checked),
  SELECTED: flag(({ view }) => view.selected),
  PACKAGE_NAME: equals(packageName),
  LONG_CLICKABLE: flag(({ view }) => view.longClickable),
  TEXT_REGEX: matching(nodeText),
  CLASS_REGEX: matching(className),
  DESCRIPTION_REGEX: matching(description),
  PACKAGE_NAME_REGEX: matching(packageName),
  RESOURCE_ID: equals(resourceId),
  CHECKABLE: flag(({ view }) => view.checkable),
  RESOURCE_ID_REGEX: matching(resourceId),
} as const satisfies Record<Criterion, (wanted: string) => Test>

function compile({ criteria }: UiSelector): Test {
  const tests: Test[] = [...criteria].map(([name, value]) => TESTS[name](String(value)))
  return (node, index) => tests.every((test) => test(node, index))
}
