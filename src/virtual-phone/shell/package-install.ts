import type { InstallRefusal } from '../android/ailments.ts'
import type { InstalledPackage } from '../android/phone.ts'
import { operands, optionValue } from './arguments.ts'
import type { Command, CommandContext } from './command.ts'

/** Far above Appium's largest (18 MB); a real phone would report full storage. */
const LARGEST_APK_BYTES = 512 * 1024 * 1024
/** The on-phone server and its test package: installing either anew puts a broken one right. */
const SERVER_PACKAGE = 'io.appium.uiautomator2.server'
/** How often an install that waits for a person looks whether somebody has tapped. */
const DIALOG_POLL_MS = 100
/** Words of vendors and of a full phone (source: research/fidelity.md 7.5). */
const REFUSALS = {
  user_restricted: 'INSTALL_FAILED_USER_RESTRICTED: Install canceled by user',
  insufficient_storage: 'INSTALL_FAILED_INSUFFICIENT_STORAGE: Failed to override installation location',
  waits_for_person: null,
} as const satisfies Record<InstallRefusal, string | null>
const VALUE_OPTIONS = ['-S', '-i', '--user', '--abi', '--install-reason']

/** `package install [-r] [-g] [-d] -S SIZE` with the APK on standard input, or with a file that was pushed. */
export const install: Command = async (context) => {
  const { args, out, phone, state } = context
  const apk = await readApk(context)
  if (typeof apk === 'string') return refuse(out, apk)
  const refused = await refusal(context)
  if (refused !== null) return refuse(out, refused)
  let installed: InstalledPackage
  try {
    installed = phone.packages.install(apk, { allowDowngrade: args.includes('-d') })
  } catch (error) {
    return refuse(out, error instanceof Error ? error.message : String(error))
  }
  if (installed.name.startsWith(SERVER_PACKAGE)) phone.ailments.serverBroken = false
  phone.activities.forceStop(installed.name) // Android ends the old version's process
  phone.processes.kill(installed.name)
  if (args.includes('-g')) state.granted.set(installed.name, new Set(installed.permissions))
  phone.log.write(
    'PackageManager',
    `Package ${installed.name} installed: ${installed.versionName} (${installed.versionCode})`,
  )
  out('Success\n')
  return 0
}

/** Why the phone takes no APK now; null when it does. A dialog that nobody answers holds the install until the host gives up. */
async function refusal({ phone, signal }: CommandContext): Promise<string | null> {
  const { ailments, clock } = phone
  while (ailments.installRefused === 'waits_for_person') await clock.sleep(DIALOG_POLL_MS, signal)
  return ailments.installRefused === null ? null : REFUSALS[ailments.installRefused]
}

/** The APK's bytes, or why there are none. */
async function readApk({ args, phone, stdin }: CommandContext): Promise<Buffer | string> {
  const size = optionValue(args, '-S')
  if (size === undefined) {
    const path = operands(args.slice(1), VALUE_OPTIONS).at(-1)
    if (path === undefined) return 'INSTALL_FAILED_INVALID_APK: Missing APK file'
    return phone.files.find(path)?.data ?? `INSTALL_PARSE_FAILED_NOT_APK: Failed to parse ${path}: ${path}`
  }
  const bytes = Number(size)
  if (!Number.isInteger(bytes) || bytes <= 0) return 'INSTALL_FAILED_INVALID_APK: must specify a valid size'
  if (bytes > LARGEST_APK_BYTES)
    return 'INSTALL_FAILED_INSUFFICIENT_STORAGE: Failed to override installation location'
  return (await stdin.read(bytes)) ?? 'INSTALL_FAILED_INVALID_APK: the stream ended early'
}

function refuse(out: CommandContext['out'], reason: string): number {
  out(`Failure [${reason}]\n`)
  return 1
}
