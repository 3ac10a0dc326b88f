import { KEYCODE } from '../android/key-map.ts'
import type { ScreenWindow } from '../android/screen-window.ts'
import type { Rect, View } from '../android/view.ts'
import type { AppLook } from '../video-app/look.ts'
import { rect } from '../apps/view-builder.ts'
import { compose, composeWindow, MAWJA_PACKAGE } from './compose.ts'
import { ACCENT, INK, MUTED, type Speech } from './screen.ts'

const WIDTH = 600

/** A dialog as Compose draws it: a window of its own, in which nothing but the words tells title, message and buttons apart. */
export function openComposeAlert(
  speech: Speech,
  ...[host, activity, options]: Parameters<AppLook['openAlert']>
): ScreenWindow {
  const { title, message, positive, negative, cancelable, onClosed } = options
  const ui = compose('alert')
  const lines = Math.max(1, Math.ceil(message.length / 36))
  const height = 60 + 64 + lines * 44 + 40 + 120
  const bounds = rect((720 - WIDTH) / 2, Math.round((1600 - height) / 2), WIDTH, height)

  function close(act: () => void = () => undefined): void {
    host.windows.closeDialog(window)
    onClosed()
    act()
  }

  function button(place: Rect, { label, onTap }: { label: string; onTap: () => void }): View {
    return ui.clickable(place, () => close(onTap), [
      ui.text(place, label, { color: ACCENT, textSizePx: 28, bold: true, align: 'center' }),
    ])
  }

  const { left, top, bottom, right } = bounds
  host.inputMethods.hide()
  const window = host.windows.openDialog(activity, {
    type: 'dialog',
    packageName: MAWJA_PACKAGE,
    title: `${MAWJA_PACKAGE}/${activity.className}`,
    bounds,
    root: () =>
      composeWindow(
        bounds,
        [
          ui.text(rect(left + 44, top + 40, WIDTH - 88, 64), title, {
            color: INK,
            textSizePx: 36,
            bold: true,
          }),
          ...(message === ''
            ? []
            : [
                ui.text(rect(left + 44, top + 116, WIDTH - 88, lines * 44 + 8), message, {
                  color: MUTED,
                  textSizePx: 28,
                }),
              ]),
          ...(negative ? [button(rect(right - 568, bottom - 112, 260, 88), negative)] : []),
          button(rect(right - 300, bottom - 112, 268, 88), positive),
        ],
        {
          isRightToLeft: speech.isRightToLeft(),
          paint: { background: '#ffffff', cornerPx: 44, color: INK },
        },
      ),
    onKey(keyCode) {
      if (keyCode !== KEYCODE.back) return false
      if (cancelable) close()
      return true
    },
    onTouchOutside() {
      if (cancelable) close()
    },
  })
  return window
}
