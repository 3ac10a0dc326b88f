import type { Cancel } from '../../domain/clock.ts'
import type { Timeline } from '../android/timeline.ts'
import type { AppLanguage } from '../apps/dialog-words.ts'

/** What the app itself can put in the way, by the name that the fault switch uses. */
export const DIALOG_KINDS = [
  'rate_us',
  'update_available',
  'update_required',
  'network_error',
  'network_snackbar',
  'cookie_consent',
  'session_expired',
  'login_required',
  'challenge',
  'permission',
  'unknown',
] as const
export type DialogKind = (typeof DIALOG_KINDS)[number]

export interface DialogSchedule {
  /** Not before this long from now; default at once. */
  afterMs?: number
  /** Only on the screen of this name (`feed`, `search`, `edit_bio` …); default any. */
  onScreen?: string
  /** Default: what the app speaks. */
  language?: AppLanguage
  /** What one says that nobody knows, or a notification. */
  text?: string
}

/** A dialog that is to be shown now. */
export interface WantedDialog {
  kind: DialogKind
  /** Null: what the app speaks. */
  language: AppLanguage | null
  text: string
}

interface Waiting extends WantedDialog {
  dueMs: number
  onScreen: string | null
  cancel: Cancel
}

export const UNKNOWN_TEXT = 'Try our new look!'

/** Dialogs that wait for their time and their screen. */
export interface ScheduledDialogs {
  add: (kind: DialogKind, schedule: DialogSchedule) => void
  /** Shows the first that may come now; called whenever the app's front changes. */
  offer: () => void
  clear: () => void
}

/** `show` is told to bring one up; `front` names the app's screen when it is free for a dialog, else null. */
export function createScheduledDialogs(
  timeline: Timeline,
  front: () => string | null,
  show: (dialog: WantedDialog) => void,
): ScheduledDialogs {
  let waiting: Waiting[] = []

  function offer(): void {
    const screen = front()
    if (screen === null) return
    const next = waiting.find(
      ({ dueMs, onScreen }) => dueMs <= timeline.nowMs() && (onScreen === null || onScreen === screen),
    )
    if (!next) return
    waiting = waiting.filter((other) => other !== next)
    show(next)
  }

  return {
    add(kind, { afterMs = 0, onScreen, language = null, text = UNKNOWN_TEXT }) {
      // Read before the timer is set: a real clock moves on between the two, and the offer would come a moment too early for it.
      const dueMs = timeline.nowMs() + afterMs
      const cancel = timeline.after(afterMs, offer)
      waiting.push({ kind, language, text, dueMs, onScreen: onScreen ?? null, cancel })
    },
    offer,
    clear() {
      for (const { cancel } of waiting) cancel()
      waiting = []
    },
  }
}
