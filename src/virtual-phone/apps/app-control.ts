import type { VideoApp } from '../video-app/video-app.ts'
import type { DialogKind, DialogSchedule } from '../video-app/scheduled-dialogs.ts'
import type { SystemDialogKind } from './system-dialogs.ts'

/** An app's side of the story, for the control API. */
export interface AppControl extends Pick<
  VideoApp,
  'signedIn' | 'accounts' | 'watched' | 'edits' | 'line' | 'signOut' | 'keepAccount' | 'keepsAccount'
> {
  /** `feed`, `dialog:rate_us` …; null while it does not run. */
  screen: () => string | null
  scheduleDialog: (kind: DialogKind, schedule?: DialogSchedule) => void
  /** Takes back what was done to this app. */
  clear: () => void
}

/** What a phone's windows do, whoever they belong to. */
export interface WindowsControl {
  /** Package in front. */
  foreground: () => string
  /** `feed`, `search`, `dialog:rate_us`, `launcher`, `keyguard` … */
  screen: () => string
  /** A window of Android itself or of another app, whatever is in front; `onScreen` does not matter to it. */
  scheduleSystemDialog: (kind: SystemDialogKind, schedule?: DialogSchedule, app?: string) => void
  /** Takes back scheduled and open dialogs, sign-outs, challenges and bad lines, of all apps. */
  clear: () => void
}

/** Everything that is asked from outside first sees what has happened meanwhile. */
export type Settled = <Args extends unknown[], Result>(
  ask: (...args: Args) => Result,
) => (...args: Args) => Result

/** The app as the control API may use it. */
export function controlOf(app: VideoApp, settled: Settled): AppControl {
  return {
    screen: settled(app.screenName),
    signedIn: settled(app.signedIn),
    accounts: settled(app.accounts),
    watched: settled(app.watched),
    edits: settled(app.edits),
    scheduleDialog: settled((kind: DialogKind, schedule: DialogSchedule = {}) =>
      app.scheduleDialog(kind, schedule),
    ),
    line: { ...app.line, set: settled(app.line.set), state: settled(app.line.state) },
    signOut: settled(app.signOut),
    keepAccount: settled(app.keepAccount),
    keepsAccount: app.keepsAccount,
    clear: settled(app.clearFaults),
  }
}
