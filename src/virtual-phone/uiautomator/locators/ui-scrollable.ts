import type { Phone } from '../../android/phone.ts'
import type { Idle } from '../idle.ts'
import { IDLE_WAITS } from '../idle.ts'
import { nodeText } from '../node-attributes.ts'
import type { Node } from '../node-tree.ts'
import type { Screen } from '../screen.ts'
import type { Settings } from '../settings.ts'
import { uiObjectNotFound } from '../wd-errors.ts'
import { patternQuery, selectorQuery, type LiveQuery } from './live-query.ts'
import { lastCallMustFind, type ScrollExpression, type ScrollStep } from './ui-scrollable-parser.ts'
import { allFitting } from './ui-selector-match.ts'
import { describeSelector, withNext, type UiSelector } from './ui-selector.ts'

/** Injected every 5 ms; a search gives up after 30 swipes a direction (source: androidx UiScrollable). */
const STEP_MS = 5
const MAX_SEARCH_SWIPES = 30
/** Share of the container at each end where no swipe starts. */
const DEAD_ZONE = 0.1
const SELECTOR_POLL_MS = 1000

export interface ScrollDeps {
  phone: Phone
  idle: Idle
  screen: Screen
  settings: Settings
  signal: AbortSignal
}

interface Scrolling {
  container: UiSelector
  vertical: boolean
  maxSwipes: number
  deadZone: number
}

const initially = (container: UiSelector): Scrolling => ({
  container,
  vertical: true,
  maxSwipes: MAX_SEARCH_SWIPES,
  deadZone: DEAD_ZONE,
})

/**
 * Runs the calls of a UiScrollable and says what is to be searched afterwards. Not finding the target is no error here.
 * @throws WdError 'no such element' when there is no container, 'invalid selector' when the last call finds nothing by its nature
 */
export async function runUiScrollable(expression: ScrollExpression, deps: ScrollDeps): Promise<LiveQuery> {
  let scrolling = initially(expression.container)
  let result: LiveQuery | null = null
  for (const step of expression.steps) {
    if (step.kind === 'orientation') scrolling = { ...scrolling, vertical: step.vertical }
    else if (step.kind === 'maxSearchSwipes') scrolling = { ...scrolling, maxSwipes: step.swipes }
    else if (step.kind === 'deadZone') scrolling = { ...scrolling, deadZone: step.share }
    else result = (await runStep(step, scrolling, deps)) ?? result
  }
  if (!result) throw lastCallMustFind(expression.text)
  return result
}

type MovingStep = Exclude<ScrollStep, { kind: 'orientation' | 'maxSearchSwipes' | 'deadZone' }>

async function runStep(step: MovingStep, scrolling: Scrolling, deps: ScrollDeps): Promise<LiveQuery | null> {
  if (step.kind === 'childBy') return childBy(step, scrolling, deps)
  if (step.kind === 'childByInstance') {
    return patternQuery(scrolling.container, step.pattern, step.instance)
  }
  if (step.kind === 'scrollIntoView') {
    if (!(await exists(selectorQuery(step.target), deps))) await scrollTo(step.target, scrolling, deps)
    return selectorQuery(step.target)
  }
  if (step.kind === 'scroll') await scroll(step.forward, step.steps, scrolling, deps)
  else await scrollToEnd(step.forward, step.swipes, step.steps, scrolling, deps)
  return null
}

/** Scrolls a container until the target is found in it, first back to its beginning. @returns whether it was found */
export async function scrollIntoView(
  container: UiSelector,
  target: UiSelector,
  deps: ScrollDeps,
  maxSwipes = MAX_SEARCH_SWIPES,
): Promise<boolean> {
  return scrollTo(target, { ...initially(container), maxSwipes }, deps)
}

async function scrollTo(target: UiSelector, scrolling: Scrolling, deps: ScrollDeps): Promise<boolean> {
  const { container, maxSwipes } = scrolling
  const inside = selectorQuery(withNext(container, 'CHILD', target))
  if (await exists(inside, deps)) return true
  await scrollToEnd(false, maxSwipes, 55, scrolling, deps)
  if (await exists(inside, deps)) return true
  for (let swipe = 0; swipe < maxSwipes; swipe++) {
    const scrolled = await scroll(true, 55, scrolling, deps)
    if (await exists(inside, deps)) return true
    if (!scrolled) return false
  }
  return false
}

async function scrollToEnd(
  forward: boolean,
  swipes: number,
  steps: number,
  scrolling: Scrolling,
  deps: ScrollDeps,
): Promise<void> {
  for (let swipe = 0; swipe < swipes; swipe++) {
    if (!(await scroll(forward, steps, scrolling, deps))) return
  }
}

/** One swipe over the container between its dead zones. @returns whether something scrolled */
async function scroll(
  forward: boolean,
  steps: number,
  { container, vertical, deadZone }: Scrolling,
  deps: ScrollDeps,
): Promise<boolean> {
  const { bounds } = await requireNode(container, deps)
  const { phone, settings, signal } = deps
  const x = Math.floor((bounds.left + bounds.right) / 2)
  const y = Math.floor((bounds.top + bounds.bottom) / 2)
  const across = Math.floor((bounds.right - bounds.left) * deadZone)
  const along = Math.floor((bounds.bottom - bounds.top) * deadZone)
  const near = vertical ? { x, y: bounds.top + along } : { x: bounds.left + across, y }
  const far = vertical ? { x, y: bounds.bottom - along } : { x: bounds.right - across, y }
  const [from, to] = forward ? [far, near] : [near, far]
  const durationMs = steps * STEP_MS
  await phone.clock.sleep(durationMs, signal)
  const distance = Math.hypot(to.x - from.x, to.y - from.y)
  const scrolled = phone.input.swipe({ from, to, durationMs, releaseSpeed: (distance / durationMs) * 1000 })
  await phone.clock.sleep(settings.number('scrollAcknowledgmentTimeout'), signal)
  return scrolled
}

/** One search after an idle wait; true when the target is somewhere in the active window. */
async function exists(query: LiveQuery, { idle, screen }: ScrollDeps): Promise<boolean> {
  await idle.wait(IDLE_WAITS.selectorSearch)
  const root = await screen.selectorRoot()
  return root !== null && query.search(root) !== null
}

/** Searches for up to `waitForSelectorTimeout`. @throws WdError 'no such element' (UiObjectNotFoundException) */
async function requireNode(selector: UiSelector, deps: ScrollDeps): Promise<Node> {
  const { phone, idle, screen, settings, signal } = deps
  const startMs = phone.clock.monotonicMs()
  for (;;) {
    await idle.wait(IDLE_WAITS.selectorSearch)
    const root = await screen.selectorRoot()
    const node = root && selectorQuery(selector).search(root)
    if (node) return node
    const leftMs = settings.number('waitForSelectorTimeout') - (phone.clock.monotonicMs() - startMs)
    if (leftMs <= 0) throw uiObjectNotFound(describeSelector(selector))
    await phone.clock.sleep(Math.min(SELECTOR_POLL_MS, leftMs), signal)
  }
}

/** The row that holds the text itself or in a descendant, as UiCollection.getChildBy… looks for it. */
async function childBy(
  step: Extract<MovingStep, { kind: 'childBy' }>,
  scrolling: Scrolling,
  deps: ScrollDeps,
): Promise<LiveQuery> {
  const criterion = step.what === 'text' ? 'TEXT' : 'DESCRIPTION'
  const wanted: UiSelector = { criteria: new Map([[criterion, step.value]]), next: null }
  if (step.scrolls) await scrollTo(wanted, scrolling, deps)
  const container = await requireNode(scrolling.container, deps)
  for (const [instance, row] of allFitting(container, step.pattern).entries()) {
    await deps.idle.wait(IDLE_WAITS.selectorSearch)
    const value = step.what === 'text' ? nodeText(row) : row.view.contentDesc
    if (value === step.value || allFitting(row, wanted).length > 0) {
      return patternQuery(scrolling.container, step.pattern, instance)
    }
  }
  throw uiObjectNotFound(`for ${step.what}= "${step.value}"`)
}
