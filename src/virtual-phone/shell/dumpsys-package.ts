import type { InstalledPackage } from '../android/phone.ts'
import { objectId } from './arguments.ts'
import type { Command, CommandContext } from './command.ts'
import { codePath, isRuntimePermission } from './package-commands.ts'

/** Local time of the phone (UTC), as the package dump prints it. */
function timeText(at: Date): string {
  return at.toISOString().slice(0, 19).replace('T', ' ')
}

function describe(found: InstalledPackage, { phone, state }: CommandContext): string {
  const flags = found.system
    ? '[ SYSTEM HAS_CODE ALLOW_CLEAR_USER_DATA ]'
    : '[ HAS_CODE ALLOW_CLEAR_USER_DATA ]'
  const installTime = found.permissions.filter((permission) => !isRuntimePermission(permission))
  const runtime = found.permissions.filter(isRuntimePermission)
  const granted = state.granted.get(found.name)
  const running = phone.processes.pidOf(found.name) !== undefined
  const folder = codePath(found).replace(/\/[^/]*$/, '')
  return `Packages:
  Package [${found.name}] (${objectId(found.name)}):
    userId=${found.uid}
    pkg=Package{${objectId(`package ${found.name}`)} ${found.name}}
    codePath=${folder}
    resourcePath=${folder}
    primaryCpuAbi=arm64-v8a
    versionCode=${found.versionCode} minSdk=${found.minSdk} targetSdk=${found.targetSdk}
    versionName=${found.versionName}
    flags=${flags}
    dataDir=/data/user/0/${found.name}
    timeStamp=${timeText(found.lastUpdateTime)}
    firstInstallTime=${timeText(found.firstInstallTime)}
    lastUpdateTime=${timeText(found.lastUpdateTime)}
    installerPackageName=null
    requested permissions:
${found.permissions.map((permission) => `      ${permission}\n`).join('')}    install permissions:
${installTime.map((permission) => `      ${permission}: granted=true\n`).join('')}    User 0: ceDataInode=${found.uid * 7} installed=true hidden=false suspended=false distractionFlags=0 stopped=${!running} notLaunched=false enabled=0 instant=false virtual=false
      runtime permissions:
${runtime.map((permission) => `        ${permission}: granted=${granted?.has(permission) ?? false}, flags=[ USER_SENSITIVE_WHEN_GRANTED|USER_SENSITIVE_WHEN_DENIED ]\n`).join('')}
`
}

function activityTable(found: InstalledPackage): string {
  if (found.mainActivity === null) return ''
  return `Activity Resolver Table:
  Non-Data Actions:
      android.intent.action.MAIN:
        ${objectId(`activity ${found.name}`)} ${found.name}/${found.mainActivity} filter ${objectId(`filter ${found.name}`)}
          Action: "android.intent.action.MAIN"
          Category: "android.intent.category.LAUNCHER"

`
}

/** `dumpsys package PKG`; an unknown one is no error for its exit code. */
export const dumpPackage: Command = (context) => {
  const { args, out, phone } = context
  const [name] = args.slice(1).filter((word) => !word.startsWith('-'))
  const wanted = name === undefined ? phone.packages.all() : [phone.packages.find(name)]
  for (const found of wanted) {
    if (found) out(activityTable(found) + describe(found, context))
    else out(`Unable to find package: ${name ?? ''}\n`)
  }
  return 0
}
