import type { Activity } from '../android/window-manager.ts'
import type { AppHost } from '../apps/app.ts'
import { openPermissionDialog } from '../apps/permission-dialog.ts'
import type { AccountData } from './account-data.ts'
import type { AppLook } from './look.ts'
import type { Overlays } from './overlays.ts'
import type { WantedDialog } from './scheduled-dialogs.ts'
import type { Question } from './screen.ts'

/** What lies over the app's screens: dialogs, sheets, and pages that ask for a person. */
export interface Interruptions {
  show: (wanted: WantedDialog) => void
  ask: (question: Question) => void
  /** A window of the app is open over its screens, or (with `closed`) no longer. @param name as `name` tells it */
  opened: (name: string, close: () => void) => void
  closed: () => void
  /** The page on which another account is added; it can be left. */
  showAddAccount: () => void
  /** Shows or ends the pages that ask for a person, as the account data says. */
  checkSignIn: () => void
  /** Closes what is open; the pages that ask for a person stay. */
  closeDialogs: () => void
  /** The person has solved what was asked. */
  endChallenge: () => void
  /** `add_account`, `account_switcher`, `dialog:…` …; null when nothing is over the app's screens. */
  name: () => string | null
}

export interface InterruptionsDeps {
  host: AppHost
  look: AppLook
  data: AccountData
  overlays: Overlays
  main: () => Activity
  isResumed: () => boolean
  /** A dialog has come or gone. */
  onChange: () => void
  /** The way is free for the next one. */
  onFree: () => void
}

export function createInterruptions(deps: InterruptionsDeps): Interruptions {
  const { host, look, data, overlays, main, isResumed, onChange, onFree } = deps
  let dialog: { name: string; close: () => void } | null = null
  let login: { activity: Activity; mayLeave: boolean } | null = null
  let challenge: Activity | null = null

  function opened(name: string, close: () => void): void {
    dialog = { name, close }
    onChange()
  }

  function closed(): void {
    dialog = null
    onChange()
    host.timeline.after(0, onFree)
  }

  function closeDialogs(): void {
    overlays.clear()
    if (!dialog) return
    dialog.close()
    closed()
  }

  function showLogin(mayLeave: boolean): void {
    if (login) return
    const activity = look.createLogin(host, () => {
      if (mayLeave) endLogin()
      else host.windows.sendToBack(look.packageName)
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
      if (isResumed()) showLogin(false)
    } else if (login && !login.mayLeave) endLogin()
  }

  function showChallenge(): void {
    if (challenge) return
    challenge = look.createChallenge(host, () => host.windows.sendToBack(look.packageName))
    host.windows.show(challenge)
  }

  const ask: Interruptions['ask'] = ({ kind, yes, no, onYes, title, message, onNo }) => {
    const window = look.openAlert(host, main(), {
      title,
      message,
      positive: { label: yes, onTap: onYes },
      negative: no === null ? null : { label: no, onTap: onNo ?? (() => undefined) },
      cancelable: no !== null,
      onClosed: closed,
    })
    opened(`dialog:${kind}`, () => host.windows.closeDialog(window))
  }

  function show({ kind, language, text }: WantedDialog): void {
    const nothing = () => undefined
    switch (kind) {
      case 'login_required':
        data.signOut()
        return checkSignIn()
      case 'session_expired':
        return ask({
          kind,
          ...look.words(kind, language),
          onYes: () => show({ kind: 'login_required', language, text }),
        })
      case 'challenge':
        return showChallenge()
      case 'permission': {
        const activity = openPermissionDialog(host, look.permissionQuestion(), closed)
        return opened(`dialog:${kind}`, () => host.windows.remove(activity))
      }
      case 'cookie_consent':
        return overlays.askForCookies()
      case 'network_snackbar': {
        const { title, yes } = look.words('network_error', language)
        return overlays.snackbar(title, yes, nothing)
      }
      case 'unknown':
        // Neither button is harmless: who taps at random is signed out.
        return ask({
          kind,
          title: text,
          message: '',
          yes: 'GO',
          no: 'X',
          onYes: data.signOut,
          onNo: data.signOut,
        })
      case 'update_required':
        // The store has nothing newer, so the app asks again.
        return ask({ kind, ...look.words(kind, language), onYes: () => show({ kind, language, text }) })
      case 'rate_us':
      case 'update_available':
      case 'network_error':
        return ask({ kind, ...look.words(kind, language), onYes: nothing })
    }
  }

  return {
    show,
    ask,
    opened,
    closed,
    showAddAccount: () => showLogin(true),
    checkSignIn,
    closeDialogs,
    endChallenge() {
      if (challenge) host.windows.remove(challenge)
      challenge = null
    },
    name() {
      if (challenge) return 'dialog:challenge'
      if (login) return login.mayLeave ? 'add_account' : 'dialog:login_required'
      return dialog?.name ?? null
    },
  }
}
