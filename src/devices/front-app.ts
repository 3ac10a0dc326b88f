import type { AppTarget } from '../domain/phone-session.ts'
import type { AdbClient } from './adb-client.ts'

/**
 * The app of `mFocusedApp` with the activity that is in front, which stays the app's behind dialogs and the shade; null in transitions.
 * @throws AdbError, the signal's reason when it aborts
 */
export async function readFrontApp(
  adb: Pick<AdbClient, 'shell'>,
  serial: string,
  signal: AbortSignal,
): Promise<AppTarget | null> {
  // Up to Android 9 the line is in `windows` (source: appium-adb, getFocusedPackageAndActivity).
  for (const part of ['displays', 'windows']) {
    const { stdout } = await adb.shell(serial, `dumpsys window ${part}`, signal)
    const [, package_name, activity] = /mFocusedApp=.*? u\d+ ([\w.]+)\/([\w.$]+)/.exec(stdout) ?? []
    if (package_name !== undefined && activity !== undefined) return { package_name, activity }
  }
  return null
}
