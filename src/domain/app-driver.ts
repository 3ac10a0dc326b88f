import type { AppTarget } from './phone-session.ts'
import type { FeedItem } from './judge.ts'

/** The three fields that `edit_profile` can set. */
export interface ProfileFields {
  display_name: string
  username: string
  bio: string
}
export type ProfileField = keyof ProfileFields

/** A video on the screen, as the app tells it. */
export interface ShownVideo extends FeedItem {
  /** Two readings with the same value show the same video; the reverse holds once everything has loaded (domain/same-video.ts). */
  fingerprint: string
  /** Where playback stands, in the app's own unit: it moves while the video plays. Null when the app does not show it. */
  position: number | null
}

/**
 * What one app can do, on one open session. `drivers/` describes apps as data; `actions/` use only this.
 * Every method leaves or finds the app on a screen it has recognized.
 * @throws RunError 'app_changed' (screen or element not found), 'account_action_needed' (the app asks for a person), and what the session throws
 */
export interface AppDriver {
  /** Username of the account that is signed in, as the app's own profile shows it. */
  signedInUsername: (signal: AbortSignal) => Promise<string>
  /** Makes `username` the signed-in account with the app's own switcher. @throws RunError 'account_mismatch' when the app does not offer it */
  switchAccount: (username: string, signal: AbortSignal) => Promise<void>
  /** Opens the main feed; resolves when a video is on the screen. */
  openFeed: (signal: AbortSignal) => Promise<void>
  /** Searches and opens the first result. @returns false when the app says that there are none */
  search: (keyword: string, signal: AbortSignal) => Promise<boolean>
  /** How many dialogs were in the way so far: a stretch in which this grew cannot be taken for playing time. */
  interruptions: () => number
  /** The video on the screen. */
  currentVideo: (signal: AbortSignal) => Promise<ShownVideo>
  /** Swipes on from `current` until another video is shown. @returns that video, null when `current` was the last one */
  nextVideo: (current: ShownVideo, signal: AbortSignal) => Promise<ShownVideo | null>
  /** One field of the signed-in account's profile, from its edit screen, opened anew. */
  readProfileField: (field: ProfileField, signal: AbortSignal) => Promise<string>
  /**
   * Sets one field and saves it. @throws RunError 'input' with the app's own words when the app refuses the value;
   * 'app_changed' when the field did not keep its text
   */
  saveProfileField: (field: ProfileField, value: string, signal: AbortSignal) => Promise<void>
}

/** An app driver's fixed facts, from its pack under `drivers/`. */
export interface AppPack {
  /** The `app` of accounts: `clips`. */
  app: string
  target: AppTarget
  /** SHA-256 of the pack, first 12 hex digits; every result names it. */
  hash: string
}
