import { KEYCODE } from '../android/key-map.ts'
import type { App, AppHost } from './app.ts'
import { decor, rect, SCREEN, viewBuilder } from './view-builder.ts'

/** An app that only has a title and a few rows: Android's Settings, or whatever else was installed. */
export function createPlainApp(
  host: AppHost,
  {
    packageName,
    className,
    label,
    rows,
  }: { packageName: string; className: string; label: string; rows: readonly string[] },
): App {
  return {
    packageName,
    activities: [className],
    launch(drawAfterMs) {
      const drawnAtMs = host.timeline.nowMs() + drawAfterMs
      const { text, view } = viewBuilder(packageName, 'main')
      const root = () => {
        if (host.timeline.nowMs() < drawnAtMs) return null
        const list = rows.map((row, index) =>
          text('title', rect(48, 280 + index * 112, 624, 96), row, {
            key: `row_${index}`,
            paint: { textSizePx: 32, color: '#16181d' },
          }),
        )
        return decor(
          packageName,
          SCREEN,
          [
            text('homepage_title', rect(48, 144, 624, 96), label, {
              paint: { textSizePx: 56, color: '#16181d' },
            }),
            view(
              'androidx.recyclerview.widget.RecyclerView',
              'recycler_view',
              rect(0, 264, 720, 1304),
              {},
              list,
            ),
          ],
          { background: '#f4f5f8', color: '#16181d' },
        )
      }
      return {
        packageName,
        className,
        translucent: false,
        window: host.windows.build({
          type: 'application',
          packageName,
          title: `${packageName}/${className}`,
          bounds: SCREEN,
          root,
          onKey(keyCode) {
            if (keyCode !== KEYCODE.back) return false
            host.windows.sendToBack(packageName)
            return true
          },
        }),
        onResume: () => undefined,
        onPause: () => undefined,
      }
    },
    stop: () => undefined,
    clearData: () => undefined,
  }
}
