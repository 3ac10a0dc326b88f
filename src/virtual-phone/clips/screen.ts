import type { View } from '../android/view.ts'
import type { ViewBuilder } from '../apps/view-builder.ts'
import type { AppContext, AppScreen } from '../video-app/screen.ts'

export const CLIPS_PACKAGE = 'com.phonefarm.clips'
export const MAIN_ACTIVITY = 'com.phonefarm.clips.MainActivity'

export const ACCENT = '#e0245e'
export const INK = '#16181d'
export const MUTED = '#6b7280'

export type TabName = 'feed' | 'inbox' | 'profile'
export type ScreenName =
  | TabName
  | 'search'
  | 'results'
  | 'player'
  | 'edit_profile'
  | 'edit_name'
  | 'edit_username'
  | 'edit_bio'

/** One screen of the app's only activity. */
export interface ClipsScreen extends AppScreen {
  readonly name: ScreenName
  /** Light text on dark, status bar included. */
  readonly dark: boolean
  draw: (views: ViewBuilder) => View[]
}

/** What every screen of the app may use. */
export type ClipsContext = AppContext<ClipsScreen, TabName>
