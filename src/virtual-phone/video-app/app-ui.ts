import type { Ticks } from '../android/accessibility.ts'
import { KEYCODE } from '../android/key-map.ts'
import type { View } from '../android/view.ts'
import type { Activity } from '../android/window-manager.ts'
import type { AppHost } from '../apps/app.ts'
import { SCREEN } from '../apps/view-builder.ts'
import type { Catalog } from '../content/catalog.ts'
import type { AccountData } from './account-data.ts'
import { createInterruptions } from './interruptions.ts'
import type { AppLook } from './look.ts'
import { createNetwork, type NetworkLine } from './network.ts'
import { createOverlays, type Overlays } from './overlays.ts'
import type { WantedDialog } from './scheduled-dialogs.ts'
import { createFocus, type AppContext, type AppScreen } from './screen.ts'
import { createScreenStack } from './screen-stack.ts'

/** The app switches accounts this long after the sheet has closed. */
const SWITCH_MS = 500

/** Windows and screens of one running process of the app. */
export interface AppUi {
  readonly main: Activity
  /** `feed`, `search` … or `dialog:<kind>`. */
  screenName: () => string
  /** Drawn, resumed and without a dialog: a scheduled dialog may come. */
  isFree: () => boolean
  show: (wanted: WantedDialog) => void
  /** Shows or ends the login screen, as the account data says. */
  checkSignIn: () => void
  closeDialogs: () => void
  /** A person has passed the challenge. */
  endChallenge: () => void
  /** Its main thread is stuck: nothing moves and nothing reacts. */
  setFrozen: (frozen: boolean) => void
  refresh: () => void
  /** What ticks on the screen in front. */
  ticks: () => Ticks | null
  /** The process is gone. */
  stop: () => void
}

/** What the phone and the app's own data give to a process of it. */
export interface AppUiDeps {
  host: AppHost
  data: AccountData
  catalog: Catalog
  line: NetworkLine
  drawAfterMs: number
  onFree: () => void
}

/** What an app is made of. */
export interface AppParts<Screen extends AppScreen, Tab extends string> {
  look: AppLook
  /** The tab that it opens with. */
  home: Tab
  tabs: Record<Tab, (context: AppContext<Screen, Tab>) => Screen>
  /** The main window with a screen and what lies over it (source: ScreenStack's `paint`). */
  paint: (screen: Screen, scope: string, slidPx: number, overlays: Overlays) => View
  /** Brings up the window in which an account is picked; returns how it is closed from outside. */
  openSwitcher: (options: {
    host: AppHost
    activity: Activity
    data: AccountData
    onPick: (username: string) => void
    onAdd: () => void
    onClosed: () => void
  }) => () => void
}

export function createAppUi<Screen extends AppScreen, Tab extends string>(
  deps: AppUiDeps,
  parts: AppParts<Screen, Tab>,
): AppUi {
  const { host, data, catalog, line, drawAfterMs, onFree } = deps
  const { look, home, tabs, paint, openSwitcher } = parts
  const { packageName, mainActivity } = look
  const drawnAtMs = host.timeline.nowMs() + drawAfterMs
  const focus = createFocus(host)
  const overlays = createOverlays(host)
  let resumed = false
  let frozen = false

  const isDrawn = () => host.timeline.nowMs() >= drawnAtMs

  const over = createInterruptions({
    host,
    look,
    data,
    overlays,
    main: () => main,
    isResumed: () => resumed,
    onChange() {
      focus.clear()
      update()
    },
    onFree,
  })

  const cover: AppContext<Screen, Tab>['cover'] = (name, open) => over.opened(name, open(main, over.closed))

  const context: AppContext<Screen, Tab> = {
    host,
    data,
    catalog,
    focus,
    overlays,
    network: createNetwork(line, host),
    // A getter, because the stack's own screens are made from this context.
    get navigator() {
      return stack
    },
    ask: over.ask,
    cover,
    openAccountSwitcher: () =>
      cover('account_switcher', (activity, onClosed) =>
        openSwitcher({
          host,
          activity,
          data,
          onClosed,
          onPick: (username) => void host.timeline.after(SWITCH_MS, () => switchTo(username)),
          onAdd: over.showAddAccount,
        }),
      ),
  }

  const stack = createScreenStack<Screen, Tab>({
    host,
    focus,
    home,
    open: (tab) => tabs[tab](context),
    paint: (screen, scope, slidPx) => paint(screen, scope, slidPx, overlays),
    onChange: onFree,
  })

  const main: Activity = {
    packageName,
    className: mainActivity,
    translucent: false,
    window: host.windows.build({
      type: 'application',
      packageName,
      title: `${packageName}/${mainActivity}`,
      bounds: SCREEN,
      root: () => (isDrawn() ? stack.draw() : null),
      field: focus.field,
      onSwipe: (gesture) => (isDrawn() && !frozen && stack.top().onSwipe?.(gesture)) ?? false,
      // A stuck app takes touches and does nothing with them.
      onTouchDown: () => frozen || (stack.top().onTouchDown?.() ?? false),
      onKey,
    }),
    onResume() {
      resumed = true
      update()
      over.checkSignIn()
      onFree()
    },
    onPause() {
      resumed = false
      focus.clear()
      update()
    },
  }

  function onKey(keyCode: number): boolean {
    if (keyCode !== KEYCODE.back) return false
    if (frozen) return true
    if (stack.top().onBack?.()) return true
    if (!stack.goBack()) host.windows.sendToBack(packageName)
    return true
  }

  /** Videos play only in front, drawn and uncovered. */
  function update(): void {
    stack.setActive(resumed && over.name() === null && isDrawn() && !frozen)
  }

  function switchTo(username: string): void {
    if (username === data.signedIn()?.username || data.keepsAccount()) return
    data.signIn(username)
    host.accessibility.animate(SWITCH_MS)
    host.windows.toast(packageName, look.switchedTo(username))
  }

  host.timeline.after(drawAfterMs, () => {
    host.accessibility.fire()
    update()
    over.checkSignIn()
    onFree()
  })

  return {
    main,
    screenName: () => over.name() ?? (isDrawn() ? stack.top().name : 'splash'),
    isFree: () => resumed && isDrawn() && over.name() === null && !frozen && !stack.isMoving(),
    show: over.show,
    checkSignIn: over.checkSignIn,
    closeDialogs: over.closeDialogs,
    endChallenge: over.endChallenge,
    setFrozen(next) {
      frozen = next
      update()
      if (!frozen) onFree()
    },
    refresh: stack.refresh,
    ticks: () => stack.top().ticks?.() ?? null,
    stop: () => stack.setActive(false),
  }
}
