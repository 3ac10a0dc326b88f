import { travel, type WindowSpec } from '../android/screen-window.ts'
import { rect, viewBuilder } from './view-builder.ts'

const PACKAGE = 'com.android.systemui'
const BOUNDS = rect(24, 56, 672, 144)

/**
 * A notification that looks in from above: it lies over the app's top bar and takes its touches, but never the focus, so that the tree of
 * the active window does not show it.
 */
export function headsUpWindow(words: string, dismiss: () => void, open: () => void): WindowSpec {
  const { text, view } = viewBuilder(PACKAGE, 'heads_up')
  return {
    type: 'system',
    packageName: PACKAGE,
    title: 'NotificationShade',
    bounds: BOUNDS,
    focusable: false,
    root: () =>
      view(
        'android.widget.FrameLayout',
        'expandableNotificationRow',
        BOUNDS,
        { onTap: open, paint: { background: '#2b2d33', cornerPx: 40 } },
        [
          text('android:id/title', rect(64, 80, 592, 44), 'Settings', {
            paint: { color: '#ffffff', textSizePx: 28, bold: true },
          }),
          text('android:id/text', rect(64, 128, 592, 44), words, {
            paint: { color: '#c4c7cf', textSizePx: 26 },
          }),
        ],
      ),
    onSwipe(gesture) {
      if (travel(gesture).dy < -16) dismiss()
      return false
    },
  }
}
