import type { Automation } from '../automation.ts'
import { optionalText, requiredText, type Body } from '../body.ts'
import { measureContent } from '../content-size.ts'
import { cropToNode } from '../crop.ts'
import type { HeldElement } from '../elements.ts'
import { IDLE_WAITS } from '../idle.ts'
import { attributeReader, isContentSize } from '../node-attributes.ts'
import { centerOfNode, rectOf, shownText, type Node } from '../node-tree.ts'
import { clearText, enterText } from '../text-input.ts'
import { focusedNode } from './find-routes.ts'
import { get, param, post, type Route, type RouteRequest } from './route.ts'

/** Commands on one element. */
export const elementRoutes: readonly Route[] = [
  post('/element/:id/click', async (automation, request) => {
    const held = await automation.elements.use(param(request, 0))
    await automation.touch.click(centerOfNode(await held.reread()))
    await automation.idle.wait(IDLE_WAITS.afterClick)
    return null
  }),
  post('/element/:id/clear', async (automation, request) => {
    clearText(await reread(automation, request))
    return null
  }),
  post('/element/:id/value', async (automation, request) => {
    const held = await automation.elements.use(param(request, 0))
    await enterText(held, entryOf(request.body), automation)
    return null
  }),
  post('/keys', async (automation, { body }) => {
    await enterText(await focusedElement(automation), entryOf(body), automation)
    return null
  }),
  get('/element/:id/text', async (automation, request) =>
    shownText((await reread(automation, request)).view),
  ),
  get(
    '/element/:id/name',
    async (automation, request) => (await reread(automation, request)).view.contentDesc,
  ),
  get('/element/:id/attribute/:name', async (automation, request) => {
    const held = await automation.elements.use(param(request, 0))
    const name = param(request, 1)
    if (isContentSize(name)) return measureContent(await held.reread(), automation)
    const read = attributeReader(name)
    return read(await held.reread())
  }),
  get('/element/:id/rect', async (automation, request) => rectOf(await reread(automation, request))),
  get('/element/:id/location', async (automation, request) => {
    const { x, y } = rectOf(await reread(automation, request))
    return { x, y }
  }),
  get('/element/:id/size', async (automation, request) => {
    const { width, height } = rectOf(await reread(automation, request))
    return { width, height }
  }),
  get('/element/:id/screenshot', elementScreenshot),
  get('/screenshot/:id', elementScreenshot),
]

/** Fetches the element that the path names and reads it: two idle waits. */
async function reread(automation: Automation, request: RouteRequest): Promise<Node> {
  const held = await automation.elements.use(param(request, 0))
  return held.reread()
}

async function elementScreenshot(automation: Automation, request: RouteRequest): Promise<string> {
  const node = await reread(automation, request)
  return cropToNode(await automation.phone.screenshot(), node)
}

function entryOf(body: Body) {
  return { text: requiredText(body, 'text'), replaces: optionalText(body, 'replace') === 'true' }
}

async function focusedElement(automation: Automation): Promise<HeldElement> {
  const node = await focusedNode(automation)
  const { id } = automation.elements.add(node, { locator: null, contextId: null, single: true })
  return automation.elements.use(id)
}
