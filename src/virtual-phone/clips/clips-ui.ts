import type { Ticks } from '../android/accessibility.ts'
import { KEYCODE } from '../android/key-map.ts'
import type { Activity } from '../android/window-manager.ts'
import type { AppHost } from '../apps/app.ts'
import { SCREEN } from '../apps/view-builder.ts'
import type { Catalog } from '../content/catalog.ts'
import type { AccountData } from './account-data.ts'
import { openAccountSwitcher } from './account-switcher.ts'
import { createFeedScreen } from './feed-screen.ts'
import { createInboxScreen } from './inbox-screen.ts'
import { createInterruptions } from './interruptions.ts'
import { createScreenStack } from './navigator.ts'
import { createNetwork, type NetworkLine } from './network.ts'
import { createOverlays } from './overlays.ts'
import { createProfileScreen } from './profile-screen.ts'
import type { WantedDialog } from './scheduled-dialogs.ts'
import { CLIPS_PACKAGE, createFocus, MAIN_ACTIVITY, type ClipsContext } from './screen.ts'

/** The app switches accounts this long after the sheet has closed. */
const SWITCH_MS = 500

/** Windows and screens of one running process of the app. */
export interface ClipsUi {
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

export function createClipsUi(deps: {
  host: AppHost
  data: AccountData
  catalog: Catalog
  line: NetworkLine
  drawAfterMs: number
  onFree: () => void
}): ClipsUi {
  const { host, data, catalog, line, drawAfterMs, onFree } = deps
  const drawnAtMs = host.timeline.nowMs() + drawAfterMs
  const focus = createFocus(host)
  const overlays = createOverlays(host)
  let resumed = false
  let frozen = false

  const isDrawn = () => host.timeline.nowMs() >= drawnAtMs

  const over = createInterruptions({
    host,
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

  const context: ClipsContext = {
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
    openAccountSwitcher() {
      const window = openAccountSwitcher({
        host,
        activity: main,
        data,
        onClosed: over.closed,
        onPick: (username) => void host.timeline.after(SWITCH_MS, () => switchTo(username)),
        onAdd: over.showAddAccount,
      })
      over.opened('account_switcher', () => host.windows.closeDialog(window))
    },
  }

  const stack = createScreenStack(
    host,
    focus,
    {
      feed: () => createFeedScreen(context),
      inbox: () => createInboxScreen(context),
      profile: () => createProfileScreen(context),
    },
    overlays,
    onFree,
  )

  const main: Activity = {
    packageName: CLIPS_PACKAGE,
    className: MAIN_ACTIVITY,
    translucent: false,
    window: host.windows.build({
      type: 'application',
      packageName: CLIPS_PACKAGE,
      title: `${CLIPS_PACKAGE}/${MAIN_ACTIVITY}`,
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
    if (!stack.goBack()) host.windows.sendToBack(CLIPS_PACKAGE)
    return true
  }

  /** Videos play only in front, drawn and uncovered. */
  function update(): void {
    stack.setActive(resumed && over.name() === null && isDrawn() && !frozen)
  }

  function switchTo(username: string): void {
    if (username === data.signedIn()?.username) return
    data.signIn(username)
    host.accessibility.animate(SWITCH_MS)
    host.windows.toast(CLIPS_PACKAGE, `Switched to ${username}`)
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
