import type { AccessibilityClock } from './accessibility.ts'
import { throughInputMethod } from './ime-text.ts'
import { isMappable, KEYCODE, printedBy } from './key-map.ts'
import type { Power } from './phone.ts'
import { contains, touchableAt, travel, type ScreenWindow } from './screen-window.ts'
import type { TextField } from './text-field.ts'
import type { Timeline } from './timeline.ts'
import type { View } from './view.ts'
import {
  UnmappableCharacters,
  type Gesture,
  type Input,
  type InputMethods,
  type TouchPoint,
} from './window.ts'
import type { Windows } from './window-manager.ts'

/** A finger that moves less than this only touches (8 dp at density 320; source: ViewConfiguration touch slop). */
const TOUCH_SLOP_PX = 16

/** Held this long without moving, a touch is a long press (source: ViewConfiguration long press timeout). */
const LONG_PRESS_MS = 500

/** Zones that belong to the system's gestures (24 px sides, 48 px top and bottom), and how far a finger must go in them. */
const SIDE_PX = 24
const TOP_PX = 48
const BOTTOM_PX = 48
const SYSTEM_TRAVEL_PX = 60

/** A key that finds no focused window waits for the next one, as the input dispatcher does. */
const RETRY_KEY_MS = 200
const KEY_RETRIES = 25

/** What the system does with gestures and keys of its own. */
export interface SystemActions {
  home: () => void
  openShade: () => void
}

export function createInput(deps: {
  timeline: Timeline
  accessibility: AccessibilityClock
  windows: Windows
  inputMethods: InputMethods
  power: Power
  display: { width: number; height: number }
  system: SystemActions
}): Input {
  const { timeline, accessibility, windows, inputMethods, power, display, system } = deps

  function windowAt(at: TouchPoint): ScreenWindow | null {
    const open = windows.all().toReversed()
    return open.find((window) => contains(window.bounds, at) || (window.modal && window.focusable)) ?? null
  }

  /** The view a touch reaches; null when the touch was used up before, or reached nothing. */
  function touched(at: TouchPoint): View | null {
    timeline.settle()
    const window = windowAt(at)
    if (!window) return null
    if (!contains(window.bounds, at)) {
      window.onTouchOutside()
      return null
    }
    if (window.onTouchDown(at)) return null
    const root = window.root()
    const view = root && touchableAt(root, at)
    // A disabled view swallows the touch and does nothing.
    return view?.enabled ? view : null
  }

  function tap(at: TouchPoint): void {
    const view = touched(at)
    if (!view) return
    accessibility.fire()
    view.onTap?.()
  }

  function longPress(at: TouchPoint): void {
    const view = touched(at)
    if (!view) return
    accessibility.fire()
    // Without a listener of its own for it, a long press ends as a click when the finger leaves.
    const act = view.onLongPress ?? view.onTap
    act?.()
  }

  /** Whether the gesture was the system's. */
  function takenBySystem(gesture: Gesture): boolean {
    const { dx, dy } = travel(gesture)
    const { x, y } = gesture.from
    const sideways = Math.abs(dx) > Math.abs(dy)
    if (y < TOP_PX && dy > SYSTEM_TRAVEL_PX && !sideways) system.openShade()
    else if (power.isLocked()) return false
    else if (y >= display.height - BOTTOM_PX && dy < -SYSTEM_TRAVEL_PX && !sideways) system.home()
    else if (x < SIDE_PX && dx > SYSTEM_TRAVEL_PX && sideways) back()
    else if (x >= display.width - SIDE_PX && dx < -SYSTEM_TRAVEL_PX && sideways) back()
    else return false
    return true
  }

  function back(): void {
    if (inputMethods.isShown()) return inputMethods.hide()
    deliver(KEYCODE.back, KEY_RETRIES)
  }

  function deliver(keyCode: number, retries: number): void {
    const window = windows.focused()
    if (window) {
      const field = window.field()
      if (!(field && typeInto(field, keyCode))) window.onKey(keyCode)
      accessibility.fire()
    } else if (retries > 0 && power.isScreenOn()) {
      timeline.after(RETRY_KEY_MS, () => deliver(keyCode, retries - 1))
    }
  }

  /** Whether the field took the key. */
  function typeInto(field: TextField, keyCode: number): boolean {
    const printed = printedBy(keyCode)
    if (printed !== undefined) field.insert(printed)
    else if (keyCode === KEYCODE.enter || keyCode === KEYCODE.numpadEnter) editorAction(field.action)
    else if (keyCode === KEYCODE.del) field.deleteBefore()
    else if (keyCode === KEYCODE.dpadLeft) field.moveCursor(-1)
    else if (keyCode === KEYCODE.dpadRight) field.moveCursor(1)
    else if (keyCode === KEYCODE.moveHome) field.moveCursor(-Infinity)
    else if (keyCode === KEYCODE.moveEnd) field.moveCursor(Infinity)
    else return false
    return true
  }

  function key(keyCode: number): void {
    timeline.settle()
    power.touch()
    if (keyCode === KEYCODE.power) return power.toggle()
    if (keyCode === KEYCODE.wakeUp) return power.wake()
    if (!power.isScreenOn()) return
    if (keyCode === KEYCODE.sleep) return power.sleep()
    if (power.isLocked()) return
    if (keyCode === KEYCODE.home) return system.home()
    // The generic key map falls back from ESC to BACK.
    if (keyCode === KEYCODE.back || keyCode === KEYCODE.escape) return back()
    deliver(keyCode, KEY_RETRIES)
  }

  function editorAction(action: string): boolean {
    timeline.settle()
    const taken = windows.focused()?.onEditorAction(action) ?? false
    // What no listener takes: TextView itself closes the keyboard on "done".
    if (!taken && action === 'done') inputMethods.hide()
    return taken
  }

  function typeCharacters(text: string): void {
    timeline.settle()
    power.touch()
    const characters = Array.from(text)
    const unmappable = characters.find((character) => !isMappable(character))
    if (unmappable !== undefined) throw new UnmappableCharacters(`no key for '${unmappable}'`)
    // Enter ends what was typed so far; the rest goes to whatever has the focus then.
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) key(KEYCODE.enter)
      for (const output of throughInputMethod(inputMethods.current(), line.replaceAll('\t', ''))) {
        if (output.kind === 'action') editorAction(output.action)
        else if (output.text !== '') windows.focused()?.field()?.insert(output.text)
      }
    }
    accessibility.fire()
  }

  return {
    tap,
    longPress,
    swipe(gesture) {
      timeline.settle()
      power.touch()
      if (!power.isScreenOn()) return false
      const { dx, dy } = travel(gesture)
      if (Math.hypot(dx, dy) < TOUCH_SLOP_PX) {
        if (gesture.durationMs >= LONG_PRESS_MS) longPress(gesture.from)
        else tap(gesture.from)
        return false
      }
      if (takenBySystem(gesture)) return false
      const window = windowAt(gesture.from)
      if (!window || !contains(window.bounds, gesture.from)) return false
      window.onTouchDown(gesture.from)
      return window.onSwipe(gesture)
    },
    key,
    typeCharacters,
    editorAction,
  }
}
