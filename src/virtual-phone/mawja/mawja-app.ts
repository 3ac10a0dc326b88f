import Type, { type Static } from 'typebox'
import type { AppHost } from '../apps/app.ts'
import { SCREEN, shifted } from '../apps/view-builder.ts'
import type { Catalog } from '../content/catalog.ts'
import { freshVideoApp, SavedVideoApp } from '../video-app/account-data.ts'
import { createAppUi, type AppParts } from '../video-app/app-ui.ts'
import type { AppLook } from '../video-app/look.ts'
import { createVideoApp, type VideoApp } from '../video-app/video-app.ts'
import { openAccountSheet } from './account-sheet.ts'
import { openComposeAlert } from './alert.ts'
import { compose, composeWindow, MAWJA_PACKAGE } from './compose.ts'
import { drawOverlays } from './draw-overlays.ts'
import { createFeedScreen } from './feed-screen.ts'
import { createRiddlePage, createSignInPage } from './person-pages.ts'
import { menuOpener } from './popup-menu.ts'
import { createProfileScreen } from './profile-screen.ts'
import { MAIN_ACTIVITY, type MawjaContext, type MawjaScreen, type Speech, type TabName } from './screen.ts'
import { MAWJA_LANGUAGES, MAWJA_WORDS, type MawjaLanguage } from './words.ts'

/** What the app keeps over restarts of the simulation. */
export const SavedMawja = Type.Evaluate(
  Type.Intersect([SavedVideoApp, Type.Object({ language: Type.Enum([...MAWJA_LANGUAGES]) })]),
)
export type SavedMawja = Static<typeof SavedMawja>

/** The second app: no ids, Arabic from right to left, search in a menu, the whole profile on one screen. */
export interface MawjaApp extends VideoApp {
  language: () => MawjaLanguage
  /** What it speaks and which way it is laid out, from the next drawing on: Android's setting of an app's language. */
  setLanguage: (language: MawjaLanguage) => void
  save: () => SavedMawja
}

/** What the app has on a fresh phone `vp-NN`. */
export function freshMawja(phoneNumber: number): SavedMawja {
  const names = { user: 'مستخدم موجة', alt: 'حساب موجة الآخر' }
  return { ...freshVideoApp({ prefix: 'mawja', names }, phoneNumber), language: 'ar' }
}

export function createMawjaApp(host: AppHost, catalog: Catalog, saved: SavedMawja): MawjaApp {
  let { language } = saved
  const speech: Speech = {
    words: () => MAWJA_WORDS[language],
    isRightToLeft: () => language === 'ar',
  }
  const look = lookOf(speech)
  const parts = partsOf(speech, look)
  const app = createVideoApp({
    host,
    catalog,
    saved,
    look,
    createUi: (deps) => createAppUi(deps, parts),
  })
  return {
    ...app,
    language: () => language,
    setLanguage(next) {
      language = next
      host.accessibility.fire()
    },
    save: () => ({ ...app.save(), language }),
  }
}

function lookOf(speech: Speech): AppLook {
  return {
    packageName: MAWJA_PACKAGE,
    label: MAWJA_WORDS.ar.app,
    mainActivity: MAIN_ACTIVITY,
    openAlert: (...alert) => openComposeAlert(speech, ...alert),
    createLogin: (host, onBack) => createSignInPage(speech, host, onBack),
    createChallenge: (host, onBack) => createRiddlePage(speech, host, onBack),
    permissionQuestion: () => speech.words().permission,
    words(dialog, wanted) {
      const spoken = MAWJA_LANGUAGES.find((language) => language === wanted)
      return (spoken === undefined ? speech.words() : MAWJA_WORDS[spoken]).dialogs[dialog]
    },
    switchedTo: (username) => speech.words().switchedTo(username),
  }
}

function partsOf(speech: Speech, look: AppLook): AppParts<MawjaScreen, TabName> {
  const withMenu = (context: MawjaContext) => ({ speech, openMenu: menuOpener(context, speech) })
  return {
    look,
    home: 'feed',
    tabs: {
      feed: (context) => createFeedScreen(context, withMenu(context)),
      profile: (context) => createProfileScreen(context, withMenu(context)),
    },
    paint(screen, scope, slidPx, overlays) {
      const nodes = screen.draw(compose(scope))
      return composeWindow(
        SCREEN,
        [
          ...(slidPx === 0 ? nodes : nodes.map((node) => shifted(node, slidPx, 0))),
          ...drawOverlays(compose('overlay'), speech.words(), overlays),
        ],
        {
          isRightToLeft: speech.isRightToLeft(),
          paint: screen.dark
            ? { background: '#000000', color: '#ffffff' }
            : { background: '#ffffff', color: '#12262b' },
        },
      )
    },
    openSwitcher: (options) => openAccountSheet(options, speech),
  }
}
