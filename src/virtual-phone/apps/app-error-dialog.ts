import type { WindowSpec } from '../android/screen-window.ts'
import type { View } from '../android/view.ts'
import { decor, rect, viewBuilder } from './view-builder.ts'

/** Shown by system_server itself, whose windows belong to the package `android`. */
const PACKAGE = 'android'
const TOP = 560
const ROW_PX = 104

export interface AppErrorDialog {
  /** Stuck (`anr`) or dead (`crash`). */
  kind: 'anr' | 'crash'
  packageName: string
  title: string
  labels: { yes: string; no: string | null }
  close: () => void
  onWait: () => void
  onCloseApp: () => void
}

/**
 * What Android asks about an app that hangs or keeps crashing: a column of buttons with the ids `aerr_…` (source: AOSP, app_anr_dialog.xml,
 * app_error_dialog.xml), which BACK does not close.
 */
export function errorDialogSpec(options: AppErrorDialog): WindowSpec {
  const { kind, packageName, title, labels, close } = options
  const { text, button, view } = viewBuilder(PACKAGE, 'aerr')
  const buttons =
    kind === 'anr'
      ? [
          { id: 'aerr_close', label: labels.yes, act: options.onCloseApp },
          { id: 'aerr_wait', label: labels.no ?? '', act: options.onWait },
        ]
      : [
          { id: 'aerr_app_info', label: labels.yes, act: () => undefined },
          { id: 'aerr_close', label: labels.no ?? '', act: options.onCloseApp },
        ]
  const bounds = rect(56, TOP, 608, 136 + buttons.length * ROW_PX)

  const row = ({ id, label, act }: (typeof buttons)[number], index: number): View =>
    button(
      `android:id/${id}`,
      rect(56, TOP + 128 + index * ROW_PX, 608, ROW_PX),
      label,
      () => {
        close()
        act()
      },
      { paint: { color: '#16181d', textSizePx: 30 } },
    )

  return {
    type: 'dialog',
    packageName: PACKAGE,
    title: `Application ${kind === 'anr' ? 'Not Responding' : 'Error'}: ${packageName}`,
    bounds,
    // The question has to be answered.
    onKey: () => true,
    root: () =>
      decor(PACKAGE, bounds, [
        view(
          'android.widget.LinearLayout',
          'android:id/parentPanel',
          bounds,
          { paint: { background: '#ffffff', cornerPx: 40 } },
          [
            text('android:id/alertTitle', rect(104, TOP + 40, 512, 64), title, {
              paint: { color: '#16181d', textSizePx: 36, bold: true },
            }),
            ...buttons.map(row),
          ],
        ),
      ]),
  }
}
