import type { Ticks } from '../android/accessibility.ts'
import type { Timeline } from '../android/timeline.ts'
import type { App, AppHost } from '../apps/app.ts'
import type { Catalog } from '../content/catalog.ts'
import { createAccountData, type ProfileEdit, type SavedVideoApp, type WatchedVideo } from './account-data.ts'
import type { AppUi, AppUiDeps } from './app-ui.ts'
import type { AppLook } from './look.ts'
import { createNetworkLine, type NetworkLine } from './network.ts'
import { createScheduledDialogs, type DialogKind, type DialogSchedule } from './scheduled-dialogs.ts'

/** What the control API and tests ask of a short-video app. */
export interface VideoApp extends App {
  /** Below its icon. */
  readonly label: string
  /** Null while the app does not run. */
  screenName: () => string | null
  signedIn: () => string | null
  accounts: () => { username: string; display_name: string; bio: string }[]
  /** Oldest first; the last one may still be playing. */
  watched: () => WatchedVideo[]
  edits: () => ProfileEdit[]
  scheduleDialog: (kind: DialogKind, schedule: DialogSchedule) => void
  signOut: () => void
  /** Its switcher offers every account and goes on as the one that is signed in. */
  keepAccount: (kept: boolean) => void
  keepsAccount: () => boolean
  /** The way to its servers. */
  line: NetworkLine
  /** Its main thread is stuck until it is let go, or its process ends. */
  freeze: (frozen: boolean) => void
  /** Takes back what the fault switches did: waiting and open dialogs, a sign-out, a challenge, a bad line. */
  clearFaults: () => void
  /** What ticks on the app's screen. */
  ticks: () => Ticks | null
  save: () => SavedVideoApp
}

/** A short-video app: its data, and its user interface while a process of it runs. */
export function createVideoApp(deps: {
  host: AppHost
  catalog: Catalog
  saved: SavedVideoApp
  look: Pick<AppLook, 'packageName' | 'mainActivity' | 'label'>
  createUi: (deps: AppUiDeps) => AppUi
}): VideoApp {
  const { host, catalog, saved, look, createUi } = deps
  const data = createAccountData(saved)
  const line = createNetworkLine(host.timeline)
  let ui: AppUi | null = null
  let mayLive = { alive: false }

  const dialogs = createScheduledDialogs(
    host.timeline,
    () => (ui?.isFree() ? ui.screenName() : null),
    (wanted) => ui?.show(wanted),
  )

  return {
    packageName: look.packageName,
    label: look.label,
    activities: [look.mainActivity],
    launch(drawAfterMs) {
      const life = { alive: true }
      mayLive = life
      const timeline = whileAlive(host.timeline, life)
      ui = createUi({
        host: { ...host, timeline },
        data,
        catalog,
        line,
        drawAfterMs,
        onFree: dialogs.offer,
      })
      return ui.main
    },
    stop() {
      ui?.stop()
      mayLive.alive = false
      ui = null
    },
    clearData: data.clear,
    screenName: () => ui?.screenName() ?? null,
    signedIn: () => data.signedIn()?.username ?? null,
    accounts: () =>
      data.accounts().map(({ username, display_name, bio }) => ({ username, display_name, bio })),
    watched() {
      ui?.refresh()
      return structuredClone([...data.watched()])
    },
    edits: () => structuredClone([...data.edits()]),
    scheduleDialog: dialogs.add,
    signOut() {
      data.signOut()
      ui?.checkSignIn()
    },
    keepAccount: data.keepAccount,
    keepsAccount: data.keepsAccount,
    line,
    freeze: (frozen) => ui?.setFrozen(frozen),
    clearFaults() {
      dialogs.clear()
      line.set('online')
      line.setFeedLeft(null)
      data.keepAccount(false)
      data.restoreSignIn()
      ui?.closeDialogs()
      ui?.endChallenge()
      ui?.checkSignIn()
    },
    ticks: () => ui?.ticks() ?? null,
    save() {
      ui?.refresh()
      return data.save()
    },
  }
}

/** What a process has set in motion ends with it. */
function whileAlive(timeline: Timeline, life: { alive: boolean }): Timeline {
  return {
    ...timeline,
    after: (ms, run) =>
      timeline.after(ms, () => {
        if (life.alive) run()
      }),
  }
}
