import type { InstalledPackage } from '../android/phone.ts'
import { operands, optionValue } from './arguments.ts'
import type { Command, CommandContext } from './command.ts'

/** Far above Appium's largest (18 MB); a real phone would report full storage. */
const LARGEST_APK_BYTES = 512 * 1024 * 1024
const VALUE_OPTIONS = ['-S', '-i', '--user', '--abi', '--install-reason']

/** `package install [-r] [-g] [-d] -S SIZE` with the APK on standard input, or with a file that was pushed. */
export const install: Command = async (context) => {
  const { args, out, phone, state } = context
  const apk = await readApk(context)
  if (typeof apk === 'string') return refuse(out, apk)
  let installed: InstalledPackage
  try {
    installed = phone.packages.install(apk, { allowDowngrade: args.includes('-d') })
  } catch (error) {
    return refuse(out, error instanceof Error ? error.message : String(error))
  }
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
