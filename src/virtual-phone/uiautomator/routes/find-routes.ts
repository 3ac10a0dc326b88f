import type { Automation } from '../automation.ts'
import { optionalText, requiredText, W3C_ELEMENT_KEY, type Body } from '../body.ts'
import type { KnownElement } from '../elements.ts'
import { IDLE_WAITS } from '../idle.ts'
import { matches } from '../locators/by-attribute.ts'
import { locatorOf } from '../locators/locator.ts'
import { attributeReader } from '../node-attributes.ts'
import { rectOf, shownText, type Node } from '../node-tree.ts'
import { noSuchElement, WdError } from '../wd-errors.ts'
import { get, param, post, type Route } from './route.ts'

/** Finding elements: `{strategy, selector, context?}` in the body. */
export const findRoutes: readonly Route[] = [
  post('/element', async (automation, { body }) => {
    const { locator, contextId } = searchOf(body)
    return elementModel(automation, await automation.finder.one(locator, contextId))
  }),
  post('/elements', async (automation, { body }) => {
    const { locator, contextId } = searchOf(body)
    const models = []
    for (const element of await automation.finder.many(locator, contextId)) {
      models.push(await elementModel(automation, element))
    }
    return models
  }),
  get('/element/active', async (automation) => {
    const element = addWithoutLocator(automation, await focusedNode(automation))
    return elementModel(automation, element)
  }),
  get('/appium/element/:id/first_visible', async (automation, request) => {
    const held = await automation.elements.use(param(request, 0))
    const first = (await held.reread()).children.find(({ view }) => view.visible)
    if (!first) throw noSuchElement()
    return elementModel(automation, addWithoutLocator(automation, first))
  }),
]

function searchOf(body: Body) {
  const locator = locatorOf(requiredText(body, 'strategy'), requiredText(body, 'selector'))
  const context = optionalText(body, 'context')
  return { locator, contextId: context === undefined || context === '' ? null : context }
}

function addWithoutLocator({ elements }: Automation, node: Node): KnownElement {
  return elements.add(node, { locator: null, contextId: null, single: true })
}

/** The node that has the input focus. @throws WdError 'no such element' when nothing has it */
export async function focusedNode({ idle, screen }: Automation): Promise<Node> {
  await idle.wait(IDLE_WAITS.look)
  const [node] = matches(await screen.roots(), ({ view }) => view.focused)
  if (!node) throw noSuchElement()
  return node
}

/** `{ELEMENT, element-…}`, and with `shouldUseCompactResponses` off the attributes that the settings name. */
async function elementModel(automation: Automation, element: KnownElement): Promise<Record<string, unknown>> {
  const model: Record<string, unknown> = { ELEMENT: element.id, [W3C_ELEMENT_KEY]: element.id }
  const { settings, idle, screen } = automation
  if (settings.flag('shouldUseCompactResponses')) return model
  const names = settings.text('elementResponseAttributes').split(',')
  for (const name of names.map((given) => given.trim())) {
    await idle.wait(IDLE_WAITS.readElement)
    const node = screen.refreshed(element.identity)
    const value = node ? fieldOf(node, name) : undefined
    if (value !== undefined) model[name] = value
  }
  return model
}

/** Undefined for a name that means nothing; such fields are left out. */
function fieldOf(node: Node, name: string): unknown {
  if (name === 'name') return node.view.contentDesc
  if (name === 'text') return shownText(node.view)
  if (name === 'rect') return rectOf(node)
  const isPlain = name === 'enabled' || name === 'displayed' || name === 'selected'
  if (!isPlain && !name.startsWith('attribute/')) return undefined
  try {
    return attributeReader(name.replace(/^attribute\//, ''))(node)
  } catch (cause) {
    if (cause instanceof WdError) return undefined
    throw cause
  }
}
