import { openAlert } from '../apps/alert-dialog.ts'
import type { AppHost } from '../apps/app.ts'
import { APP_WORDS, systemLanguage } from '../apps/dialog-words.ts'
import { decor, SCREEN, shifted, viewBuilder } from '../apps/view-builder.ts'
import type { Catalog } from '../content/catalog.ts'
import { freshVideoApp, type SavedVideoApp } from '../video-app/account-data.ts'
import { createAppUi, type AppParts } from '../video-app/app-ui.ts'
import type { AppLook } from '../video-app/look.ts'
import { createVideoApp, type VideoApp } from '../video-app/video-app.ts'
import { openAccountSwitcher } from './account-switcher.ts'
import { createChallengeActivity } from './challenge-activity.ts'
import { drawOverlays } from './draw-overlays.ts'
import { createFeedScreen } from './feed-screen.ts'
import { createInboxScreen } from './inbox-screen.ts'
import { createLoginActivity } from './login-activity.ts'
import { createProfileScreen } from './profile-screen.ts'
import { CLIPS_PACKAGE, MAIN_ACTIVITY, type ClipsScreen, type TabName } from './screen.ts'

const LOOK: AppLook = {
  packageName: CLIPS_PACKAGE,
  label: 'Clips',
  mainActivity: MAIN_ACTIVITY,
  openAlert,
  createLogin: createLoginActivity,
  createChallenge: createChallengeActivity,
  permissionQuestion: () => 'Allow Clips to send you notifications?',
  words: (dialog, language) => APP_WORDS[dialog][systemLanguage(language)],
  switchedTo: (username) => `Switched to ${username}`,
}

const PARTS: AppParts<ClipsScreen, TabName> = {
  look: LOOK,
  home: 'feed',
  tabs: { feed: createFeedScreen, inbox: createInboxScreen, profile: createProfileScreen },
  paint(screen, scope, slidPx, overlays) {
    const views = screen.draw(viewBuilder(CLIPS_PACKAGE, scope))
    return decor(
      CLIPS_PACKAGE,
      SCREEN,
      [
        ...(slidPx === 0 ? views : views.map((view) => shifted(view, slidPx, 0))),
        ...drawOverlays(viewBuilder(CLIPS_PACKAGE, 'overlay'), overlays),
      ],
      screen.dark ? { background: '#000000', color: '#ffffff' } : { background: '#ffffff', color: '#16181d' },
    )
  },
  openSwitcher(options) {
    const window = openAccountSwitcher(options)
    return () => options.host.windows.closeDialog(window)
  },
}

/** What the app has on a fresh phone `vp-NN`. */
export function freshClips(phoneNumber: number): SavedVideoApp {
  return freshVideoApp({ prefix: 'clips', names: { user: 'Clips User', alt: 'Clips Alt' } }, phoneNumber)
}

/** The short-video app with ids in its views, in English, laid out from left to right. */
export function createClipsApp(host: AppHost, catalog: Catalog, saved: SavedVideoApp): VideoApp {
  return createVideoApp({
    host,
    catalog,
    saved,
    look: LOOK,
    createUi: (deps) => createAppUi(deps, PARTS),
  })
}
