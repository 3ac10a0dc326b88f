import { createTextField, type TextField } from '../android/text-field.ts'
import type { AppHost } from '../apps/app.ts'
import { createFocus, type Focus } from './screen.ts'

/** How long the app's servers take to refuse. */
const REFUSE_MS = 700

/** Android's InputType of a password field. */
export const INPUT_TYPE_PASSWORD = 0x81

/** What a login page has in it. No password is the right one: only a person (the control API) ends it. */
export interface LoginForm {
  user: TextField
  password: TextField
  focus: Focus
  logIn: () => void
  /** What was entered last was refused. */
  refused: () => boolean
}

export function createLoginForm(host: AppHost, hints: { user: string; password: string }): LoginForm {
  const focus = createFocus(host)
  let refused = false

  const changed = () => host.accessibility.fire()
  const user = createTextField({ hint: hints.user, action: 'next', onChange: changed, onAction: toPassword })
  const password = createTextField({ hint: hints.password, action: 'done', onChange: changed })

  function toPassword(): boolean {
    focus.take(password)
    return true
  }

  return {
    user,
    password,
    focus,
    logIn() {
      focus.clear()
      host.accessibility.animate(REFUSE_MS)
      host.timeline.after(REFUSE_MS, () => {
        refused = true
        host.accessibility.fire()
      })
    },
    refused: () => refused,
  }
}
