import type { Phone } from '../android/phone.ts'
import { unknownError } from './wd-errors.ts'

/** Where a command is asked for, as its path says. */
export interface Asked {
  method: string
  path: string
}

/** What makes a server that runs fail in the middle of its work. */
export interface AilingServer {
  /** @throws WdError 'unknown error' while UiAutomation belongs to somebody else and the command needs it */
  assertConnected: (asked: Asked) => void
  /** Whether the process dies in the middle of this answer. Only commands of a session count. */
  diesNow: (path: string) => boolean
  /** Memory after a command of a session; the low memory killer takes a process that has too much. */
  leak: (path: string) => void
}

/** Below a session: what the server does without UiAutomation. */
const WITHOUT_AUTOMATION =
  /^$|^\/(screenshot|appium\/settings|appium\/device\/(info|battery_info|pixel_ratio|display_density|get_clipboard|set_clipboard))$/

export function createAilingServer(phone: Phone): AilingServer {
  const { ailments } = phone
  const isCommand = (path: string) => path.startsWith('/session/')

  return {
    assertConnected({ path }) {
      if (!ailments.uiAutomationLost || !isCommand(path)) return
      const below = path.replace(/^\/session\/[^/]+/, '')
      if (WITHOUT_AUTOMATION.test(below)) return
      throw unknownError(
        'java.lang.IllegalStateException: UiAutomation not connected, UiAutomation@2b9b5e5[id=-1, displayId=0, flags=0]',
      )
    },
    diesNow(path) {
      if (ailments.killIn === 0 || !isCommand(path)) return false
      ailments.killIn -= 1
      return ailments.killIn === 0
    },
    leak(path) {
      if (!ailments.leak || !isCommand(path)) return
      ailments.leakedMb += ailments.leak.mbPerCommand
      if (ailments.leakedMb < ailments.leak.limitMb) return
      phone.log.write(
        'lowmemorykiller',
        "Kill 'io.appium.uiautomator2.server', oom_score_adj 0, to free memory",
      )
      phone.instrumentation.crash()
    },
  }
}
