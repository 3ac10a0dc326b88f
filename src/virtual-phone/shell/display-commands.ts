import { operands, optionValue } from './arguments.ts'
import type { Command, CommandTable } from './command.ts'

/** Real Android keeps overrides in these settings, too; they survive in `settings get`. */
const SIZE_OVERRIDE = 'global/display_size_forced'
const DENSITY_OVERRIDE = 'secure/display_density_forced'

/** `size` and `density`: the override is told and kept, but what is drawn keeps the panel's size. */
const wm: Command = ({ args, out, err, phone }) => {
  const { width, height, density } = phone.display
  const [verb = '', value] = args
  switch (verb) {
    case 'size':
      return override('size', `${width}x${height}`, SIZE_OVERRIDE, value?.replace('x', ','))
    case 'density':
      return override('density', String(density), DENSITY_OVERRIDE, value)
    case 'dismiss-keyguard':
      phone.power.dismissKeyguard() // stops at the PIN, without a word
      return 0
    case 'user-rotation':
      out('lock 0\n')
      return 0
    default:
      err(`Unknown command: ${verb}\n`)
      return 255
  }

  function override(what: string, physical: string, setting: string, wanted: string | undefined): number {
    if (wanted === 'reset') phone.settings.delete(setting)
    else if (wanted !== undefined) phone.settings.set(setting, wanted)
    else {
      out(`Physical ${what}: ${physical}\n`)
      const forced = phone.settings.get(setting)
      if (forced !== undefined) out(`Override ${what}: ${forced.replace(',', 'x')}\n`)
    }
    return 0
  }
}

const ime: Command = ({ args, out, err, phone }) => {
  const { inputMethods } = phone
  const [verb = ''] = args
  const component = args.slice(1).find((word) => !word.startsWith('-')) ?? ''
  if (verb === 'list') {
    const listed = args.includes('-a') ? inputMethods.list() : inputMethods.enabled()
    for (const each of listed) {
      if (args.includes('-s')) out(`${each}\n`)
      else
        out(
          `${each}:\n  mId=${each} mSettingsActivityName=null mIsVrOnly=false mSupportsSwitchingToNextInputMethod=true\n`,
        )
    }
    return 0
  }
  if (verb === 'reset') {
    const [first] = inputMethods.list()
    if (first !== undefined) inputMethods.set(first)
    out('Reset current and enabled IMEs for user #0\n')
    return 0
  }
  if (!['set', 'enable', 'disable'].includes(verb)) {
    err(`Unknown command: ${verb}\n`)
    return 255
  }
  if (!inputMethods.list().includes(component)) {
    err(
      `Unknown input method ${component} cannot be ${verb === 'set' ? 'selected' : `${verb}d`} for user #0\n`,
    )
    return 255
  }
  if (verb === 'set') {
    inputMethods.set(component)
    out(`Input method ${component} selected for user #0\n`)
    return 0
  }
  const before = inputMethods.enabled().includes(component)
  inputMethods.setEnabled(component, verb === 'enable')
  const unchanged = before === (verb === 'enable') ? 'already' : 'now'
  out(`Input method ${component}: ${unchanged} ${verb}d for user #0\n`)
  return 0
}

/** The lock credential. What changes it wants the right `--old`, if there is one; the words are Android 14's. */
const locksettings: Command = ({ args, out, err, phone }) => {
  const { power } = phone
  const [verb = ''] = args
  const old = optionValue(args, '--old') ?? ''
  if (verb === 'get-disabled') {
    out(`${!power.isSecure()}\n`)
    return 0
  }
  if (verb === 'help') {
    out(
      'lockSettings service commands:\n\nNOTE: when lock screen is set, all commands require the --old <CREDENTIAL> argument.\n',
    )
    return 0
  }
  if (!['verify', 'clear', 'set-pin'].includes(verb)) {
    err(`Unknown command: ${verb}\n`)
    return 255
  }
  if (!power.accepts(old)) {
    out(old === '' ? 'Old password not provided\n' : `Old password '${old}' didn't match\n`)
    return 255
  }
  if (verb === 'verify') out('Lock credential verified successfully\n')
  else if (verb === 'clear') {
    power.setPin(null)
    out('Lock credential cleared\n')
  } else {
    const pin = operands(args.slice(1), ['--old', '--user'])[0] ?? ''
    power.setPin(pin)
    out(`Pin set to '${pin}'\n`)
  }
  return 0
}

export const displayCommands: CommandTable = { wm, ime, locksettings }
