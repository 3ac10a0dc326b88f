import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { AdbError } from './adb-protocol.ts'

/** The environment variables that matter here, as config.ts hands them in. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Where Debian's `adb` package puts it, in the layout that Appium expects. */
const DEBIAN_SDK = '/usr/lib/android-sdk'

/** The SDK folder for Appium and for us: ANDROID_HOME, else ANDROID_SDK_ROOT, else Debian's. It may not exist. */
export function findAndroidHome(env: Environment): string {
  return env['ANDROID_HOME'] ?? env['ANDROID_SDK_ROOT'] ?? DEBIAN_SDK
}

/**
 * The adb program. The SDK's own comes first because Appium takes that one, and two adb versions on one port kill each other's server.
 * @throws AdbError 'no_binary' that says where it looked
 */
export function findAdb(env: Environment): string {
  const folders = [join(findAndroidHome(env), 'platform-tools'), ...(env['PATH'] ?? '').split(delimiter)]
  const found = folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'adb'))
    .find(isExecutable)
  if (found !== undefined) return found
  throw new AdbError(
    'no_binary',
    `no adb program in ${folders.join(', ')}: install adb (Debian: apt-get install adb) or set ANDROID_HOME`,
  )
}

function isExecutable(path: string): boolean {
  if (!existsSync(path)) return false
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // there, but not ours to run: the next folder may have another
  }
}
