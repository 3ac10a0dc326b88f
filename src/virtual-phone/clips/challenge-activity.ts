import { KEYCODE } from '../android/key-map.ts'
import type { View } from '../android/view.ts'
import type { Activity } from '../android/window-manager.ts'
import type { AppHost } from '../apps/app.ts'
import { decor, rect, SCREEN, viewBuilder } from '../apps/view-builder.ts'
import { CLIPS_PACKAGE, INK, MUTED } from './screen.ts'

export const CHALLENGE_ACTIVITY = 'com.phonefarm.clips.VerifyActivity'

/**
 * "Verify it's you": a puzzle in a web view, for people. Nothing that is done to it here solves it; only the control API ends it, which
 * stands for the person.
 */
export function createChallengeActivity(host: AppHost, onBack: () => void): Activity {
  const views = viewBuilder(CLIPS_PACKAGE, 'challenge')

  const puzzle = (): View =>
    views.view(
      'android.webkit.WebView',
      'challenge_web',
      rect(40, 440, 640, 720),
      { text: 'Security check', focusable: true, paint: { background: '#f1f2f5', cornerPx: 16 } },
      [
        views.view('android.widget.Image', null, rect(72, 480, 576, 360), {
          key: 'puzzle',
          text: 'Drag the piece into place',
          paint: { video: { seed: 4711, position: 0.5 } },
        }),
        views.view('android.widget.SeekBar', null, rect(72, 900, 576, 96), {
          key: 'slider',
          contentDesc: 'Slide to complete the puzzle',
          range: { min: 0, max: 100, current: 0 },
          onSetProgress: () => undefined,
          paint: { background: '#d7dae0', color: '#3b6ef0' },
        }),
      ],
    )

  return {
    packageName: CLIPS_PACKAGE,
    className: CHALLENGE_ACTIVITY,
    translucent: false,
    window: host.windows.build({
      type: 'application',
      packageName: CLIPS_PACKAGE,
      title: `${CLIPS_PACKAGE}/${CHALLENGE_ACTIVITY}`,
      bounds: SCREEN,
      root: () =>
        decor(
          CLIPS_PACKAGE,
          SCREEN,
          [
            views.text('challenge_title', rect(40, 200, 640, 64), 'Verify it’s you', {
              paint: { color: INK, textSizePx: 44, bold: true, align: 'center' },
            }),
            views.text('challenge_message', rect(60, 288, 600, 96), 'Complete the puzzle to continue.', {
              paint: { color: MUTED, textSizePx: 28, align: 'center' },
            }),
            puzzle(),
          ],
          { background: '#ffffff', color: INK },
        ),
      onKey(keyCode) {
        if (keyCode === KEYCODE.back) onBack()
        return keyCode === KEYCODE.back
      },
    }),
    onResume: () => undefined,
    onPause: () => undefined,
  }
}
