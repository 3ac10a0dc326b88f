import type { View } from '../android/view.ts'
import { rect, type ViewBuilder } from '../apps/view-builder.ts'
import type { Overlays } from '../video-app/overlays.ts'
import { ACCENT, INK } from './screen.ts'

/** The snackbar and the banner, as this app draws them over its screens. */
export function drawOverlays(views: ViewBuilder, overlays: Overlays): View[] {
  return [...drawBar(views, overlays), ...drawCookies(views, overlays)]
}

function drawBar(views: ViewBuilder, overlays: Overlays): View[] {
  const bar = overlays.bar()
  if (bar === null) return []
  return [
    views.group(
      'snackbar',
      rect(24, 1336, 672, 96),
      [
        views.text('snackbar_text', rect(56, 1356, 440, 56), bar.words, {
          paint: { color: '#ffffff', textSizePx: 26 },
        }),
        views.button('snackbar_action', rect(512, 1344, 168, 80), bar.action, bar.act, {
          paint: { color: '#8ab4f8', textSizePx: 26, bold: true, align: 'center' },
        }),
      ],
      { paint: { background: '#2b2d33', cornerPx: 16 } },
    ),
  ]
}

function drawCookies(views: ViewBuilder, overlays: Overlays): View[] {
  if (!overlays.asksForCookies()) return []
  const paint = { color: ACCENT, textSizePx: 28, bold: true, align: 'center' } as const
  return [
    views.group(
      'cookie_banner',
      rect(0, 1120, 720, 480),
      [
        views.text('cookie_title', rect(40, 1152, 640, 56), 'We value your privacy', {
          paint: { color: INK, textSizePx: 34, bold: true },
        }),
        views.text(
          'cookie_text',
          rect(40, 1224, 640, 120),
          'We and our partners use cookies to improve your experience.',
          { paint: { color: INK, textSizePx: 26 } },
        ),
        views.button('cookie_accept', rect(40, 1376, 640, 88), 'Accept all', overlays.answerCookies, {
          paint,
        }),
        views.button('cookie_reject', rect(40, 1480, 640, 88), 'Reject all', overlays.answerCookies, {
          paint,
        }),
      ],
      // Touches beside the buttons do not fall through to the app.
      { clickable: true, paint: { background: '#ffffff', border: '#d7dae0' } },
    ),
  ]
}
