import type { Power } from './phone.ts'
import type { WindowSpec } from './screen-window.ts'
import type { Timeline } from './timeline.ts'
import type { InputMethods } from './window.ts'
import type { Windows } from './window-manager.ts'

/** Power key, screen and a keyguard without a PIN: a swipe or `wm dismiss-keyguard` opens it. */
export function createPower(deps: {
  timeline: Timeline
  windows: Windows
  inputMethods: InputMethods
  keyguard: (unlock: () => void) => WindowSpec
}): Power {
  const { timeline, windows, inputMethods, keyguard } = deps
  let screenOn = true
  let locked = false

  const tell = () => windows.setAwake({ screenOn, unlocked: !locked })

  function sleep(): void {
    if (!screenOn) return
    inputMethods.hide()
    windows.setLayer('shade', null)
    screenOn = false
    locked = true
    windows.setLayer('keyguard', windows.build(keyguard(dismissKeyguard)))
    tell()
  }

  function wake(): void {
    timeline.settle()
    if (screenOn) return
    screenOn = true
    tell()
  }

  function dismissKeyguard(): void {
    timeline.settle()
    if (!locked || !screenOn) return
    locked = false
    windows.setLayer('keyguard', null)
    tell()
  }

  return {
    isScreenOn: () => screenOn,
    isLocked: () => locked,
    toggle() {
      timeline.settle()
      if (screenOn) sleep()
      else wake()
    },
    wake,
    dismissKeyguard,
  }
}
