import type { Node } from '../node-tree.ts'
import { allFitting, findBySelector } from './ui-selector-match.ts'
import { describeSelector, withInstance, withNext, type UiSelector } from './ui-selector.ts'

/** What a UiObject holds instead of a node: a search that every use makes anew. */
export interface LiveQuery {
  /** Null for a row of a container, which is counted and not described. */
  readonly selector: UiSelector | null
  describe: () => string
  search: (root: Node) => Node | null
  /** A search below the match. */
  child: (selector: UiSelector) => LiveQuery
}

export function selectorQuery(selector: UiSelector): LiveQuery {
  return {
    selector,
    describe: () => describeSelector(selector),
    search: (root) => findBySelector(root, selector),
    child: (child) => selectorQuery(withNext(selector, 'CHILD', child)),
  }
}

/** The n-th node within a container that fits a pattern: what UiScrollable's getChildBy… return. */
export function patternQuery(container: UiSelector, pattern: UiSelector, instance: number): LiveQuery {
  const search = (root: Node) => {
    const within = findBySelector(root, container)
    return (within && allFitting(within, pattern)[instance]) ?? null
  }
  const described = describeSelector(withInstance(pattern, instance))
  return {
    selector: null,
    describe: () => `UiSelector[CONTAINER=${describeSelector(container)}, PATTERN=${described}]`,
    search,
    child: (selector) => belowQuery(search, selector),
  }
}

function belowQuery(parent: (root: Node) => Node | null, selector: UiSelector): LiveQuery {
  const search = (root: Node) => {
    const within = parent(root)
    return within && findBelow(within, selector)
  }
  return {
    selector: null,
    describe: () => describeSelector(selector),
    search,
    child: (child) => belowQuery(parent, withNext(selector, 'CHILD', child)),
  }
}

function findBelow(parent: Node, selector: UiSelector): Node | null {
  for (const child of parent.children) {
    const found = child.view.visible ? findBySelector(child, selector) : null
    if (found) return found
  }
  return null
}
