import type { Phone } from '../android/phone.ts'
import { IDLE_WAITS, type Idle } from './idle.ts'
import { describeLocator, type Locator } from './locators/locator.ts'
import type { LiveQuery } from './locators/live-query.ts'
import type { Node } from './node-tree.ts'
import type { Identity, Screen } from './screen.ts'
import type { Settings } from './settings.ts'
import { illegalArgument, notInCache, staleElement, staleObject, uiObjectNotFound } from './wd-errors.ts'

/** Least recently used ones drop out beyond this (source: research/fidelity.md 3.1). */
const CACHE_SIZE = 500
const SELECTOR_POLL_MS = 1000

/** How an element was found, which decides whether it can be restored. */
export interface Origin {
  /** Null for elements that no locator found, such as the active one. */
  locator: Locator | null
  contextId: string | null
  single: boolean
}

export interface KnownElement extends Origin {
  readonly id: string
  readonly identity: Identity
  /** Set for elements of UiSelectors, which are searched anew at every use. */
  readonly query: LiveQuery | null
}

/** An element that a command works on. */
export interface HeldElement {
  readonly element: KnownElement
  /** The node when it was fetched from the cache. */
  readonly node: Node
  /** The node as it is now, after one idle wait. @throws WdError 'stale element reference' or 'no such element' when it is gone by now */
  reread: () => Promise<Node>
}

export interface Elements {
  add: (node: Node, origin: Origin, query?: LiveQuery | null) => KnownElement
  /** Fetches an element and asks, after one idle wait, whether it still exists. @throws WdError as the table of staleness says */
  use: (id: string) => Promise<HeldElement>
  clear: () => void
}

export interface ElementDeps {
  phone: Phone
  idle: Idle
  screen: Screen
  settings: Settings
  signal: AbortSignal
  /** Runs a locator once more; the first match or null. */
  findAgain: (locator: Locator, contextId: string | null) => Promise<Node | null>
}

export function createElements(deps: ElementDeps): Elements {
  const { idle, screen } = deps
  const ids = createIds()
  // A Map keeps the order of insertion, so the least recently used element is its first.
  const cache = new Map<string, KnownElement>()

  function keep(element: KnownElement): void {
    cache.delete(element.id)
    cache.set(element.id, element)
    const [oldest] = cache.keys()
    if (cache.size > CACHE_SIZE && oldest !== undefined) cache.delete(oldest)
  }

  async function restored(element: KnownElement): Promise<Node> {
    const { locator, contextId, single, id } = element
    if (!locator) throw staleElement(`The element '${id}' does not exist in DOM anymore`)
    const by = describeLocator(locator)
    if (!single) throw staleElement(`Cached elements '${by}' do not exist in DOM anymore`)
    const node = await deps.findAgain(locator, contextId)
    if (!node) throw staleElement(`The element '${by}' does not exist in DOM anymore`)
    if (ids.of(identityOf(node)) === id) return node
    throw staleElement(`The element '${by}' is not linked to the same object in DOM anymore`)
  }

  async function fetched(element: KnownElement): Promise<Node> {
    if (element.query) {
      const node = await searchUntilThere(element.query, deps)
      if (node) return node
      throw staleElement(goneMessage(element))
    }
    await idle.wait(IDLE_WAITS.useElement)
    return screen.refreshed(element.identity) ?? restored(element)
  }

  async function reread(element: KnownElement): Promise<Node> {
    if (element.query) {
      const node = await searchUntilThere(element.query, deps)
      if (!node) throw uiObjectNotFound(element.query.describe())
      return node
    }
    await idle.wait(IDLE_WAITS.readElement)
    const node = screen.refreshed(element.identity)
    if (!node) throw staleObject()
    return node
  }

  return {
    add(node, origin, query = null) {
      const identity = identityOf(node)
      const element = { ...origin, id: ids.of(identity), identity, query }
      keep(element)
      return element
    },
    async use(id) {
      if (id === '') throw illegalArgument(`A valid element identifier must be provided. Got '' instead`)
      const element = cache.get(id)
      if (!element) throw notInCache(id)
      keep(element)
      const node = await fetched(element)
      return { element, node, reread: () => reread(element) }
    },
    clear: () => cache.clear(),
  }
}

export const identityOf = ({ window, view }: Node): Identity => ({ windowId: window.id, key: view.key })

function goneMessage({ locator, single, id }: KnownElement): string {
  const name = locator ? describeLocator(locator) : id
  return single || !locator
    ? `The element '${name}' does not exist in DOM anymore`
    : `Cached elements '${name}' do not exist in DOM anymore`
}

/** Searches every second for up to `waitForSelectorTimeout`, each search after an idle wait. */
async function searchUntilThere(query: LiveQuery, deps: ElementDeps): Promise<Node | null> {
  const { phone, idle, screen, settings, signal } = deps
  const startMs = phone.clock.monotonicMs()
  for (;;) {
    await idle.wait(IDLE_WAITS.selectorSearch)
    const root = await screen.selectorRoot()
    const node = root && query.search(root)
    if (node) return node
    const leftMs = settings.number('waitForSelectorTimeout') - (phone.clock.monotonicMs() - startMs)
    if (leftMs <= 0) return null
    await phone.clock.sleep(Math.min(SELECTOR_POLL_MS, leftMs), signal)
  }
}

/** Element ids: the window's id and the view's source id written as a UUID, so the same view keeps its id. */
function createIds(): { of: (identity: Identity) => string } {
  const viewIds = new Map<string, number>()
  return {
    of({ windowId, key }) {
      const name = `${windowId}/${key}`
      const viewId = viewIds.get(name) ?? viewIds.size + 1
      viewIds.set(name, viewId)
      const high = BigInt.asUintN(64, BigInt(windowId)).toString(16).padStart(16, '0')
      const low = viewId.toString(16).padStart(8, '0')
      return `${high.slice(0, 8)}-${high.slice(8, 12)}-${high.slice(12)}-ffff-ffff${low}`
    },
  }
}
