import type { Power } from './phone.ts'
import type { WindowSpec } from './screen-window.ts'
import type { Timeline } from './timeline.ts'
import type { InputMethods } from './window.ts'
import type { Windows } from './window-manager.ts'

export interface PowerDeps {
  timeline: Timeline
  windows: Windows
  inputMethods: InputMethods
  /** `isSecure` tells whether a swipe opens it. */
  keyguard: (unlock: () => void, isSecure: () => boolean) => WindowSpec
}

/** What keeps the screen on may end at any time; a minute late is soon enough. */
const LOOK_MS = 60_000

/** What keeps the screen on, beside a finger on it. */
export interface ScreenTimeout {
  /** `screen_off_timeout`. */
  timeoutMs: () => number
  /** `stay_on_while_plugged_in` on a charger, or a wake lock. */
  staysOn: () => boolean
}

/** Power key, screen, its timeout and the keyguard: one without a PIN is opened by a swipe or `wm dismiss-keyguard`, one with a PIN by the PIN alone. */
export function createPower({ timeline, windows, inputMethods, keyguard }: PowerDeps): Power & {
  /** Begins to switch the screen off as Android does. */
  useTimeout: (timeout: ScreenTimeout) => void
} {
  let screenOn = true
  let locked = false
  let pin: string | null = null
  /** Credential-encrypted storage is open: the PIN was given once since the boot. */
  let userUnlocked = true
  let touchedMs = timeline.nowMs()
  let onChange: () => void = () => undefined

  const tell = () => windows.setAwake({ screenOn, unlocked: !locked })

  function lock(): void {
    locked = true
    windows.setLayer('keyguard', windows.build(keyguard(dismissKeyguard, () => pin !== null)))
    tell()
  }

  function sleep(): void {
    if (!screenOn) return
    onChange()
    inputMethods.hide()
    windows.setLayer('shade', null)
    screenOn = false
    lock()
  }

  function wake(): void {
    timeline.settle()
    touchedMs = timeline.nowMs()
    if (screenOn) return
    onChange()
    screenOn = true
    tell()
  }

  function open(): void {
    userUnlocked = true
    if (!locked) return
    locked = false
    windows.setLayer('keyguard', null)
    tell()
  }

  const accepts = (given: string) => pin === null || given === pin

  function dismissKeyguard(): void {
    timeline.settle()
    if (screenOn && pin === null) open()
  }

  function useTimeout({ timeoutMs, staysOn }: ScreenTimeout): void {
    const look = (): void => {
      const restMs = touchedMs + timeoutMs() - timeline.nowMs()
      if (screenOn && restMs <= 0 && !staysOn()) sleep()
      timeline.after(screenOn && restMs > 1 ? restMs : LOOK_MS, look)
    }
    timeline.after(timeoutMs(), look)
  }

  return {
    isScreenOn: () => {
      timeline.settle()
      return screenOn
    },
    isLocked: () => locked,
    isSecure: () => pin !== null,
    isUserUnlocked: () => userUnlocked,
    toggle() {
      timeline.settle()
      touchedMs = timeline.nowMs()
      if (screenOn) sleep()
      else wake()
    },
    wake,
    sleep() {
      timeline.settle()
      sleep()
    },
    touch: () => void (touchedMs = timeline.nowMs()),
    lock() {
      timeline.settle()
      lock()
    },
    dismissKeyguard,
    setPin(wanted) {
      pin = wanted
    },
    accepts,
    unlock(given) {
      if (!accepts(given)) return false
      open()
      return true
    },
    boot() {
      screenOn = true
      touchedMs = timeline.nowMs()
      userUnlocked = pin === null
      lock()
    },
    onChange: (listener) => void (onChange = listener),
    useTimeout,
  }
}
