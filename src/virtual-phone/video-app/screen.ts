import type { Ticks } from '../android/accessibility.ts'
import type { TextField } from '../android/text-field.ts'
import type { Gesture } from '../android/window.ts'
import type { Activity } from '../android/window-manager.ts'
import type { AppHost } from '../apps/app.ts'
import type { FieldFocus } from '../apps/view-builder.ts'
import type { Catalog } from '../content/catalog.ts'
import type { Video } from '../content/videos.ts'
import type { AccountData, WatchedVideo } from './account-data.ts'
import type { Network } from './network.ts'
import type { Overlays } from './overlays.ts'

/** One screen of an app's main activity; what it looks like is the app's own business. */
export interface AppScreen {
  readonly name: string
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
export interface Navigator<Screen extends AppScreen, Tab extends string> {
  push: (screen: Screen) => void
  back: () => void
  openTab: (tab: Tab) => void
}

/** The field with the input focus in one activity. */
export interface Focus {
  field: () => TextField | null
  of: (field: TextField) => FieldFocus
  take: (field: TextField) => void
  clear: () => void
}

/** A question of the app. `no` null: it has one button, and BACK does not close it. */
export interface Question {
  kind: string
  title: string
  message: string
  yes: string
  no: string | null
  onYes: () => void
  onNo?: () => void
}

/** What every screen of an app may use. */
export interface AppContext<Screen extends AppScreen, Tab extends string> {
  readonly host: AppHost
  readonly data: AccountData
  readonly catalog: Catalog
  readonly navigator: Navigator<Screen, Tab>
  readonly focus: Focus
  readonly network: Network
  readonly overlays: Overlays
  /** An alert of the app; the screen below is not active while it is open. */
  ask: (question: Question) => void
  openAccountSwitcher: () => void
  /**
   * A window of the app over its screens. @param name as the control API tells it @param open brings it up over the app's activity and
   * returns how it is closed from outside; it calls `onClosed` when it goes by itself
   */
  cover: (name: string, open: (activity: Activity, onClosed: () => void) => () => void) => void
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
