import type { Elements } from '../elements.ts'
import { identityOf } from '../elements.ts'
import { IDLE_WAITS } from '../idle.ts'
import { nodeText } from '../node-attributes.ts'
import type { Node } from '../node-tree.ts'
import { splitStatements, syntaxError } from './java-expression.ts'
import { selectorQuery, type LiveQuery } from './live-query.ts'
import { isUiScrollable, parseUiScrollable } from './ui-scrollable-parser.ts'
import { runUiScrollable, type ScrollDeps } from './ui-scrollable.ts'
import { parseUiSelector } from './ui-selector-parser.ts'
import { emptySelector, withCriterion, type UiSelector } from './ui-selector.ts'

export interface LiveMatch {
  node: Node
  query: LiveQuery
}

export interface SelectorSearch {
  first: (expression: string, contextId: string | null) => Promise<LiveMatch | null>
  all: (expression: string, contextId: string | null) => Promise<LiveMatch[]>
}

/** Finds of `-android uiautomator`: every search walks the active window anew, after an idle wait. */
export function createSelectorSearch(deps: ScrollDeps & { elements: () => Elements }): SelectorSearch {
  const { idle, screen } = deps

  async function searchOnce(query: LiveQuery): Promise<LiveMatch | null> {
    await idle.wait(IDLE_WAITS.selectorSearch)
    const root = await screen.selectorRoot()
    const node = root && query.search(root)
    return node && { node, query }
  }

  async function parentOf(contextId: string | null): Promise<LiveQuery | null> {
    if (contextId === null) return null
    const { element, node } = await deps.elements().use(contextId)
    return element.query ?? selectorQuery(lookalikeOf(node))
  }

  /** Asks for match 0, 1, 2 … until there is none, each with a search of its own. */
  async function allOf(query: LiveQuery, parent: LiveQuery | null): Promise<LiveMatch[]> {
    const { selector } = query
    // An instance of its own names one match, and the server forgets the element to search below (source: ByUiAutomatorFinder).
    if (!selector || selector.criteria.has('INSTANCE')) return listOf(await searchOnce(query))
    // A class pattern is counted by the place among siblings instead, unless the search is below an element.
    const counted = selector.criteria.has('CLASS_REGEX') && !parent ? 'INDEX' : 'INSTANCE'
    const found: LiveMatch[] = []
    for (;;) {
      const numbered = selectorQuery(withCriterion(selector, counted, found.length))
      const match = await searchOnce(below(numbered, parent))
      if (!match) return found
      found.push(match)
    }
  }

  async function queryOf(statement: string): Promise<LiveQuery> {
    await idle.wait(IDLE_WAITS.beforeSelectorSearch)
    if (isUiScrollable(statement)) return runUiScrollable(parseUiScrollable(statement), deps)
    return selectorQuery(parseUiSelector(statement))
  }

  return {
    async first(expression, contextId) {
      const parent = await parentOf(contextId)
      const [statement] = statementsOf(expression)
      return searchOnce(below(await queryOf(statement), parent))
    },
    async all(expression, contextId) {
      const parent = await parentOf(contextId)
      const found = new Map<string, LiveMatch>()
      for (const statement of statementsOf(expression)) {
        for (const match of await allOf(await queryOf(statement), parent)) {
          const { windowId, key } = identityOf(match.node)
          const name = `${windowId}/${key}`
          if (!found.has(name)) found.set(name, match)
        }
      }
      return [...found.values()]
    },
  }
}

const listOf = <T>(value: T | null) => (value === null ? [] : [value])

const below = (query: LiveQuery, parent: LiveQuery | null) =>
  parent && query.selector ? parent.child(query.selector) : query

function statementsOf(expression: string): [string, ...string[]] {
  const [first, ...others] = splitStatements(expression)
  if (first === undefined) throw syntaxError(expression, 'Expression is empty')
  return [first, ...others]
}

/** An element that was found otherwise is searched again by its attributes, so another view that looks alike may be taken. */
export function lookalikeOf(node: Node): UiSelector {
  const { view } = node
  const text = nodeText(node)
  const known: [Parameters<typeof withCriterion>[1], string | boolean | null][] = [
    ['TEXT', text],
    ['CLASS', view.className],
    ['DESCRIPTION', view.contentDesc],
    ['ENABLED', view.enabled],
    ['FOCUSED', view.focused],
    ['FOCUSABLE', view.focusable],
    ['SCROLLABLE', view.scrollable],
    ['CLICKABLE', view.clickable],
    ['CHECKED', view.checked],
    ['SELECTED', view.selected],
    ['PACKAGE_NAME', view.packageName],
    ['LONG_CLICKABLE', view.longClickable],
    ['RESOURCE_ID', view.resourceId],
    ['CHECKABLE', view.checkable],
  ]
  let selector = emptySelector
  for (const [criterion, value] of known) {
    if (value !== null) selector = withCriterion(selector, criterion, value)
  }
  return selector
}
