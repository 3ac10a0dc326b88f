import { readActions } from '../actions-schema.ts'
import { playActions } from '../actions-player.ts'
import { compileActions, originIds } from '../actions-timeline.ts'
import { InjectionRefused } from '../../android/ailments.ts'
import type { Rect } from '../../android/view.ts'
import type { Automation } from '../automation.ts'
import { elementIdOf, optionalNumber, optionalRecord, requiredText, type Body } from '../body.ts'
import type { HeldElement } from '../elements.ts'
import { GESTURE_NAMES, performGesture } from '../gestures.ts'
import { lookalikeOf } from '../locators/by-selector.ts'
import { locatorOf, type Locator } from '../locators/locator.ts'
import { scrollIntoView } from '../locators/ui-scrollable.ts'
import { parseUiSelector } from '../locators/ui-selector-parser.ts'
import { emptySelector, withCriterion, withInstance, type UiSelector } from '../locators/ui-selector.ts'
import { invalidArgument, invalidElementState, missingField, noSuchElement } from '../wd-errors.ts'
import { param, post, type Route, type RouteRequest } from './route.ts'

/** W3C actions and the gestures of the `mobile:` commands. */
export const gestureRoutes: readonly Route[] = [
  post('/actions', async (automation, { body }) => {
    const sources = readActions(body)
    const timeline = compileActions(sources, await originBounds(automation, originIds(sources)))
    await inject(() => playActions(timeline, automation.phone, automation.signal))
    return null
  }),
  ...GESTURE_NAMES.map((name) =>
    post(`/appium/gestures/${name}`, (automation, { body }) => performGesture(name, automation, body)),
  ),
  post('/gestures/scroll_to', scrollTo),
  post('/appium/element/:id/scroll_to/:id2', scrollToElement),
]

/** @throws WdError 'invalid element state' when Android does not deliver touches and keys of others */
async function inject(play: () => Promise<void>): Promise<void> {
  try {
    await play()
  } catch (cause) {
    if (!(cause instanceof InjectionRefused)) throw cause
    throw invalidElementState(
      'Unable to perform W3C actions. Check the logcat output for possible error reports and make sure your input actions chain is valid.',
    )
  }
}

async function originBounds({ elements }: Automation, ids: readonly string[]): Promise<Map<string, Rect>> {
  const bounds = new Map<string, Rect>()
  for (const id of ids) {
    const held = await elements.use(id)
    bounds.set(id, (await held.reread()).bounds)
  }
  return bounds
}

const FIRST_SCROLLABLE = withInstance(withCriterion(emptySelector, 'SCROLLABLE', true), 0)

async function scrollTo(automation: Automation, { body }: RouteRequest): Promise<null> {
  const params = optionalRecord(body, 'params')
  if (!params)
    throw missingField('java.lang.String io.appium.uiautomator2.model.api.ScrollToModel.getParams()')
  const target = targetOf(locatorOf(requiredText(params, 'strategy'), requiredText(params, 'selector')))
  const container = await containerOf(automation, body)
  const maxSwipes = optionalNumber(params, 'maxSwipes') ?? 0
  const found = await scrollIntoView(container, target, automation, maxSwipes > 0 ? maxSwipes : undefined)
  if (!found) throw noSuchElement()
  return null
}

function targetOf({ strategy, selector }: Locator): UiSelector {
  if (strategy === 'accessibility id') return withCriterion(emptySelector, 'DESCRIPTION', selector)
  if (strategy === 'class name') return withCriterion(emptySelector, 'CLASS', selector)
  if (strategy === '-android uiautomator') return parseUiSelector(selector)
  throw invalidArgument(
    `Unsupported strategy: '${strategy}'. The only supported strategies are: [accessibility id, class name, -android uiautomator].`,
  )
}

async function containerOf({ elements }: Automation, body: Body): Promise<UiSelector> {
  const id = elementIdOf(body['origin'])
  return id === undefined ? FIRST_SCROLLABLE : selectorOf(await elements.use(id))
}

const selectorOf = ({ element, node }: HeldElement): UiSelector =>
  element.query?.selector ?? lookalikeOf(node)

/** Scrolls the first element until the second is in it. */
async function scrollToElement(automation: Automation, request: RouteRequest): Promise<null> {
  const container = selectorOf(await automation.elements.use(param(request, 0)))
  const target = selectorOf(await automation.elements.use(param(request, 1)))
  if (!(await scrollIntoView(container, target, automation))) throw noSuchElement()
  return null
}
