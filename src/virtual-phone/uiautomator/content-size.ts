import type { Automation } from './automation.ts'
import type { Node } from './node-tree.ts'
import { unknownError } from './wd-errors.ts'

/** The server swipes this far and back to learn from the scroll events how long the content is. */
const SWIPE_PIXELS = 200
const SWIPE_MS = 50
const EVENT_WAIT_MS = 1000

/** The `contentSize` attribute: really swipes the screen (source: research/fidelity.md 4.5). @throws WdError 'unknown error' when nothing scrolls */
export async function measureContent({ bounds, children }: Node, automation: Automation): Promise<string> {
  const { phone, signal } = automation
  const x = Math.floor((bounds.left + bounds.right) / 2)
  const middle = Math.floor((bounds.top + bounds.bottom) / 2)
  const low = { x, y: Math.min(middle + SWIPE_PIXELS, bounds.bottom - 1) }
  const high = { x, y: Math.max(middle - SWIPE_PIXELS, bounds.top + 1) }
  const swipe = async (from: typeof low, to: typeof low) => {
    await phone.clock.sleep(SWIPE_MS, signal)
    const releaseSpeed = (Math.abs(to.y - from.y) / SWIPE_MS) * 1000
    return phone.input.swipe({ from, to, durationMs: SWIPE_MS, releaseSpeed })
  }
  const scrolled = await swipe(low, high)
  await phone.clock.sleep(EVENT_WAIT_MS, signal)
  const scrolledBack = await swipe(high, low)
  if (!scrolled && !scrolledBack) {
    throw unknownError(
      'io.appium.uiautomator2.common.exceptions.UiAutomator2Exception: Could not retrieve accessibility scroll data; unable to determine scrollable offset',
    )
  }
  const contentBottom = Math.max(bounds.bottom, ...children.map(({ view }) => view.bounds.bottom))
  return JSON.stringify({
    width: bounds.right - bounds.left,
    height: bounds.bottom - bounds.top,
    top: bounds.top,
    left: bounds.left,
    scrollableOffset: contentBottom - bounds.bottom,
    touchPadding: 0,
  })
}
