import type { Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { AppTarget } from '../domain/phone-session.ts'
import type { AdbClient } from './adb-client.ts'
import { AdbError } from './adb-protocol.ts'
import { categoryOf } from './session-errors.ts'

export interface AppStart {
  adb: AdbClient
  serial: string
  app: AppTarget
  clock: Clock
}

/** `am start -W` returns with the first frame, 0.3-5 s cold, but hangs when the activity ends itself at once (source: fidelity 7.6). */
const AM_START_MS = 20_000
/** How long the app may take to get the focus after that. */
const FOCUS_MS = 10_000
/** NEW_TASK and RESET_TASK_IF_NEEDED, as a launcher does (source: android.content.Intent). */
const LAUNCH = '-a android.intent.action.MAIN -c android.intent.category.LAUNCHER -f 0x10200000'

/**
 * Stops the app and starts it anew, its data untouched; resolves when it is the focused app, dialogs of others in front of it or not.
 * @throws RunError 'app_changed' when package or activity do not exist, 'device' when it does not come to the front; AdbError
 */
export async function startApp({ adb, serial, app, clock }: AppStart, signal: AbortSignal): Promise<void> {
  const component = `${app.package_name}/${app.activity}`
  const words = await amStart(adb, serial, component, signal)
  // Never by exit code: it is 0 for some errors (source: fidelity 7.6).
  if (/^(Error|.*Exception)/m.test(words) && !/^Status: ok/m.test(words)) {
    const category = categoryOf(words) === 'app_changed' ? 'app_changed' : 'device'
    throw new RunError(
      category,
      `${component} does not start on ${serial}: ${words.replace(/\s+/g, ' ').trim()}`,
    )
  }
  const untilMs = clock.monotonicMs() + FOCUS_MS
  let focused = await focusedPackage(adb, serial, signal)
  while (focused !== app.package_name) {
    if (clock.monotonicMs() > untilMs) {
      throw new RunError(
        'device',
        `${component} does not come to the front of ${serial}: ${focused ?? 'nothing'} has the focus`,
      )
    }
    await clock.sleep(150, signal)
    focused = await focusedPackage(adb, serial, signal)
  }
}

async function amStart(
  adb: AdbClient,
  serial: string,
  component: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    const { stdout, stderr } = await adb.shell(
      serial,
      `am start-activity -W -S -n ${component} ${LAUNCH}`,
      signal,
      AM_START_MS,
    )
    return `${stdout}\n${stderr}` // -W prints errors on stdout, older builds on stderr
  } catch (error) {
    signal.throwIfAborted()
    // It may hang although the app is up: the focus decides.
    if (error instanceof AdbError && error.kind === 'timeout') return ''
    throw error
  }
}

/** The app of `mFocusedApp`, which stays at the app behind dialogs and the shade; null in transitions. */
async function focusedPackage(adb: AdbClient, serial: string, signal: AbortSignal): Promise<string | null> {
  // Up to Android 9 the line is in `windows` (source: appium-adb, getFocusedPackageAndActivity).
  for (const part of ['displays', 'windows']) {
    const { stdout } = await adb.shell(serial, `dumpsys window ${part}`, signal)
    const found = /mFocusedApp=.*? u\d+ ([\w.]+)\//.exec(stdout)?.[1]
    if (found !== undefined) return found
  }
  return null
}
