import type { ScreenWindow } from '../android/screen-window.ts'
import type { Activity } from '../android/window-manager.ts'
import type { AlertOptions } from '../apps/alert-dialog.ts'
import type { AppHost } from '../apps/app.ts'
import type { AppLanguage, DialogWords } from '../apps/dialog-words.ts'

/** Alerts that any app of this kind has, in its own words. */
export const SPOKEN_DIALOGS = [
  'rate_us',
  'update_available',
  'update_required',
  'network_error',
  'session_expired',
] as const
export type SpokenDialog = (typeof SPOKEN_DIALOGS)[number]

/** What makes one app look and speak different from another that does the same. */
export interface AppLook {
  readonly packageName: string
  /** Below its icon, and what Android calls it. */
  readonly label: string
  /** Full class name. */
  readonly mainActivity: string
  openAlert: (host: AppHost, activity: Activity, options: AlertOptions) => ScreenWindow
  /** The page that asks for a password, which none is the right one. @param onBack BACK was pressed on it */
  createLogin: (host: AppHost, onBack: () => void) => Activity
  /** The page with a riddle for people. */
  createChallenge: (host: AppHost, onBack: () => void) => Activity
  /** What Android asks in its name. */
  permissionQuestion: () => string
  /** @param language null: its own; so it answers as well to one that it does not speak */
  words: (dialog: SpokenDialog, language: AppLanguage | null) => DialogWords
  /** The toast after another account was picked. */
  switchedTo: (username: string) => string
}
