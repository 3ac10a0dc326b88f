import type { Packages } from '../android/phone.ts'
import type { View } from '../android/view.ts'
import type { Activity } from '../android/window-manager.ts'
import type { AppHost } from './app.ts'
import { decor, rect, SCREEN, viewBuilder } from './view-builder.ts'

export const LAUNCHER_PACKAGE = 'com.android.launcher3'
const ACTIVITY = 'com.android.launcher3.uioverrides.QuickstepLauncher'

/** Apps without a window to show; Appium's own have launcher entries, but opening them shows nothing. */
const LABELS: Readonly<Record<string, { label: string; icon: string; color: string }>> = {
  'com.phonefarm.clips': { label: 'Clips', icon: 'clips', color: '#15161c' },
  'com.phonefarm.mawja': { label: 'موجة', icon: 'mawja', color: '#00564d' },
  'com.android.settings': { label: 'Settings', icon: 'gear', color: '#5f6b7a' },
  'io.appium.settings': { label: 'Appium Settings', icon: 'flask', color: '#6a2c91' },
}

/** The home screen: always there below everything, BACK does nothing on it. */
export function createLauncher(
  host: AppHost,
  packages: Packages,
  open: (packageName: string) => void,
): Activity {
  const { group, text, icon, view } = viewBuilder(LAUNCHER_PACKAGE, 'workspace')

  function appIcon(packageName: string, index: number): View {
    const {
      label,
      icon: glyph,
      color,
    } = LABELS[packageName] ?? { label: packageName, icon: 'app', color: '#3d6fb4' }
    const left = 24 + (index % 4) * 168
    const top = 1080 + Math.floor(index / 4) * 200
    // Launcher3 shows an icon as one TextView with the picture above the label.
    return group(
      null,
      rect(left, top, 168, 184),
      [
        icon(null, rect(left + 28, top + 8, 112, 112), glyph, {
          key: `picture_${packageName}`,
          paint: { background: color, color: '#ffffff', cornerPx: 56 },
        }),
        view('android.widget.TextView', 'icon', rect(left, top + 124, 168, 44), {
          key: `label_${packageName}`,
          text: label,
          contentDesc: label,
          paint: { color: '#ffffff', textSizePx: 22, align: 'center' },
        }),
      ],
      { key: `app_${packageName}`, contentDesc: label, onTap: () => open(packageName) },
    )
  }

  function root(): View {
    const now = host.timeline.wallTime()
    const date = now.toLocaleDateString('en-US', {
      weekday: 'long',
      month: 'long',
      day: 'numeric',
      timeZone: 'UTC',
    })
    const launchable = packages
      .all()
      .filter(({ name, mainActivity }) => mainActivity !== null && name !== LAUNCHER_PACKAGE)
      .map(({ name }) => name)
      .toSorted()
    return decor(
      LAUNCHER_PACKAGE,
      SCREEN,
      [
        view('android.widget.FrameLayout', 'launcher', SCREEN, {}, [
          text('clock', rect(48, 168, 624, 136), now.toISOString().slice(11, 16), {
            paint: { color: '#ffffff', textSizePx: 120, align: 'center' },
          }),
          text('date', rect(48, 312, 624, 48), date, {
            paint: { color: '#ffffff', textSizePx: 32, align: 'center' },
          }),
          view(
            'android.view.ViewGroup',
            'workspace',
            rect(0, 1064, 720, 480),
            { scrollable: false },
            launchable.map(appIcon),
          ),
        ]),
      ],
      { background: 'url(#wallpaper)', color: '#ffffff' },
    )
  }

  return {
    packageName: LAUNCHER_PACKAGE,
    className: ACTIVITY,
    translucent: false,
    window: host.windows.build({
      type: 'application',
      packageName: LAUNCHER_PACKAGE,
      title: `${LAUNCHER_PACKAGE}/${ACTIVITY}`,
      bounds: SCREEN,
      root,
    }),
    onResume: () => undefined,
    onPause: () => undefined,
  }
}
