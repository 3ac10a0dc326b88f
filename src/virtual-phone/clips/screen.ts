import type { Ticks } from '../android/accessibility.ts'
import type { TextField } from '../android/text-field.ts'
import type { View } from '../android/view.ts'
import type { Gesture } from '../android/window.ts'
import type { AppHost } from '../apps/app.ts'
import type { FieldFocus, ViewBuilder } from '../apps/view-builder.ts'
import type { Catalog } from '../content/catalog.ts'
import type { Video } from '../content/videos.ts'
import type { AccountData, WatchedVideo } from './account-data.ts'
import type { Network } from './network.ts'
import type { Overlays } from './overlays.ts'

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
export interface ClipsScreen {
  readonly name: ScreenName
  /** Light text on dark, status bar included. */
  readonly dark: boolean
  draw: (views: ViewBuilder) => View[]
  /** It came to the front or left it, also with the whole app. */
  setActive?: (active: boolean) => void
  /** Returns whether anything scrolled. */
  onSwipe?: (gesture: Gesture) => boolean
  /** The finger went down; true when that used up the touch. */
  onTouchDown?: () => boolean
  /** True when the screen did something of its own with BACK. */
  onBack?: () => boolean
  ticks?: () => Ticks | null
  /** Brings what it recorded up to date. */
  refresh?: () => void
}

/** How screens move on. All of it takes effect after the short moment that a real app needs. */
export interface Navigator {
  push: (screen: ClipsScreen) => void
  back: () => void
  openTab: (tab: TabName) => void
}

/** The field with the input focus in one activity. */
export interface Focus {
  field: () => TextField | null
  of: (field: TextField) => FieldFocus
  take: (field: TextField) => void
  clear: () => void
}

/** What every screen of the app may use. */
export interface ClipsContext {
  readonly host: AppHost
  readonly data: AccountData
  readonly catalog: Catalog
  readonly navigator: Navigator
  readonly focus: Focus
  readonly network: Network
  readonly overlays: Overlays
  /** An alert of the app; the screen below is not active while it is open. */
  ask: (alert: {
    kind: string
    title: string
    message: string
    yes: string
    no: string | null
    onYes: () => void
    onNo?: () => void
  }) => void
  openAccountSwitcher: () => void
}

/** Tapping a field gives it the focus and opens the keyboard; ACTION_SET_TEXT does neither. */
export function createFocus(host: AppHost): Focus {
  let focused: TextField | null = null
  const take = (field: TextField) => {
    focused = field
    host.inputMethods.show()
    host.accessibility.fire()
  }
  return {
    field: () => focused,
    of: (field) => ({ focused: focused === field, take: () => take(field) }),
    take,
    clear() {
      focused = null
      host.inputMethods.hide()
    },
  }
}

/** Writes a video that begins to play into the app's history. */
export function watchedRecord(data: AccountData, source: WatchedVideo['source'], keyword: string | null) {
  return ({ video_id, author, caption, hashtags }: Video, startedAt: Date): WatchedVideo => {
    const watched: WatchedVideo = {
      video_id,
      author,
      caption,
      hashtags: [...hashtags],
      source,
      keyword,
      account: data.signedIn()?.username ?? '',
      started_at: startedAt.toISOString(),
      seconds: 0,
      completed: false,
    }
    data.recordWatched(watched)
    return watched
  }
}
