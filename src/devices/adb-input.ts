import type { Swipe } from '../domain/phone-session.ts'
import type { Point } from '../domain/selector.ts'
import type { AdbClient } from './adb-client.ts'

/** Touches and keys by adb alone, for a phone whose on-phone server is at work on something else or frozen. */
export interface AdbInput {
  /** @throws AdbError; Error with the phone's words when it refuses */
  tap: (at: Point, signal: AbortSignal) => Promise<void>
  swipe: (swipe: Swipe, signal: AbortSignal) => Promise<void>
  pressKey: (code: number, signal: AbortSignal) => Promise<void>
  hideKeyboard: (signal: AbortSignal) => Promise<void>
}

/** `input` starts a Java program on the phone: 0.3-2 s before the finger moves (source: fidelity 7). */
const START_MS = 10_000
/** Closes a keyboard and nothing else (source: android.view.KeyEvent, KEYCODE_ESCAPE; fidelity 4.2). */
const ESCAPE = 111

export function createAdbInput(adb: Pick<AdbClient, 'shell'>, serial: string): AdbInput {
  async function input(words: string, moveMs: number, signal: AbortSignal): Promise<void> {
    const { stdout, stderr, exitCode } = await adb.shell(serial, `input ${words}`, signal, START_MS + moveMs)
    // Some builds end with 0 all the same, so its words count as well.
    const said = `${stdout} ${stderr}`.replace(/\s+/g, ' ').trim()
    if (exitCode === 0 && !/Exception|Error:/.test(said)) return
    throw new Error(`input ${words} failed on ${serial}: ${said === '' ? `exit code ${exitCode}` : said}`)
  }

  return {
    tap: ({ x, y }, signal) => input(`tap ${Math.round(x)} ${Math.round(y)}`, 0, signal),
    swipe({ from, to, durationMs }, signal) {
      const places = [from.x, from.y, to.x, to.y].map(Math.round).join(' ')
      return input(`swipe ${places} ${Math.round(durationMs)}`, durationMs, signal)
    },
    pressKey: (code, signal) => input(`keyevent ${code}`, 0, signal),
    async hideKeyboard(signal) {
      const { stdout } = await adb.shell(serial, 'dumpsys input_method', signal)
      if (/mInputShown=true/.test(stdout)) await input(`keyevent ${ESCAPE}`, 0, signal)
    },
  }
}
