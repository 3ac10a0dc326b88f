import { KEYCODE } from '../android/key-map.ts'
import type { Activity } from '../android/window-manager.ts'
import type { AppHost } from './app.ts'
import { decor, rect, SCREEN, viewBuilder } from './view-builder.ts'

const PACKAGE = 'com.android.permissioncontroller'
const ACTIVITY = 'com.android.permissioncontroller.permission.ui.GrantPermissionsActivity'
const BOUNDS = rect(56, 1040, 608, 400)

/** Android's question for a permission: an activity of another package on top of the app that asks, which is paused meanwhile. */
export function openPermissionDialog(
  host: AppHost,
  message: string,
  onAnswer: (allowed: boolean) => void,
): Activity {
  const answer = (allowed: boolean) => () => {
    host.windows.remove(activity)
    onAnswer(allowed)
  }

  function root() {
    const { text, button, view } = viewBuilder(PACKAGE, 'grant')
    const paint = {
      background: '#e8eaf6',
      color: '#1a237e',
      cornerPx: 24,
      textSizePx: 28,
      align: 'center',
      bold: true,
    } as const
    const panel = view(
      'android.widget.LinearLayout',
      'grant_dialog',
      BOUNDS,
      { paint: { background: '#ffffff', cornerPx: 48 } },
      [
        text('permission_message', rect(104, 1080, 512, 96), message, {
          paint: { textSizePx: 32, color: '#16181d', align: 'center' },
        }),
        button('permission_allow_button', rect(88, 1200, 544, 96), 'Allow', answer(true), { paint }),
        button('permission_deny_button', rect(88, 1312, 544, 96), 'Don’t allow', answer(false), { paint }),
      ],
    )
    return decor(PACKAGE, SCREEN, [panel])
  }

  const activity: Activity = {
    packageName: PACKAGE,
    className: ACTIVITY,
    translucent: true,
    window: host.windows.build({
      type: 'application',
      packageName: PACKAGE,
      title: `${PACKAGE}/${ACTIVITY}`,
      bounds: SCREEN,
      dims: true,
      modal: true,
      root,
      // The question has to be answered: BACK does nothing (source: GrantPermissionsActivity).
      onKey: (keyCode) => keyCode === KEYCODE.back,
    }),
    onResume: () => undefined,
    onPause: () => undefined,
  }
  host.inputMethods.hide()
  host.windows.show(activity)
  return activity
}
