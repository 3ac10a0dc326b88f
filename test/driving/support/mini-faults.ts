/** How the scripted app misbehaves; all of it can be changed while it runs. */
export interface MiniFaults {
  /** Swipes that change nothing from now on. */
  deafSwipes: number
  /** Taps that do nothing from now on. */
  deafTaps: number
  /** Texts that fields lose from now on. */
  lostTexts: number
  /** Saves that the app forgets. */
  lostSaves: number
  /** Playback stands still. */
  stalled: boolean
  /** Content of a page comes this much later than its author. */
  lateMs: number
  /** A page shows no author for this long. */
  loadMs: number
  /** The app's servers take this long to check a username. */
  checkMs: number
  /** Texts longer than this are cut by the field. */
  fieldLimit: number
  /** A spinner covers everything until this time (monotonic). */
  spinnerUntilMs: number
  /** Another app is in front. */
  foreign: boolean
  /** The Enter key means nothing in the search field. */
  deafEnter: boolean
  /** Fields compose accents. */
  normalizes: boolean
  /** The app stores a value other than the typed one. */
  mangle: (value: string) => string
}

export interface MiniDialog {
  /** `crash` and `anr` are Android's, `stranger` is a window of a package that nobody knows. */
  kind:
    | 'rate_us'
    | 'network_error'
    | 'login_required'
    | 'unknown'
    | 'crash'
    | 'anr'
    | 'outdated'
    | 'battery'
    | 'passing'
    | 'stranger'
  /** Comes back so many times after being tapped away. */
  again?: number
  /** BACK does not close it. */
  staysOnBack?: boolean
  /** Goes away by itself at that time (monotonic). */
  untilMs?: number
}

/** An app that behaves. */
export const NO_FAULTS: MiniFaults = {
  deafSwipes: 0,
  deafTaps: 0,
  lostTexts: 0,
  lostSaves: 0,
  stalled: false,
  lateMs: 0,
  loadMs: 0,
  checkMs: 0,
  fieldLimit: 1000,
  spinnerUntilMs: 0,
  foreign: false,
  deafEnter: false,
  normalizes: false,
  mangle: (value) => value,
}
