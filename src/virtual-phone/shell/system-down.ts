import type { Command } from './command.ts'

/** Programs that ask Android's services, with the service that each misses first. The others are the shell's own and go on. */
const SERVICE_OF: Readonly<Record<string, string>> = {
  am: 'activity',
  pm: 'package',
  wm: 'window',
  ime: 'input_method',
  input: 'input',
  settings: 'settings',
  locksettings: 'lock_settings',
  monkey: 'package',
  uiautomator: 'accessibility',
  appops: 'appops',
  svc: 'power',
}

/** What stands for `name` while no system server runs; undefined for a program that needs none (source: research/fidelity.md 7.5, "Unknown service"). */
export function withoutSystem(name: string): Command | undefined {
  if (name === 'cmd') return ({ args, err }) => missing(err, args.find((word) => !word.startsWith('-')) ?? '')
  if (name === 'screencap') {
    return ({ err }) => {
      err('Failed to get ID for any displays.\n')
      return 1
    }
  }
  if (name === 'dumpsys') {
    return ({ args, out }) => {
      out(`Can't find service: ${args[0] ?? ''}\n`)
      return 0
    }
  }
  const service = Object.hasOwn(SERVICE_OF, name) ? SERVICE_OF[name] : undefined
  return service === undefined ? undefined : ({ err }) => missing(err, service)
}

function missing(err: (text: string) => void, service: string): number {
  err(`cmd: Can't find service: ${service}\n`)
  return 20
}
