import { activityManager } from './activity-commands.ts'
import { operands, optionValue } from './arguments.ts'
import type { Command, CommandTable } from './command.ts'
import { packageManager } from './package-commands.ts'

/** Lines that may wait for a slow reader before newer ones are dropped, as logd does with a slow client. */
const LOG_BACKLOG = 1000

const logcat: Command = async ({ args, out, phone, signal, ready }) => {
  if (args.includes('-c')) {
    phone.log.clear()
    return 0
  }
  const limit = Number(optionValue(args, '-t') ?? optionValue(args, '-T') ?? Infinity)
  out('--------- beginning of main\n')
  const recent = phone.log.recent()
  for (const line of recent.slice(Math.max(0, recent.length - limit))) out(`${line}\n`)
  if (args.includes('-d') || args.includes('-t')) return 0

  const waiting: string[] = []
  let wake: () => void = () => undefined
  const stop = phone.log.follow((line) => {
    if (waiting.length < LOG_BACKLOG) waiting.push(line)
    wake()
  })
  const onAbort = () => wake()
  signal.addEventListener('abort', onAbort)
  while (!signal.aborted) {
    for (const line of waiting.splice(0)) out(`${line}\n`)
    await ready().catch(() => undefined) // the loop's condition sees the abort
    if (waiting.length === 0 && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve))
  }
  signal.removeEventListener('abort', onAbort)
  stop()
  return 0
}

const log: Command = ({ args, phone }) => {
  const tag = optionValue(args, '-t') ?? 'log'
  phone.log.write(tag, operands(args, ['-t', '-p']).join(' '))
  return 0
}

const notification: Command = ({ args, phone }) => {
  const [verb, component] = args
  const key = 'secure/enabled_notification_listeners'
  const allowed = new Set((phone.settings.get(key) ?? '').split(':').filter(Boolean))
  if (component !== undefined && verb === 'allow_listener') allowed.add(component)
  if (component !== undefined && verb === 'disallow_listener') allowed.delete(component)
  phone.settings.set(key, [...allowed].join(':'))
  return 0
}

const wifi: Command = ({ args, out, err, phone }) => {
  const [verb, value] = args
  if (verb === 'set-wifi-enabled') {
    phone.settings.set('global/wifi_on', value === 'enabled' ? '1' : '0')
    return 0
  }
  if (verb !== 'status') {
    err(`Unknown command: ${verb ?? ''}\n`)
    return 255
  }
  if (phone.profile.sdk < 30) {
    err('No shell command implementation.\n')
    return 255
  }
  const on = phone.settings.get('global/wifi_on') !== '0'
  out(`Wifi is ${on ? 'enabled' : 'disabled'}\nWifi scanning is only available when wifi is enabled\n`)
  if (on) {
    out(`==== Primary ClientModeManager instance ====
Wifi is connected to "farm"
WifiInfo: SSID: "farm", BSSID: 02:00:00:44:55:66, MAC: 02:00:00:11:22:33, IP: /192.168.1.106, Security type: 2, Supplicant state: COMPLETED, Wi-Fi standard: 5, RSSI: -48, Link speed: 433Mbps, Frequency: 5180MHz, Net ID: 0, Metered hint: false, score: 60
`)
  }
  return 0
}

const connectivity: Command = ({ args, out, phone }) => {
  const [verb, value] = args
  if (verb !== 'airplane-mode') return 255
  if (value === undefined) {
    out(phone.settings.get('global/airplane_mode_on') === '1' ? 'enabled\n' : 'disabled\n')
    return 0
  }
  phone.settings.set('global/airplane_mode_on', value === 'enable' ? '1' : '0')
  return 0
}

const uimode: Command = ({ args, out, phone }) => {
  const [verb, value] = args
  if (verb !== 'night') return 255
  if (value !== undefined) phone.settings.set('secure/ui_night_mode', value)
  out(`Night mode: ${phone.settings.get('secure/ui_night_mode') ?? 'no'}\n`)
  return 0
}

/** `cmd SERVICE …`; services that print nothing when they succeed are listed as such. */
const CMD_SERVICES: CommandTable = {
  activity: activityManager,
  package: packageManager,
  notification,
  wifi,
  connectivity,
  uimode,
  alarm: ({ args, err, phone }) => {
    if (args[0] === 'set-timezone' && args[1] !== undefined) {
      phone.properties.set('persist.sys.timezone', args[1])
      return 0
    }
    err(`Unknown command: ${args[0] ?? ''}\n`)
    return 255
  },
  appops: () => 0,
  bluetooth_manager: () => 0,
  deviceidle: (context) => context.runCommand(['dumpsys', 'deviceidle', ...context.args]),
  input: (context) => context.runCommand(['input', ...context.args]),
  input_method: (context) => context.runCommand(['ime', ...context.args]),
  location: ({ args, out }) => {
    if (args[0] === 'is-location-enabled') out('true\n')
    return 0
  },
  lock_settings: (context) => context.runCommand(['locksettings', ...context.args]),
  overlay: () => 0,
  phone: () => 0,
  settings: (context) => context.runCommand(['settings', ...context.args]),
  statusbar: () => 0,
  window: (context) => context.runCommand(['wm', ...context.args]),
}

const cmd: Command = (context) => {
  const words = context.args[0] === '-w' ? context.args.slice(1) : context.args
  const [service = '', ...args] = words
  if (service === '-l') {
    context.out(
      `Currently running services:\n${Object.keys(CMD_SERVICES)
        .map((name) => `  ${name}\n`)
        .join('')}`,
    )
    return 0
  }
  const run = Object.hasOwn(CMD_SERVICES, service) ? CMD_SERVICES[service] : undefined
  if (run) return run({ ...context, args })
  context.err(`cmd: Can't find service: ${service}\n`)
  return 20
}

/** Bits of `stay_on_while_plugged_in` (source: android.os.BatteryManager). */
const STAY_ON: Readonly<Record<string, string>> = { true: '7', false: '0', ac: '1', usb: '2', wireless: '4' }

/** `svc wifi|data|nfc|power …`. */
const svc: Command = ({ args, err, phone }) => {
  const [service, verb] = args
  if (service === 'wifi') phone.settings.set('global/wifi_on', verb === 'enable' ? '1' : '0')
  else if (service === 'power' && verb === 'stayon') {
    phone.settings.set('global/stay_on_while_plugged_in', STAY_ON[args[2] ?? ''] ?? '0')
    if (args[2] !== 'false') phone.power.wake()
  } else if (service !== 'data' && service !== 'nfc' && service !== 'bluetooth') {
    err('Available commands:\n    help     Show information about the subcommands\n')
    return 255
  }
  return 0
}

const reboot: Command = ({ state }) => {
  state.reboot()
  return 0
}

/** `monkey -p PKG -c android.intent.category.LAUNCHER 1`, which many scripts use to open an app. */
const monkey: Command = async ({ args, out, phone }) => {
  const packageName = optionValue(args, '-p')
  if (packageName === undefined) return 0
  if (phone.activities.resolve(packageName) === null) {
    out('** No activities found to run, monkey aborted.\n')
    return 252
  }
  await phone.activities.start({ packageName, activity: null, data: null, stopFirst: false })
  out('Events injected: 1\n## Network stats: elapsed time=23ms (0ms mobile, 0ms wifi, 23ms not connected)\n')
  return 0
}

export const systemCommands: CommandTable = { logcat, log, cmd, svc, reboot, monkey, appops: () => 0 }
