import type { Cancel } from '../../domain/clock.ts'
import type { Timeline } from '../android/timeline.ts'

/** Dialogs that the fault switch can bring up. */
export const DIALOG_KINDS = [
  'rate_us',
  'update_available',
  'network_error',
  'login_required',
  'permission',
] as const
export type DialogKind = (typeof DIALOG_KINDS)[number]

export interface DialogSchedule {
  /** Not before this long from now; default at once. */
  afterMs?: number
  /** Only on the screen of this name (`feed`, `search`, `edit_bio` …); default any. */
  onScreen?: string
}

interface Waiting {
  kind: DialogKind
  dueMs: number
  onScreen: string | null
  cancel: Cancel
}

export const ALERTS = {
  rate_us: {
    title: 'Enjoying Clips?',
    message: 'Tell others what you think. It only takes a moment.',
    yes: 'Rate',
    no: 'Not now',
  },
  update_available: {
    title: 'Update available',
    message: 'A new version of Clips is ready. Update now to get the latest features.',
    yes: 'Update',
    no: 'Later',
  },
  network_error: {
    title: 'No internet connection',
    message: 'Check your connection and try again.',
    yes: 'Retry',
    no: null,
  },
} as const satisfies Record<
  Exclude<DialogKind, 'login_required' | 'permission'>,
  { title: string; message: string; yes: string; no: string | null }
>

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
  show: (kind: DialogKind) => void,
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
    show(next.kind)
  }

  return {
    add(kind, { afterMs = 0, onScreen }) {
      // Read before the timer is set: a real clock moves on between the two, and the offer would come a moment too early for it.
      const dueMs = timeline.nowMs() + afterMs
      const cancel = timeline.after(afterMs, offer)
      waiting.push({ kind, dueMs, onScreen: onScreen ?? null, cancel })
    },
    offer,
    clear() {
      for (const { cancel } of waiting) cancel()
      waiting = []
    },
  }
}
