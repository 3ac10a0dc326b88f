import type { Elements, KnownElement } from './elements.ts'
import { IDLE_WAITS } from './idle.ts'
import {
  findByClassName,
  findByContentDesc,
  findByResourceId,
  fullResourceId,
} from './locators/by-attribute.ts'
import { createSelectorSearch } from './locators/by-selector.ts'
import type { Locator } from './locators/locator.ts'
import type { ScrollDeps } from './locators/ui-scrollable.ts'
import { findByXPath } from './locators/xpath.ts'
import type { Node } from './node-tree.ts'
import { noSuchElement } from './wd-errors.ts'

export interface FindDeps extends ScrollDeps {
  elements: () => Elements
  /** The session's `appPackage` capability. */
  appPackage: () => string | undefined
  /** One source or XPath document is built at a time. */
  oneAtATime: <T>(run: () => Promise<T>) => Promise<T>
}

export interface Finder {
  /** @throws WdError 'no such element', 'invalid selector' */
  one: (locator: Locator, contextId: string | null) => Promise<KnownElement>
  many: (locator: Locator, contextId: string | null) => Promise<KnownElement[]>
  /** Without remembering the match; null when there is none. For restoring stale elements. */
  again: (locator: Locator, contextId: string | null) => Promise<Node | null>
}

export function createFinder(deps: FindDeps): Finder {
  const { idle, screen, settings } = deps
  const selectors = createSelectorSearch(deps)

  /** Matches of every strategy but -android uiautomator. */
  async function nodesOf(locator: Locator, contextId: string | null): Promise<Node[]> {
    const context = await contextNode(contextId)
    if (locator.strategy !== 'xpath')
      return byAttribute(locator, context ? [context] : await screen.roots(), deps)
    return deps.oneAtATime(async () => {
      const scope = { roots: await screen.roots(), toasts: screen.toasts(), context, settings }
      return findByXPath(locator.selector, scope)
    })
  }

  /** Waits as often as a search there does: once, and once more to fetch the element that it starts from. */
  async function contextNode(contextId: string | null): Promise<Node | null> {
    if (contextId !== null) return (await deps.elements().use(contextId)).reread()
    await idle.wait(IDLE_WAITS.look)
    return null
  }

  return {
    async one(locator, contextId) {
      const origin = { locator, contextId, single: true }
      if (locator.strategy === '-android uiautomator') {
        const match = await selectors.first(locator.selector, contextId)
        if (!match) throw noSuchElement()
        return deps.elements().add(match.node, origin, match.query)
      }
      const [node] = await nodesOf(locator, contextId)
      if (!node) throw noSuchElement()
      return deps.elements().add(node, origin)
    },
    async many(locator, contextId) {
      const origin = { locator, contextId, single: false }
      if (locator.strategy === '-android uiautomator') {
        const found = await selectors.all(locator.selector, contextId)
        return found.map(({ node, query }) => deps.elements().add(node, origin, query))
      }
      const nodes = await nodesOf(locator, contextId)
      return nodes.map((node) => deps.elements().add(node, origin))
    },
    async again(locator, contextId) {
      if (locator.strategy === '-android uiautomator') {
        return (await selectors.first(locator.selector, contextId))?.node ?? null
      }
      const [node] = await nodesOf(locator, contextId)
      return node ?? null
    },
  }
}

function byAttribute({ strategy, selector }: Locator, roots: readonly Node[], deps: FindDeps): Node[] {
  if (strategy === 'accessibility id') return findByContentDesc(roots, selector)
  if (strategy === 'class name') return findByClassName(roots, selector)
  const autocompletes = !deps.settings.flag('disableIdLocatorAutocompletion')
  return findByResourceId(roots, fullResourceId(selector, deps.appPackage(), autocompletes))
}
