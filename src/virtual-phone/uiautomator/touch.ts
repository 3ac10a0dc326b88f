import type { Phone } from '../android/phone.ts'
import type { Rect } from '../android/view.ts'
import type { TouchPoint } from '../android/window.ts'
import { illegalArgument, invalidArgument } from './wd-errors.ts'

/** Events of a gesture are injected this often (source: research/fidelity.md 4.5). */
const EVENT_MS = 8
/** A finger that rests this long without moving makes a long press. */
export const LONG_PRESS_MS = 500
const DOUBLE_TAP_PAUSE_MS = 150
const DRAG_PRESS_MS = LONG_PRESS_MS * 1.5
const SCROLL_HOLD_MS = 250
/** How long a scroll and a fling wait for the event that says the end was reached. */
const SCROLL_EVENT_MS = 1000
const FLING_EVENT_MS = 5000

/** Default speeds in dp per second. */
const SPEED_DP = { swipe: 5000, scroll: 1500, fling: 7500, drag: 2500, pinch: 1000 } as const
const MINIMUM_FLING_DP = 50

const DIRECTIONS = ['up', 'down', 'left', 'right'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** @throws WdError 'unknown error' for anything but the four words, as the phone's enum does */
export function directionOf(word: string): Direction {
  const direction = DIRECTIONS.find((known) => known === word.toLowerCase())
  if (direction) return direction
  throw illegalArgument(
    `Unsupported direction '${word}'. Only ${DIRECTIONS.join(', ').toUpperCase()} are supported`,
  )
}

const OPPOSITE = { up: 'down', down: 'up', left: 'right', right: 'left' } as const satisfies Record<
  Direction,
  Direction
>

export interface Sweep {
  area: Rect
  direction: Direction
  /** Pixels per second; undefined is the gesture's default. */
  speed: number | undefined
}

/** Gestures of the `/appium/gestures` routes, in real time. Points and areas are screen pixels. */
export interface Touch {
  click: (at: TouchPoint) => Promise<void>
  doubleClick: (at: TouchPoint) => Promise<void>
  longClick: (at: TouchPoint, durationMs: number) => Promise<void>
  /** `percent` of the area, 0..1; the direction is the finger's. */
  swipe: (sweep: Sweep, percent: number) => Promise<void>
  /** The direction is the content's. @returns whether it can be scrolled further, as far as events tell */
  scroll: (sweep: Sweep, percent: number) => Promise<boolean>
  fling: (sweep: Sweep) => Promise<boolean>
  drag: (from: TouchPoint, to: TouchPoint, speed: number | undefined) => Promise<void>
  pinch: (area: Rect, percent: number, speed: number | undefined) => Promise<void>
}

export function createTouch({ phone, signal }: { phone: Phone; signal: AbortSignal }): Touch {
  const { clock, input } = phone
  const density = phone.display.density / 160
  const speedOf = (kind: keyof typeof SPEED_DP, given: number | undefined) =>
    checkedSpeed(given ?? SPEED_DP[kind] * density)

  async function move(from: TouchPoint, to: TouchPoint, speed: number, holdMs: number): Promise<boolean> {
    const durationMs = gestureMs(from, to, speed)
    await clock.sleep(durationMs + holdMs, signal)
    return input.swipe({ from, to, durationMs: durationMs + holdMs, releaseSpeed: holdMs > 0 ? 0 : speed })
  }

  return {
    async click(at) {
      await clock.sleep(EVENT_MS, signal)
      input.tap(at)
    },
    async doubleClick(at) {
      await clock.sleep(EVENT_MS, signal)
      input.tap(at)
      await clock.sleep(DOUBLE_TAP_PAUSE_MS + EVENT_MS, signal)
      input.tap(at)
    },
    async longClick(at, durationMs) {
      if (durationMs < 0) throw illegalArgument('Long click duration cannot be negative')
      await clock.sleep(Math.min(durationMs, LONG_PRESS_MS), signal)
      if (durationMs < LONG_PRESS_MS) return input.tap(at)
      input.longPress(at)
      await clock.sleep(durationMs - LONG_PRESS_MS + EVENT_MS, signal)
    },
    async swipe({ area, direction, speed }, percent) {
      const { from, to } = swipePath(area, direction, checkedPercent(percent))
      await move(from, to, speedOf('swipe', speed), 0)
    },
    async scroll({ area, direction, speed }, percent) {
      if (percent < 0) throw illegalArgument('Percent must be greater than 0.0f')
      const pixels = speedOf('scroll', speed)
      for (let rest = percent; rest > 0; rest -= 1) {
        const { from, to } = swipePath(area, OPPOSITE[direction], Math.min(rest, 1))
        const scrolled = await move(from, to, pixels, SCROLL_HOLD_MS)
        await clock.sleep(SCROLL_EVENT_MS, signal)
        if (!scrolled) return false
      }
      return true
    },
    async fling({ area, direction, speed }) {
      const minimum = Math.round(MINIMUM_FLING_DP * density)
      const pixels = speed ?? SPEED_DP.fling * density
      if (pixels < minimum) {
        throw invalidArgument(
          `java.lang.IllegalArgumentException: Speed ${pixels} is less than the minimum fling velocity ${minimum}`,
        )
      }
      const { from, to } = swipePath(area, OPPOSITE[direction], 1)
      const scrolled = await move(from, to, pixels, 0)
      await clock.sleep(FLING_EVENT_MS, signal)
      return scrolled
    },
    async drag(from, to, speed) {
      const pixels = speedOf('drag', speed)
      await clock.sleep(LONG_PRESS_MS, signal)
      input.longPress(from)
      await clock.sleep(DRAG_PRESS_MS - LONG_PRESS_MS, signal)
      await move(from, to, pixels, 0)
    },
    async pinch(area, percent, speed) {
      // Two fingers: no app of this phone reacts to them, but they take their time.
      const share = checkedPercent(percent)
      const diagonal = Math.hypot(area.right - area.left, area.bottom - area.top)
      const durationMs = ((diagonal / 2) * share * 1000) / speedOf('pinch', speed)
      await clock.sleep(Math.ceil(durationMs / EVENT_MS) * EVENT_MS, signal)
    },
  }
}

function gestureMs(from: TouchPoint, to: TouchPoint, speed: number): number {
  const ms = (Math.hypot(to.x - from.x, to.y - from.y) * 1000) / speed
  return Math.max(1, Math.ceil(ms / EVENT_MS)) * EVENT_MS
}

/** From the edge of the area that the finger leaves, over `share` of it (source: research/fidelity.md 4.5). */
export function swipePath(
  area: Rect,
  direction: Direction,
  share: number,
): { from: TouchPoint; to: TouchPoint } {
  const x = Math.floor((area.left + area.right) / 2)
  const y = Math.floor((area.top + area.bottom) / 2)
  const across = Math.round((area.right - area.left) * share)
  const along = Math.round((area.bottom - area.top) * share)
  const paths = {
    up: { from: { x, y: area.bottom }, to: { x, y: area.bottom - along } },
    down: { from: { x, y: area.top }, to: { x, y: area.top + along } },
    left: { from: { x: area.right, y }, to: { x: area.right - across, y } },
    right: { from: { x: area.left, y }, to: { x: area.left + across, y } },
  } as const satisfies Record<Direction, unknown>
  return paths[direction]
}

/** An element's area for gestures: a tenth is left out at each side. */
export function insetArea({ left, top, right, bottom }: Rect): Rect {
  const across = Math.floor((right - left) * 0.1)
  const along = Math.floor((bottom - top) * 0.1)
  return { left: left + across, top: top + along, right: right - across, bottom: bottom - along }
}

function checkedSpeed(speed: number): number {
  if (speed < 0) throw illegalArgument('Speed cannot be negative')
  if (speed === 0) throw illegalArgument('Speed must be greater than 0')
  return speed
}

function checkedPercent(percent: number): number {
  if (percent < 0 || percent > 1) throw illegalArgument('Percent must be between 0.0f and 1.0f')
  return percent
}
