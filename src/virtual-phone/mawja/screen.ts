import type { View } from '../android/view.ts'
import type { AppContext, AppScreen } from '../video-app/screen.ts'
import type { Compose } from './compose.ts'
import type { MawjaWords } from './words.ts'

export const MAIN_ACTIVITY = 'com.phonefarm.mawja.ui.HostActivity'

export const ACCENT = '#00897b'
export const INK = '#12262b'
export const MUTED = '#5b6b73'
export const FAULT = '#b3261e'

export type TabName = 'feed' | 'profile'

/** One screen of the app's only activity. */
export interface MawjaScreen extends AppScreen {
  readonly name: TabName | 'search' | 'results' | 'player' | 'edit_profile'
  /** Light text on dark, status bar included. */
  readonly dark: boolean
  draw: (ui: Compose) => View[]
}

/** What every screen of the app may use. */
export type MawjaContext = AppContext<MawjaScreen, TabName>

/** The app's words in the language that it speaks now, and how that is written. */
export interface Speech {
  words: () => MawjaWords
  isRightToLeft: () => boolean
}
