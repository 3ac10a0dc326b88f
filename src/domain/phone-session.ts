import type { NodeSelector, Point, ScreenNode } from './selector.ts'

/** What one reading of the screen showed. */
export interface Screen {
  /** Package of the window that has the focus: the app, a permission dialog, the launcher … */
  package_name: string
  root: ScreenNode
  /**
   * `ocr`: the phone did not tell its hierarchy in time, so these are the words that could be read on a picture of it. Each node is a piece
   * of text with its place; what it is (class, id, selected, focused, checked) is not known, and everything counts as clickable. Left out
   * when it is the hierarchy.
   */
  source?: 'hierarchy' | 'ocr'
}

export interface Swipe {
  from: Point
  to: Point
  /** How long the finger moves. Short is a flick, long is a drag. */
  durationMs: number
}

/** Android key codes that actions and drivers press (source: android.view.KeyEvent). */
export const KEY = { back: 4, n: 42, enter: 66, move_end: 123 } as const

/** What a keyboard's action key can mean (source: android.view.inputmethod.EditorInfo). */
export type EditorAction = 'search' | 'go' | 'send' | 'next' | 'done'

/**
 * One open automation session on one phone; `devices/` implements it. Every call has a deadline of its own, takes the run's signal and
 * resolves only when the phone has answered. Coordinates are screen pixels.
 * @throws RunError 'device' (phone gone), 'session' (session or on-phone server gone), 'timeout' (no answer in time);
 *   the signal's reason when it aborts.
 */
export interface PhoneSession {
  readonly sessionId: string
  readonly phoneId: string
  /** Size of the display in pixels. */
  readonly display: { width: number; height: number }
  /**
   * One reading of the accessibility tree of the active window. Does not wait for the screen to rest. A phone that does not tell its tree in
   * time is read by its picture (`source` 'ocr'); until the next reading that has the tree, gestures then go by adb, and `setText` fails.
   */
  readScreen: (signal: AbortSignal) => Promise<Screen>
  /** PNG. */
  screenshot: (signal: AbortSignal) => Promise<Buffer>
  tap: (at: Point, signal: AbortSignal) => Promise<void>
  swipe: (swipe: Swipe, signal: AbortSignal) => Promise<void>
  pressKey: (code: number, signal: AbortSignal) => Promise<void>
  /**
   * Replaces the whole text of the edit field that the selector describes ("" empties it). Says nothing about what the field kept: read it back.
   * @throws RunError 'app_changed' when no such field is on the screen or it refuses text; 'session' when the screen can only be read by its
   *   picture, on which a field cannot be told
   */
  setText: (field: NodeSelector, text: string, signal: AbortSignal) => Promise<void>
  /**
   * The keyboard's action key on the focused field. Changes the input method for a moment and sets it back, which takes seconds: a tap or
   * the Enter key comes first where the app takes one.
   */
  editorAction: (action: EditorAction, signal: AbortSignal) => Promise<void>
  /** Brings the app to the front from a cold start, without touching its data. @throws RunError 'app_changed' when it is not installed */
  restartApp: (signal: AbortSignal) => Promise<void>
  /** Hides the on-screen keyboard if it is shown. */
  hideKeyboard: (signal: AbortSignal) => Promise<void>
  /**
   * Ends the session; resolves when the phone is free or nothing more can be done about it in a few seconds. May come twice. Never throws.
   * @returns whether the phone has confirmed that nothing of the session runs on it any more
   */
  close: () => Promise<boolean>
  /**
   * Ends the session at once, even while a command is under way: stops app and server on the phone, then deletes the session. Commands under
   * way and later ones throw. Takes 2 s at most on a phone that answers; `close` still waits for the rest. May come twice. Never throws.
   * @returns as `close`
   */
  abort: () => Promise<boolean>
  /**
   * As `close`, and goes on stopping what is left on the phone until it confirms that, or is gone: after that no command of the session
   * can reach it. @throws PhoneNotFreed when the daemon has to leave before that
   */
  free: () => Promise<void>
}

/** What a session needs to know of the app it is opened for. */
export interface AppTarget {
  package_name: string
  activity: string
}

/** Opens sessions; today directly on our own Appium servers, later perhaps through a grid. */
export interface SessionProvider {
  /**
   * Opens a session on the phone with the app in front, started cold, its data untouched.
   * `onCreated` is awaited with the WebDriver session's id before the session is used, so that it can be stored first.
   * When the signal aborts it rejects within a second or two on a phone that answers, and in any case not before the phone is free.
   * @throws RunError 'device', 'session', 'timeout', 'app_changed' (app not installed); the signal's reason when it aborts; PhoneNotFreed
   *   when the daemon had to leave before the phone was free
   */
  open: (options: OpenSession, signal: AbortSignal) => Promise<PhoneSession>
}

/** Whose a session is. It travels with the session to the phone, so that one that was left behind is told from a person's. */
export interface SessionTag {
  boot_id: string
  queue_item_id: string
  attempt: number
}

export interface OpenSession {
  phone_id: string
  serial: string
  app: AppTarget
  /** Whatever is in front stays there: for whoever wants to see a screen as it is. Without it the app is started cold. */
  leaveInFront?: boolean
  /** Without it nobody will know whose the session was. */
  tag?: SessionTag
  /** Where the session can be found again by another boot: Appium's address and the session's id. */
  onCreated: (created: { session_id: string; container: string }) => Promise<void>
  /** Hears everything that the session does. */
  observer?: SessionObserver
}

/** One command of a session, when it is over. */
export interface SessionCommand {
  /** As error messages say it: `tap`, `read the screen`. */
  name: string
  /** ISO-8601. */
  started_at: string
  ms: number
  /** Why it failed, null when it did not. */
  error: string | null
}

/** Hears what a session does, for evidence; must not throw and not wait. */
export interface SessionObserver {
  command: (command: SessionCommand) => void
  /** The hierarchy as the phone told it, XML, each time that it was read. */
  screen: (source: string) => void
}
