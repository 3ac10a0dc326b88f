import { KEYCODE } from '../android/key-map.ts'
import type { View } from '../android/view.ts'
import type { Activity } from '../android/window-manager.ts'
import type { AppHost } from '../apps/app.ts'
import { decor, rect, SCREEN, viewBuilder } from '../apps/view-builder.ts'
import { createLoginForm, INPUT_TYPE_PASSWORD } from '../video-app/login-form.ts'
import { ACCENT, CLIPS_PACKAGE, INK, MUTED } from './screen.ts'

export const LOGIN_ACTIVITY = 'com.phonefarm.clips.LoginActivity'

/**
 * Asks for a person. No password is the right one, and BACK leaves the app when `onBack` does: only a person (the control API) ends it.
 */
export function createLoginActivity(host: AppHost, onBack: () => void): Activity {
  const views = viewBuilder(CLIPS_PACKAGE, 'login')
  const { user, password, focus, logIn, refused } = createLoginForm(host, {
    user: 'Email or username',
    password: 'Password',
  })

  function root(): View {
    const field = { textSizePx: 30, border: '#d7dae0', cornerPx: 12 } as const
    const hidden = '•'.repeat(password.text().length)
    return decor(
      CLIPS_PACKAGE,
      SCREEN,
      [
        views.icon('login_logo', rect(296, 200, 128, 128), 'clips', {
          paint: { background: '#15161c', color: '#ffffff', cornerPx: 32 },
        }),
        views.text('login_title', rect(40, 376, 640, 64), 'Log in to continue', {
          paint: { color: INK, textSizePx: 44, bold: true, align: 'center' },
        }),
        views.text(
          'login_message',
          rect(60, 448, 600, 80),
          'Your session has ended. Log in again to keep using Clips.',
          {
            paint: { color: MUTED, textSizePx: 26, align: 'center' },
          },
        ),
        views.edit('login_user', rect(40, 560, 640, 96), user, focus.of(user), {
          paint: { ...field, color: INK },
        }),
        views.edit('login_password', rect(40, 676, 640, 96), password, focus.of(password), {
          password: true,
          inputType: INPUT_TYPE_PASSWORD,
          text: hidden,
          paint: { ...field, color: INK },
        }),
        ...(refused()
          ? [
              views.text('login_error', rect(40, 784, 640, 48), 'Incorrect account or password', {
                paint: { color: '#c62828', textSizePx: 26 },
              }),
            ]
          : []),
        views.button('login_button', rect(40, 848, 640, 96), 'Log in', logIn, {
          paint: {
            background: ACCENT,
            color: '#ffffff',
            cornerPx: 16,
            textSizePx: 32,
            bold: true,
            align: 'center',
          },
        }),
      ],
      { background: '#ffffff', color: INK },
    )
  }

  return {
    packageName: CLIPS_PACKAGE,
    className: LOGIN_ACTIVITY,
    translucent: false,
    window: host.windows.build({
      type: 'application',
      packageName: CLIPS_PACKAGE,
      title: `${CLIPS_PACKAGE}/${LOGIN_ACTIVITY}`,
      bounds: SCREEN,
      root,
      field: focus.field,
      onKey(keyCode) {
        if (keyCode === KEYCODE.back) onBack()
        return keyCode === KEYCODE.back
      },
    }),
    onResume: () => undefined,
    onPause: focus.clear,
  }
}
