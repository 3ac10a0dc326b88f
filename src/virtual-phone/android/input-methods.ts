import type { AccessibilityClock } from './accessibility.ts'
import type { Packages } from './phone.ts'
import type { WindowSpec } from './screen-window.ts'
import type { InputMethods } from './window.ts'
import type { Windows } from './window-manager.ts'

/** The phone's own keyboard, the only one with keys on the screen. */
export const LATIN_IME = 'com.android.inputmethod.latin/.LatinIME'

/** Come with Appium's Settings app; none shows keys (source: their onEvaluateInputViewShown). */
const APPIUM_IMES = [
  'io.appium.settings/.AppiumIME',
  'io.appium.settings/.EmptyIME',
  'io.appium.settings/.UnicodeIME',
]

/** How long the keyboard slides. */
const SLIDE_MS = 250

export function createInputMethods(deps: {
  windows: Windows
  accessibility: AccessibilityClock
  packages: Packages
  keyboard: WindowSpec
  /** The keyboard in extract mode. */
  fullscreenKeyboard: WindowSpec
}): InputMethods {
  const { windows, accessibility, packages, keyboard, fullscreenKeyboard } = deps
  const enabled = new Set([LATIN_IME])
  let current = LATIN_IME
  /** A focused field asked for the keyboard, whatever the input method makes of it. */
  let wanted = false
  let fullscreen = false

  const list = () => [LATIN_IME, ...(packages.find('io.appium.settings') ? APPIUM_IMES : [])]

  function place(): void {
    const shown = wanted && current === LATIN_IME
    if (shown === (windows.layer('keyboard') !== null)) return
    windows.setLayer('keyboard', shown ? windows.build(fullscreen ? fullscreenKeyboard : keyboard) : null)
    accessibility.animate(SLIDE_MS)
  }

  return {
    current: () => current,
    set(component) {
      current = component
      place()
    },
    list,
    enabled: () => list().filter((component) => enabled.has(component)),
    setEnabled(component, on) {
      if (on) enabled.add(component)
      else enabled.delete(component)
    },
    isFullscreen: () => fullscreen,
    setFullscreen(on) {
      fullscreen = on
    },
    isShown: () => windows.layer('keyboard') !== null,
    show() {
      wanted = true
      place()
    },
    hide() {
      wanted = false
      place()
    },
  }
}
