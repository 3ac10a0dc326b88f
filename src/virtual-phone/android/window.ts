import type { Rect, View } from './view.ts'

export interface TouchPoint {
  x: number
  y: number
}

/** A finger's way over the screen, finished. */
export interface Gesture {
  from: TouchPoint
  to: TouchPoint
  durationMs: number
  /** Pixels per second at the moment the finger left; a fast one makes lists go on moving. */
  releaseSpeed: number
}

export type WindowType = 'application' | 'dialog' | 'input_method' | 'system'

/** What a window tells `dumpsys window`, accessibility and the renderer, and how it takes input. */
export interface PhoneWindow {
  /** Grows with every window that is opened, never reused; part of element ids, as on Android. */
  readonly id: number
  readonly type: WindowType
  readonly packageName: string
  /** As `mCurrentFocus` prints it: `com.phonefarm.clips/com.phonefarm.clips.MainActivity`, `NotificationShade`, `InputMethod` … */
  readonly title: string
  readonly bounds: Rect
  /** Whether it takes the focus when on top; the keyboard and toasts do not. */
  readonly focusable: boolean
  /** The tree as it is now; null while the app has not drawn yet. */
  root: () => View | null
  /** A finished drag or flick that began in this window. Returns whether anything scrolled. */
  onSwipe: (gesture: Gesture) => boolean
  /** A key that no focused field consumed. Returns whether the window did something with it. */
  onKey: (keyCode: number) => boolean
  /** The keyboard's action key or `performEditorAction`: search, go, done … Returns whether it was taken. */
  onEditorAction: (action: string) => boolean
}

/** A short message over the apps: in no window's tree, but told once to accessibility, which the on-phone server keeps for 3.5 s. */
export interface Toast {
  readonly text: string
  /** The app that showed it. */
  readonly packageName: string
  /** Monotonic milliseconds. */
  readonly shownAtMs: number
}

/** Windows of the phone's one display. */
export interface WindowManager {
  /** Bottom to top. */
  all: () => readonly PhoneWindow[]
  /** The topmost focusable window; null in transitions and with the screen off (`mCurrentFocus=null`). */
  focused: () => PhoneWindow | null
  /** `pkg/.Activity` behind dialogs and shade (`mFocusedApp`). */
  focusedActivity: () => { packageName: string; activity: string } | null
  /** Root of the active window, for accessibility; null while there is none. */
  activeRoot: () => { window: PhoneWindow; root: View } | null
  /** Toasts of the last 3.5 s, oldest first. */
  toasts: () => readonly Toast[]
}

/** The accessibility event clock (source: research/fidelity.md 5): idle = no event from anywhere for 500 ms. */
export interface AccessibilityEvents {
  /** Something that accessibility notices has changed: text, progress, focus, window, scroll. */
  fire: () => void
  /** Milliseconds (monotonic) of the last event, periodic ones of what is on the screen included. */
  lastEventAtMs: () => number
  /** Waits as UiAutomation.waitForIdle does: until quiet for 500 ms, at most `timeoutMs`, then gives up silently. 0 does not wait. */
  waitForIdle: (timeoutMs: number, signal: AbortSignal) => Promise<void>
}

/** Touches and keys, injected in real time, delivered to the window under them. */
export interface Input {
  tap: (at: TouchPoint) => void
  longPress: (at: TouchPoint) => void
  /** Delivers a finished gesture; a start on the screen's edge goes to the system (back, home, shade) instead of the app. Returns whether anything scrolled. */
  swipe: (gesture: Gesture) => boolean
  /** A key press by Android key code. */
  key: (keyCode: number) => void
  /** Characters as key events of the virtual keyboard's map. @throws UnmappableCharacters when one of them has no key (nothing is typed then) */
  typeCharacters: (text: string) => void
  /** The keyboard's action key, also by `performEditorAction`. */
  editorAction: (action: string) => boolean
}

/** A character that the virtual key map has no keys for: `input text` and key actions refuse the whole text. */
export class UnmappableCharacters extends Error {
  override name = 'UnmappableCharacters'
}

/** The on-screen keyboard. */
export interface InputMethods {
  /** Component of the current one: `com.android.inputmethod.latin/.LatinIME`. */
  current: () => string
  set: (component: string) => void
  list: () => readonly string[]
  enabled: () => readonly string[]
  setEnabled: (component: string, enabled: boolean) => void
  /** Whether it covers the whole screen when it is next shown (extract mode). */
  isFullscreen: () => boolean
  setFullscreen: (on: boolean) => void
  /** `mInputShown` of dumpsys input_method. */
  isShown: () => boolean
  show: () => void
  hide: () => void
}
