import { KEYCODE } from '../android/key-map.ts'
import { travel, type WindowSpec } from '../android/screen-window.ts'
import type { Timeline } from '../android/timeline.ts'
import { decor, rect, SCREEN, STATUS_BAR_PX, viewBuilder } from './view-builder.ts'

const PACKAGE = 'com.android.systemui'

const shortTime = (timeline: Timeline) => timeline.wallTime().toISOString().slice(11, 16)

/** The bar with clock and battery. `tint` is the color that the app below asks for. */
export function statusBarWindow(timeline: Timeline, tint: () => string): WindowSpec {
  const { text, icon, view } = viewBuilder(PACKAGE, 'status_bar')
  const bounds = rect(0, 0, 720, STATUS_BAR_PX)
  return {
    type: 'system',
    packageName: PACKAGE,
    title: 'StatusBar',
    bounds,
    focusable: false,
    root: () =>
      view('android.widget.FrameLayout', 'status_bar', bounds, {}, [
        text('clock', rect(32, 4, 120, 40), shortTime(timeline), {
          paint: { color: tint(), textSizePx: 26, bold: true },
        }),
        icon('wifi_signal', rect(576, 8, 32, 32), 'wifi', {
          contentDesc: 'Wi-Fi signal full.',
          paint: { color: tint() },
        }),
        icon('battery', rect(632, 8, 48, 32), 'battery', {
          contentDesc: 'Battery charging.',
          paint: { color: tint() },
        }),
      ]),
  }
}

/** The notification shade, pulled down over whatever is below; the app below is not paused. */
export function shadeWindow(timeline: Timeline, close: () => void): WindowSpec {
  const { text, button, view } = viewBuilder(PACKAGE, 'shade')
  const tile = (index: number, label: string, on: boolean) =>
    view(
      'android.widget.Switch',
      null,
      rect(32 + (index % 2) * 336, 176 + Math.floor(index / 2) * 144, 320, 120),
      {
        key: `tile_${index}`,
        text: label,
        contentDesc: label,
        checkable: true,
        checked: on,
        clickable: true,
        paint: {
          background: on ? '#8ab4f8' : '#33363d',
          color: on ? '#10131a' : '#e8eaed',
          cornerPx: 56,
          textSizePx: 28,
          align: 'center',
        },
      },
    )
  return {
    type: 'system',
    packageName: PACKAGE,
    title: 'NotificationShade',
    bounds: SCREEN,
    modal: true,
    root: () =>
      decor(
        PACKAGE,
        SCREEN,
        [
          view('android.widget.FrameLayout', 'notification_panel', SCREEN, { onTap: close }, [
            text('clock', rect(32, 72, 300, 80), shortTime(timeline), {
              paint: { color: '#ffffff', textSizePx: 64 },
            }),
            tile(0, 'Internet', true),
            tile(1, 'Bluetooth', false),
            tile(2, 'Do Not Disturb', false),
            tile(3, 'Flashlight', false),
            view(
              'android.widget.FrameLayout',
              'expandableNotificationRow',
              rect(24, 496, 672, 168),
              { paint: { background: '#2b2d33', cornerPx: 48 } },
              [
                text('android:id/title', rect(64, 520, 592, 48), 'USB debugging connected', {
                  paint: { color: '#ffffff', textSizePx: 28, bold: true },
                }),
                text('android:id/text', rect(64, 576, 592, 48), 'Tap to turn off USB debugging', {
                  paint: { color: '#c4c7cf', textSizePx: 26 },
                }),
              ],
            ),
            button('dismiss_text', rect(496, 696, 200, 72), 'Clear all', () => undefined, {
              paint: {
                color: '#ffffff',
                background: '#33363d',
                cornerPx: 36,
                textSizePx: 24,
                align: 'center',
              },
            }),
          ]),
        ],
        { background: 'rgba(12,13,16,0.94)', color: '#ffffff' },
      ),
    onKey(keyCode) {
      if (keyCode === KEYCODE.back) close()
      return true
    },
    onSwipe(gesture) {
      if (travel(gesture).dy < -60) close()
      return false
    },
  }
}

/** The lock screen; a swipe up opens it unless it asks for a PIN. */
export function keyguardWindow(timeline: Timeline, unlock: () => void, isSecure: () => boolean): WindowSpec {
  const { text, icon, view } = viewBuilder(PACKAGE, 'keyguard')
  return {
    type: 'system',
    packageName: PACKAGE,
    // From Android 12 on the keyguard is a state of the shade's window.
    title: 'NotificationShade',
    bounds: SCREEN,
    modal: true,
    root: () =>
      decor(
        PACKAGE,
        SCREEN,
        [
          view('android.widget.FrameLayout', 'keyguard_root_view', SCREEN, {}, [
            icon('lock_icon', rect(328, 176, 64, 64), 'lock', {
              contentDesc: 'Locked',
              paint: { color: '#ffffff' },
            }),
            text('lockscreen_clock_view', rect(48, 280, 624, 176), shortTime(timeline), {
              paint: { color: '#ffffff', textSizePx: 150, align: 'center' },
            }),
            text(
              'keyguard_indication_text',
              rect(48, 1440, 624, 48),
              isSecure() ? 'Enter your PIN' : 'Swipe up to unlock',
              {
                paint: { color: '#ffffff', textSizePx: 28, align: 'center' },
              },
            ),
          ]),
        ],
        { background: 'url(#wallpaper)', color: '#ffffff' },
      ),
    onKey: () => true,
    onSwipe(gesture) {
      if (travel(gesture).dy < -200) unlock()
      return false
    },
  }
}
