import type { Cancel } from '../../domain/clock.ts'
import type { View } from '../android/view.ts'
import type { AppHost } from '../apps/app.ts'
import { rect, type ViewBuilder } from '../apps/view-builder.ts'
import { ACCENT, INK } from './screen.ts'

/** A snackbar with an action stays until it is used, or this long. */
const SNACKBAR_MS = 10_000

/** What lies over the app's screens within their own window: no dialog, the screen below stays in the tree. */
export interface Overlays {
  /** "No internet connection" with a way to try again. */
  snackbar: (words: string, action: string, onAction: () => void) => void
  /** Asks about cookies until somebody answers; lies over the tab bar. */
  askForCookies: () => void
  clear: () => void
  draw: (views: ViewBuilder) => View[]
}

export function createOverlays({ timeline, accessibility }: AppHost): Overlays {
  let bar: { words: string; action: string; onAction: () => void } | null = null
  let cancelBar: Cancel = () => undefined
  let cookies = false

  function hideBar(): void {
    cancelBar()
    bar = null
    accessibility.fire()
  }

  function drawBar(views: ViewBuilder): View[] {
    if (bar === null) return []
    const { words, action, onAction } = bar
    const act = () => {
      hideBar()
      onAction()
    }
    return [
      views.group(
        'snackbar',
        rect(24, 1336, 672, 96),
        [
          views.text('snackbar_text', rect(56, 1356, 440, 56), words, {
            paint: { color: '#ffffff', textSizePx: 26 },
          }),
          views.button('snackbar_action', rect(512, 1344, 168, 80), action, act, {
            paint: { color: '#8ab4f8', textSizePx: 26, bold: true, align: 'center' },
          }),
        ],
        { paint: { background: '#2b2d33', cornerPx: 16 } },
      ),
    ]
  }

  function drawCookies(views: ViewBuilder): View[] {
    if (!cookies) return []
    const answer = () => {
      cookies = false
      accessibility.fire()
    }
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
          views.button('cookie_accept', rect(40, 1376, 640, 88), 'Accept all', answer, { paint }),
          views.button('cookie_reject', rect(40, 1480, 640, 88), 'Reject all', answer, { paint }),
        ],
        // Touches beside the buttons do not fall through to the app.
        { clickable: true, paint: { background: '#ffffff', border: '#d7dae0' } },
      ),
    ]
  }

  return {
    snackbar(words, action, onAction) {
      cancelBar()
      bar = { words, action, onAction }
      cancelBar = timeline.after(SNACKBAR_MS, hideBar)
      accessibility.fire()
    },
    askForCookies() {
      cookies = true
      accessibility.fire()
    },
    clear() {
      cookies = false
      hideBar()
    },
    draw: (views) => [...drawBar(views), ...drawCookies(views)],
  }
}
