import type { Activity } from '../android/window-manager.ts'
import { KEYCODE } from '../android/key-map.ts'
import type { ScreenWindow } from '../android/screen-window.ts'
import type { View } from '../android/view.ts'
import type { AppHost } from './app.ts'
import { decor, rect, viewBuilder } from './view-builder.ts'

export interface AlertOptions {
  title: string
  message: string
  /** `android:id/button1`. */
  positive: { label: string; onTap: () => void }
  /** `android:id/button2`. */
  negative: { label: string; onTap: () => void } | null
  /** Whether BACK or a touch beside it closes it. */
  cancelable: boolean
  onClosed: () => void
}

const WIDTH = 608
const ACCENT = '#e0245e'

/** An AlertDialog of the app: a window of its own with the ids that Android gives its parts. */
export function openAlert(host: AppHost, activity: Activity, options: AlertOptions): ScreenWindow {
  const { title, message, positive, negative, cancelable } = options
  const { packageName, className } = activity
  const messageLines = Math.ceil(message.length / 40)
  const height = 96 + 24 + messageLines * 42 + 40 + 112
  const left = (720 - WIDTH) / 2
  const top = Math.round((1600 - height) / 2)
  const bounds = rect(left, top, WIDTH, height)

  host.inputMethods.hide()
  const window = host.windows.openDialog(activity, {
    type: 'dialog',
    packageName,
    title: `${packageName}/${className}`,
    bounds,
    root,
    onKey(keyCode) {
      if (keyCode !== KEYCODE.back) return false
      if (cancelable) close()
      return true
    },
    onTouchOutside: () => {
      if (cancelable) close()
    },
  })

  function close(): void {
    host.windows.closeDialog(window)
    options.onClosed()
  }

  function press(act: () => void): () => void {
    return () => {
      close()
      act()
    }
  }

  function root(): View {
    const { text, button, view } = viewBuilder(packageName, 'alert')
    const buttonPaint = { color: ACCENT, bold: true, textSizePx: 28, align: 'center' } as const
    const buttonTop = top + height - 112
    const buttons = [
      ...(negative
        ? [
            button(
              'android:id/button2',
              rect(left + 136, buttonTop + 8, 260, 88),
              negative.label,
              press(negative.onTap),
              {
                paint: { ...buttonPaint, color: '#555b66' },
              },
            ),
          ]
        : []),
      button(
        'android:id/button1',
        rect(left + 400, buttonTop + 8, 184, 88),
        positive.label,
        press(positive.onTap),
        {
          paint: buttonPaint,
        },
      ),
    ]
    const panel = view(
      'android.widget.LinearLayout',
      'android:id/parentPanel',
      bounds,
      { paint: { background: '#ffffff', cornerPx: 40 } },
      [
        text('android:id/alertTitle', rect(left + 48, top + 40, WIDTH - 96, 56), title, {
          paint: { textSizePx: 38, bold: true, color: '#16181d' },
        }),
        text('android:id/message', rect(left + 48, top + 112, WIDTH - 96, messageLines * 42 + 8), message, {
          paint: { textSizePx: 28, color: '#4a4f5a' },
        }),
        view(
          'android.widget.LinearLayout',
          'android:id/buttonPanel',
          rect(left, buttonTop, WIDTH, 112),
          {},
          buttons,
        ),
      ],
    )
    return decor(packageName, bounds, [panel])
  }

  return window
}
