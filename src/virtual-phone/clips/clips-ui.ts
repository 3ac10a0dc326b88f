import type { Ticks } from '../android/accessibility.ts'
import { KEYCODE } from '../android/key-map.ts'
import type { Activity } from '../android/window-manager.ts'
import { openAlert } from '../apps/alert-dialog.ts'
import type { AppHost } from '../apps/app.ts'
import { openPermissionDialog } from '../apps/permission-dialog.ts'
import { SCREEN } from '../apps/view-builder.ts'
import type { Catalog } from '../content/catalog.ts'
import type { AccountData } from './account-data.ts'
import { openAccountSwitcher } from './account-switcher.ts'
import { createFeedScreen } from './feed-screen.ts'
import { createInboxScreen } from './inbox-screen.ts'
import { createLoginActivity } from './login-activity.ts'
import { createScreenStack } from './navigator.ts'
import { createProfileScreen } from './profile-screen.ts'
import { ALERTS, type DialogKind } from './scheduled-dialogs.ts'
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
  show: (kind: DialogKind) => void
  /** Shows or ends the login screen, as the account data says. */
  checkSignIn: () => void
  closeDialogs: () => void
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
  drawAfterMs: number
  onFree: () => void
}): ClipsUi {
  const { host, data, catalog, drawAfterMs, onFree } = deps
  const drawnAtMs = host.timeline.nowMs() + drawAfterMs
  const focus = createFocus(host)
  let resumed = false
  let dialog: { kind: string; close: () => void } | null = null
  let login: { activity: Activity; mayLeave: boolean } | null = null

  const isDrawn = () => host.timeline.nowMs() >= drawnAtMs

  const context: ClipsContext = {
    host,
    data,
    catalog,
    focus,
    // A getter, because the stack's own screens are made from this context.
    get navigator() {
      return stack
    },
    ask({ kind, yes, no, onYes, title, message }) {
      const window = openAlert(host, main, {
        title,
        message,
        positive: { label: yes, onTap: onYes },
        negative: no === null ? null : { label: no, onTap: () => undefined },
        cancelable: no !== null,
        onClosed: closed,
      })
      opened(kind, () => host.windows.closeDialog(window))
    },
    openAccountSwitcher() {
      const window = openAccountSwitcher({
        host,
        activity: main,
        data,
        onClosed: closed,
        onPick: (username) => void host.timeline.after(SWITCH_MS, () => switchTo(username)),
        onAdd: () => showLogin(true),
      })
      opened('account_switcher', () => host.windows.closeDialog(window))
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
      onSwipe: (gesture) => (isDrawn() && stack.top().onSwipe?.(gesture)) ?? false,
      onTouchDown: () => stack.top().onTouchDown?.() ?? false,
      onKey,
    }),
    onResume() {
      resumed = true
      update()
      checkSignIn()
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
    if (stack.top().onBack?.()) return true
    if (!stack.goBack()) host.windows.sendToBack(CLIPS_PACKAGE)
    return true
  }

  /** Videos play only in front, drawn and uncovered. */
  function update(): void {
    stack.setActive(resumed && dialog === null && isDrawn())
  }

  function opened(kind: string, close: () => void): void {
    dialog = { kind, close }
    focus.clear()
    update()
  }

  function closed(): void {
    dialog = null
    update()
    host.timeline.after(0, onFree)
  }

  function switchTo(username: string): void {
    if (username === data.signedIn()?.username) return
    data.signIn(username)
    host.accessibility.animate(SWITCH_MS)
    host.windows.toast(CLIPS_PACKAGE, `Switched to ${username}`)
  }

  function showLogin(mayLeave: boolean): void {
    if (login) return
    const activity = createLoginActivity(host, () => {
      if (mayLeave) endLogin()
      else host.windows.sendToBack(CLIPS_PACKAGE)
    })
    login = { activity, mayLeave }
    host.windows.show(activity)
  }

  function endLogin(): void {
    if (!login) return
    const { activity } = login
    login = null
    host.windows.remove(activity)
  }

  function checkSignIn(): void {
    if (data.signedIn() === null) {
      closeDialogs()
      // A page of "Add account" that is open turns into the one that cannot be left.
      if (login?.mayLeave) endLogin()
      // An app in the background opens no windows; it will when it is resumed.
      if (resumed) showLogin(false)
    } else if (login && !login.mayLeave) endLogin()
  }

  function askPermission(): void {
    const activity = openPermissionDialog(host, 'Allow Clips to send you notifications?', closed)
    opened('permission', () => host.windows.remove(activity))
  }

  function closeDialogs(): void {
    if (!dialog) return
    dialog.close()
    closed()
  }

  function show(kind: DialogKind): void {
    switch (kind) {
      case 'login_required':
        data.signOut()
        checkSignIn()
        return
      case 'permission':
        askPermission()
        return
      case 'rate_us':
      case 'update_available':
      case 'network_error':
        context.ask({ kind, ...ALERTS[kind], onYes: () => undefined })
    }
  }

  host.timeline.after(drawAfterMs, () => {
    host.accessibility.fire()
    update()
    checkSignIn()
    onFree()
  })

  return {
    main,
    screenName: () => {
      if (login) return login.mayLeave ? 'add_account' : 'dialog:login_required'
      if (dialog === null) return isDrawn() ? stack.top().name : 'splash'
      return dialog.kind === 'account_switcher' ? dialog.kind : `dialog:${dialog.kind}`
    },
    isFree: () => resumed && isDrawn() && dialog === null && !stack.isMoving(),
    show,
    checkSignIn,
    closeDialogs,
    refresh: stack.refresh,
    ticks: () => stack.top().ticks?.() ?? null,
    stop: () => stack.setActive(false),
  }
}
