import type { AccessibilityClock } from '../android/accessibility.ts'
import { travel } from '../android/screen-window.ts'
import type { Timeline } from '../android/timeline.ts'
import type { Gesture } from '../android/window.ts'

/** Pixels a dp on our displays (density 320). */
const PX_PER_DP = 2

/** ViewPager's rules (source: androidx ViewPager): a fling must be this fast and this long … */
const PAGER_FLING_SPEED = 400 * PX_PER_DP
const PAGER_FLING_PX = 25 * PX_PER_DP
/** … and a drag must cover this share of the page. */
const PAGER_DRAG_SHARE = 0.6

/** Where a vertical swipe leaves a pager: one page on (1), one back (-1), or where it was (0). */
export function pagesTurned(gesture: Gesture, pageHeight: number): -1 | 0 | 1 {
  const { dx, dy } = travel(gesture)
  if (Math.abs(dx) > Math.abs(dy)) return 0
  const flung = Math.abs(dy) > PAGER_FLING_PX && gesture.releaseSpeed > PAGER_FLING_SPEED
  if (!flung && Math.abs(dy) < pageHeight * PAGER_DRAG_SHARE) return 0
  return dy < 0 ? 1 : -1
}

/** Lists start to fling at this speed (50 dp/s; source: ViewConfiguration minimum fling velocity). */
const LIST_FLING_SPEED = 50 * PX_PER_DP

/** OverScroller's spline (source: android.widget.OverScroller): friction, deceleration and pixels per inch of our display. */
const FRICTION = 0.015
const DECELERATION = Math.log(0.78) / Math.log(0.9)
const PHYSICAL_COEFFICIENT = 9.80665 * 39.37 * 320 * 0.84
const INFLEXION = 0.35

/** How far and how long a list goes on by itself after a fling of `speed` pixels per second. */
export function flingOf(speed: number): { distancePx: number; durationMs: number } {
  if (speed < LIST_FLING_SPEED) return { distancePx: 0, durationMs: 0 }
  const log = Math.log((INFLEXION * speed) / (FRICTION * PHYSICAL_COEFFICIENT))
  return {
    distancePx: FRICTION * PHYSICAL_COEFFICIENT * Math.exp((DECELERATION / (DECELERATION - 1)) * log),
    durationMs: 1000 * Math.exp(log / (DECELERATION - 1)),
  }
}

/** A list's scroll position, which goes on moving after a fling until it ends or a finger stops it. */
export interface Scroller {
  offset: () => number
  isMoving: () => boolean
  stop: () => void
  /** A finished vertical swipe. Returns whether anything moved. */
  swipe: (gesture: Gesture) => boolean
}

export function createScroller(
  timeline: Timeline,
  accessibility: AccessibilityClock,
  maxOffset: () => number,
): Scroller {
  let move = { fromPx: 0, toPx: 0, startMs: 0, durationMs: 0 }

  const limited = (px: number) => Math.max(0, Math.min(maxOffset(), px))

  function offset(): number {
    if (move.durationMs === 0) return move.toPx
    const done = Math.min(1, (timeline.nowMs() - move.startMs) / move.durationMs)
    // Slows down towards the end, near enough to the spline.
    return Math.round(move.fromPx + (move.toPx - move.fromPx) * (1 - (1 - done) ** 3))
  }

  const isMoving = () => timeline.nowMs() < move.startMs + move.durationMs && move.fromPx !== move.toPx

  return {
    offset,
    isMoving,
    stop() {
      const at = offset()
      move = { fromPx: at, toPx: at, startMs: 0, durationMs: 0 }
    },
    swipe(gesture) {
      const { dx, dy } = travel(gesture)
      if (Math.abs(dx) > Math.abs(dy)) return false
      const before = offset()
      const dragged = limited(before - dy)
      const { distancePx, durationMs } = flingOf(gesture.releaseSpeed)
      const target = limited(dragged - Math.sign(dy) * distancePx)
      move = {
        fromPx: dragged,
        toPx: target,
        startMs: timeline.nowMs(),
        durationMs: target === dragged ? 0 : durationMs,
      }
      if (target === before) return false
      accessibility.fire()
      if (move.durationMs > 0) accessibility.animate(move.durationMs)
      return true
    },
  }
}
