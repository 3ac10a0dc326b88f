import type { Phone } from '../android/phone.ts'
import type { Command, CommandTable } from './command.ts'

function sorted(entries: ReadonlyMap<string, string>): [string, string][] {
  return [...entries].toSorted(([left], [right]) => (left < right ? -1 : 1))
}

const getprop: Command = ({ args, out, phone }) => {
  const [name, fallback = ''] = args
  if (name !== undefined) out(`${phone.properties.get(name) ?? fallback}\n`)
  else for (const [key, value] of sorted(phone.properties)) out(`[${key}]: [${value}]\n`)
  return 0
}

const setprop: Command = ({ args, err, phone }) => {
  const [name, value] = args
  if (name === undefined || value === undefined) {
    err('usage: setprop NAME VALUE\n')
    return 1
  }
  if (name.startsWith('ro.')) {
    err(`Failed to set property '${name}' to '${value}'.\nSee dmesg for error reason.\n`)
    return 1
  }
  phone.properties.set(name, value)
  return 0
}

const NAMESPACES = new Set(['system', 'secure', 'global'])

const settings: Command = ({ args, out, err, phone }) => {
  const words = args[0] === '--user' ? args.slice(2) : args
  const [verb = '', ...after] = words
  const [namespace = '', key = '', ...value] = after[0] === '--user' ? after.slice(2) : after
  if (!['get', 'put', 'delete', 'list'].includes(verb)) {
    err(`Invalid command: ${verb}\n`)
    return 255
  }
  if (!NAMESPACES.has(namespace)) {
    err(`Invalid namespace '${namespace}'\n`)
    return 255
  }
  const name = `${namespace}/${key}`
  if (verb === 'list') {
    for (const [stored, text] of sorted(phone.settings)) {
      if (stored.startsWith(`${namespace}/`)) out(`${stored.slice(namespace.length + 1)}=${text}\n`)
    }
  } else if (key === '' || (verb === 'put' && value.length === 0)) {
    err('Bad arguments\n')
    return 255
  } else if (verb === 'get') out(`${read(name, phone) ?? 'null'}\n`)
  else if (verb === 'put' && name === 'secure/default_input_method') phone.inputMethods.set(value[0] ?? '')
  else if (verb === 'put') phone.settings.set(name, value[0] ?? '')
  else out(`Deleted ${phone.settings.delete(name) ? 1 : 0} rows\n`)
  return 0
}

/** The input methods' settings are where Android keeps their state; here it is the other way round. */
function read(name: string, phone: Phone): string | undefined {
  if (name === 'secure/default_input_method') return phone.inputMethods.current()
  if (name === 'secure/enabled_input_methods') return phone.inputMethods.enabled().join(':')
  return phone.settings.get(name)
}

export const propertyCommands: CommandTable = { getprop, setprop, settings }
