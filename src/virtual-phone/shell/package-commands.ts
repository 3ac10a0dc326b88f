import type { InstalledPackage } from '../android/phone.ts'
import { hasFlag, operands, optionValue } from './arguments.ts'
import type { Command, CommandContext, CommandTable } from './command.ts'
import { install } from './package-install.ts'

/** Runtime permissions, which a person or `pm grant` gives; all others are given at install time. */
const RUNTIME =
  /^android\.permission\.(READ_MEDIA_|READ_EXTERNAL|WRITE_EXTERNAL|CAMERA|RECORD_AUDIO|ACCESS_(FINE|COARSE|BACKGROUND)_LOCATION|POST_NOTIFICATIONS|READ_(CONTACTS|PHONE|SMS|CALL)|WRITE_CONTACTS|CALL_PHONE|SEND_SMS|BLUETOOTH_CONNECT)/

export function isRuntimePermission(permission: string): boolean {
  return RUNTIME.test(permission)
}

/** `/data/app/~~…==/pkg-…==/base.apk`, or a place on the system partition. */
export function codePath({ name, system }: InstalledPackage): string {
  if (system) return `/system/app/${name.split('.').at(-1)}/${name}.apk`
  const token = Buffer.from(name).toString('base64url').slice(0, 22).padEnd(22, 'A')
  return `/data/app/~~${token}==/${name}-${token}==/base.apk`
}

function listPackages({ args, out, phone }: CommandContext): number {
  const [, , filter] = operands(args, ['--user', '--uid'])
  for (const found of phone.packages.all()) {
    if (filter !== undefined && !found.name.includes(filter)) continue
    if ((hasFlag(args, '3') && found.system) || (hasFlag(args, 's') && !found.system)) continue
    if (hasFlag(args, 'd')) continue // nothing is ever disabled here
    const path = hasFlag(args, 'f') ? `${codePath(found)}=` : ''
    const version = args.includes('--show-versioncode') ? ` versionCode:${found.versionCode}` : ''
    const installer = hasFlag(args, 'i') ? '  installer=null' : ''
    const uid = hasFlag(args, 'U') ? ` uid:${found.uid}` : ''
    out(`package:${path}${found.name}${version}${installer}${uid}\n`)
  }
  return 0
}

function list(context: CommandContext): number {
  const { args, out, phone, err } = context
  const [, what = ''] = args
  switch (what) {
    case 'packages':
    case 'package':
      return listPackages(context)
    case 'instrumentation':
      for (const found of phone.packages.all()) {
        for (const { runner, target } of found.instrumentation) {
          out(`instrumentation:${found.name}/${runner} (target=${target})\n`)
        }
      }
      return 0
    case 'features':
      out(
        'feature:android.hardware.touchscreen\nfeature:android.hardware.wifi\nfeature:android.software.input_methods\n',
      )
      return 0
    case 'users':
      out('Users:\n\tUserInfo{0:Owner:4c13} running\n')
      return 0
    default:
      err(`Error: unknown list type '${what}'\n`)
      return 255
  }
}

function path({ args, out, phone }: CommandContext): number {
  const found = phone.packages.find(operands(args.slice(1), ['--user'])[0] ?? '')
  if (!found) return 1
  out(`package:${codePath(found)}\n`)
  return 0
}

function resolveActivity({ args, out, phone }: CommandContext): number {
  const name = optionValue(args, '-p') ?? operands(args.slice(1), ['--user', '-a', '-c', '-d']).at(-1) ?? ''
  const activity = phone.activities.resolve(name)
  if (activity === null) out('No activity found\n')
  else if (args.includes('--brief')) {
    out(`priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=false\n${activity}\n`)
  } else
    out(
      `ActivityInfo:\n  name=${activity.split('/')[1] ?? ''}\n  packageName=${name}\n  enabled=true exported=true\n`,
    )
  return 0
}

function uninstall({ args, out, phone }: CommandContext): number {
  const name = operands(args.slice(1), ['--user'])[0] ?? ''
  const found = phone.packages.find(name)
  if (!found || found.system) {
    out('Failure [DELETE_FAILED_INTERNAL_ERROR]\n')
    return 1
  }
  phone.activities.forceStop(name)
  phone.processes.kill(name)
  phone.packages.uninstall(name)
  out('Success\n')
  return 0
}

function clear({ args, out, phone, state }: CommandContext): number {
  const name = operands(args.slice(1), ['--user'])[0] ?? ''
  if (!phone.packages.find(name)) {
    out('Failed\n')
    return 1
  }
  phone.activities.clearData(name)
  phone.processes.kill(name)
  state.granted.delete(name)
  out('Success\n')
  return 0
}

function grant({ args, err, phone, state }: CommandContext): number {
  const [verb, ...rest] = args
  const [name = '', permission = ''] = operands(rest, ['--user'])
  const found = phone.packages.find(name)
  const complain = (reason: string) => {
    err(`\nException occurred while executing '${verb}':\n${reason}\n`)
    return 255
  }
  if (!found) return complain(`java.lang.IllegalArgumentException: Unknown package: ${name}`)
  if (!found.permissions.includes(permission)) {
    return complain(`java.lang.SecurityException: Package ${name} has not requested permission ${permission}`)
  }
  if (!isRuntimePermission(permission)) {
    return complain(
      `java.lang.SecurityException: Permission ${permission} requested by ${name} is not a changeable permission type`,
    )
  }
  const granted = state.granted.get(name) ?? new Set()
  if (verb === 'grant') granted.add(permission)
  else granted.delete(permission)
  state.granted.set(name, granted)
  return 0
}

const VERBS: Readonly<Record<string, Command>> = {
  list,
  path,
  install,
  'resolve-activity': resolveActivity,
  uninstall,
  clear,
  grant,
  revoke: grant,
  enable: ({ args, out }) => {
    out(`Package ${args[1] ?? ''} new state: enabled\n`)
    return 0
  },
  'get-install-location': ({ out }) => {
    out('0[auto]\n')
    return 0
  },
}

/** `pm …` and `cmd package …`. */
export const packageManager: Command = (context) => {
  const [verb = ''] = context.args
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined
  if (run) return run(context)
  context.err(`Unknown command: ${verb}\n`)
  return 255
}

export const packageCommands: CommandTable = { pm: packageManager }
