import type { View } from '../android/view.ts'
import { rect } from '../apps/view-builder.ts'
import type { Overlays } from '../video-app/overlays.ts'
import type { Compose } from './compose.ts'
import { ACCENT, INK } from './screen.ts'
import type { MawjaWords } from './words.ts'

/** The snackbar and the question about cookies, over whatever screen is below. */
export function drawOverlays(ui: Compose, words: MawjaWords, overlays: Overlays): View[] {
  return [...drawBar(ui, overlays), ...drawCookies(ui, words, overlays)]
}

function drawBar(ui: Compose, overlays: Overlays): View[] {
  const bar = overlays.bar()
  if (bar === null) return []
  const action = rect(456, 1340, 232, 88)
  return [
    ui.clickable(
      rect(24, 1336, 672, 96),
      () => undefined,
      [
        ui.text(rect(56, 1356, 392, 56), bar.words, { color: '#ffffff', textSizePx: 24 }),
        ui.clickable(action, bar.act, [
          ui.text(action, bar.action, { color: '#80cbc4', textSizePx: 26, bold: true, align: 'center' }),
        ]),
      ],
      { role: 'none', paint: { background: '#263238', cornerPx: 16 } },
    ),
  ]
}

function drawCookies(ui: Compose, { cookies }: MawjaWords, overlays: Overlays): View[] {
  if (!overlays.asksForCookies()) return []
  const button = (top: number, label: string): View => {
    const bounds = rect(40, top, 640, 88)
    const paint = { color: ACCENT, textSizePx: 28, bold: true, align: 'center' } as const
    return ui.clickable(bounds, overlays.answerCookies, [ui.text(bounds, label, paint)])
  }
  return [
    ui.clickable(
      rect(0, 1140, 720, 460),
      () => undefined,
      [
        ui.text(rect(40, 1172, 640, 56), cookies.title, { color: INK, textSizePx: 34, bold: true }),
        ui.text(rect(40, 1240, 640, 80), cookies.message, { color: INK, textSizePx: 26 }),
        button(1360, cookies.accept),
        button(1460, cookies.reject),
      ],
      { role: 'none', paint: { background: '#ffffff', border: '#d5dfe1' } },
    ),
  ]
}
