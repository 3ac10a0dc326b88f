import type { Activity } from '../android/window-manager.ts'
import { KEYCODE } from '../android/key-map.ts'
import type { ScreenWindow, WindowSpec } from '../android/screen-window.ts'
import type { Rect, View } from '../android/view.ts'
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
  const { packageName, className } = activity
  host.inputMethods.hide()
  const window = host.windows.openDialog(
    activity,
    alertSpec({
      ...options,
      packageName,
      windowTitle: `${packageName}/${className}`,
      close() {
        host.windows.closeDialog(window)
        options.onClosed()
      },
    }),
  )
  return window
}

/** An alert of whatever package; `close` takes its window away. */
export interface AlertSpec extends Omit<AlertOptions, 'onClosed'> {
  packageName: string
  /** As `mCurrentFocus` prints it. */
  windowTitle: string
  close: () => void
}

/** How an AlertDialog looks and takes input, for whoever opens its window. */
export function alertSpec(options: AlertSpec): WindowSpec {
  const { packageName, windowTitle, cancelable, close } = options
  const messageLines = Math.ceil(options.message.length / 40)
  const height = 96 + 24 + messageLines * 42 + 40 + 112
  const bounds = rect((720 - WIDTH) / 2, Math.round((1600 - height) / 2), WIDTH, height)
  return {
    type: 'dialog',
    packageName,
    title: windowTitle,
    bounds,
    root: () => decor(packageName, bounds, [panel(options, bounds, messageLines)]),
    onKey(keyCode) {
      if (keyCode !== KEYCODE.back) return false
      if (cancelable) close()
      return true
    },
    onTouchOutside: () => {
      if (cancelable) close()
    },
  }
}

function panel(options: AlertSpec, bounds: Rect, messageLines: number): View {
  const { packageName, title, message } = options
  const { left, top, bottom } = bounds
  const { text, view } = viewBuilder(packageName, 'alert')
  return view(
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
        rect(left, bottom - 112, WIDTH, 112),
        {},
        buttons(options, left, bottom - 112),
      ),
    ],
  )
}

function buttons({ packageName, positive, negative, close }: AlertSpec, left: number, top: number): View[] {
  const { button } = viewBuilder(packageName, 'alert')
  const paint = { color: ACCENT, bold: true, textSizePx: 28, align: 'center' } as const
  const press = (act: () => void) => () => {
    close()
    act()
  }
  const yes = button(
    'android:id/button1',
    rect(left + 400, top + 8, 184, 88),
    positive.label,
    press(positive.onTap),
    { paint },
  )
  if (!negative) return [yes]
  const no = button(
    'android:id/button2',
    rect(left + 136, top + 8, 260, 88),
    negative.label,
    press(negative.onTap),
    { paint: { ...paint, color: '#555b66' } },
  )
  return [no, yes]
}
