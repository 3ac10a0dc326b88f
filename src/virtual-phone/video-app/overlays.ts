import type { Cancel } from '../../domain/clock.ts'
import type { AppHost } from '../apps/app.ts'

/** A snackbar with an action stays until it is used, or this long. */
const SNACKBAR_MS = 10_000

/** What lies over the app's screens within their own window: no dialog, the screen below stays in the tree. */
export interface Overlays {
  /** "No internet connection" with a way to try again. */
  snackbar: (words: string, action: string, onAction: () => void) => void
  /** Asks about cookies until somebody answers; lies over the tab bar. */
  askForCookies: () => void
  clear: () => void
  /** The snackbar that is to be drawn; `act` is the tap on its action. */
  bar: () => { words: string; action: string; act: () => void } | null
  /** Whether the question about cookies is to be drawn, and the answer to it. */
  asksForCookies: () => boolean
  answerCookies: () => void
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
    bar() {
      if (bar === null) return null
      const { words, action, onAction } = bar
      return {
        words,
        action,
        act() {
          hideBar()
          onAction()
        },
      }
    },
    asksForCookies: () => cookies,
    answerCookies() {
      cookies = false
      accessibility.fire()
    },
  }
}
