import type { Rect } from '../android/view.ts'
import type { TouchPoint } from '../android/window.ts'
import type { Automation } from './automation.ts'
import {
  elementIdOf,
  optionalNumber,
  optionalRecord,
  requiredNumber,
  requiredText,
  type Body,
} from './body.ts'
import { locatorOf } from './locators/locator.ts'
import { centerOfNode, type Node } from './node-tree.ts'
import { directionOf, insetArea, LONG_PRESS_MS } from './touch.ts'
import { illegalArgument, missingField } from './wd-errors.ts'

const FLOAT_VALUE = 'float java.lang.Float.floatValue()'

const GESTURES = {
  click: async (automation: Automation, body: Body) =>
    automation.touch.click(await pointOf(automation, body, 'Click')),
  double_click: async (automation: Automation, body: Body) =>
    automation.touch.doubleClick(await pointOf(automation, body, 'Double click')),
  long_click: async (automation: Automation, body: Body) =>
    automation.touch.longClick(
      await pointOf(automation, body, 'Long click'),
      optionalNumber(body, 'duration') ?? LONG_PRESS_MS,
    ),
  drag: async (automation: Automation, body: Body) => {
    const end = pointIn(body, 'end')
    if (!end) throw illegalArgument('Drag end coordinates must be provided')
    const origin = await originNode(automation, body)
    const start = origin ? centerOfNode(origin) : pointIn(body, 'start')
    if (!start) throw illegalArgument('Drag start coordinates must be provided if element is not set')
    return automation.touch.drag(start, end, optionalNumber(body, 'speed'))
  },
  swipe: async (automation: Automation, body: Body) => {
    const sweep = await sweepOf(automation, body)
    return automation.touch.swipe(sweep, requiredNumber(body, 'percent', FLOAT_VALUE))
  },
  scroll: async (automation: Automation, body: Body) => {
    const sweep = await sweepOf(automation, body)
    return automation.touch.scroll(sweep, requiredNumber(body, 'percent', FLOAT_VALUE))
  },
  fling: async (automation: Automation, body: Body) =>
    automation.touch.fling(await sweepOf(automation, body)),
  pinch_open: pinch,
  pinch_close: pinch,
} as const

export type GestureName = keyof typeof GESTURES

export const GESTURE_NAMES = Object.keys(GESTURES).filter(isGesture)

export function isGesture(name: string): name is GestureName {
  return Object.hasOwn(GESTURES, name)
}

/**
 * Plays a gesture of the `/appium/gestures` routes in real time. Waits for idle only to find the element that it starts from.
 * @returns whether scroll and fling could go on; null for the others. @throws WdError
 */
export async function performGesture(
  name: GestureName,
  automation: Automation,
  body: Body,
): Promise<boolean | null> {
  return (await GESTURES[name](automation, body)) ?? null
}

async function pinch(automation: Automation, body: Body): Promise<void> {
  const area = await areaOf(automation, body)
  const percent = requiredNumber(body, 'percent', FLOAT_VALUE)
  return automation.touch.pinch(area, percent, optionalNumber(body, 'speed'))
}

async function sweepOf(automation: Automation, body: Body) {
  const direction = directionOf(requiredText(body, 'direction'))
  return { area: await areaOf(automation, body), direction, speed: optionalNumber(body, 'speed') }
}

/** The element of `origin` or `locator`; null when the gesture goes by coordinates. */
async function originNode(automation: Automation, body: Body): Promise<Node | null> {
  const elementId = elementIdOf(body['origin'])
  const locator = optionalRecord(body, 'locator')
  if (elementId === undefined && !locator) return null
  const id = elementId ?? (await located(automation, locator ?? {}))
  const held = await automation.elements.use(id)
  return held.reread()
}

async function located({ finder }: Automation, locator: Body): Promise<string> {
  const { id } = await finder.one(
    locatorOf(requiredText(locator, 'strategy'), requiredText(locator, 'selector')),
    null,
  )
  return id
}

/** The middle of the element, its corner plus the offset, or the offset alone. */
async function pointOf(automation: Automation, body: Body, what: string): Promise<TouchPoint> {
  const node = await originNode(automation, body)
  const offset = pointIn(body, 'offset')
  if (node) {
    return offset ? { x: node.bounds.left + offset.x, y: node.bounds.top + offset.y } : centerOfNode(node)
  }
  if (offset) return offset
  throw illegalArgument(`${what} offset coordinates must be provided if element is not set`)
}

function pointIn(body: Body, key: string): TouchPoint | undefined {
  const point = optionalRecord(body, key)
  if (!point) return undefined
  const coordinate = (name: string) =>
    Math.trunc(requiredNumber(point, name, 'int java.lang.Double.intValue()'))
  return { x: coordinate('x'), y: coordinate('y') }
}

/** The given area as it is, or the element's without its margins. */
async function areaOf(automation: Automation, body: Body): Promise<Rect> {
  const node = await originNode(automation, body)
  if (node) return insetArea(node.bounds)
  const area = optionalRecord(body, 'area')
  if (!area)
    throw missingField(
      'android.graphics.Rect io.appium.uiautomator2.model.api.gestures.RectModel.toNativeRect()',
    )
  const side = (name: string) => requiredNumber(area, name, 'int java.lang.Double.intValue()')
  const left = side('left')
  const top = side('top')
  return { left, top, right: left + side('width'), bottom: top + side('height') }
}
