import type { BatteryReading, Phone } from '../android/phone.ts'
import type { Command, CommandContext } from './command.ts'
import type { BatteryOverride, DeviceState } from './device-state.ts'

/** BatteryManager's numbers (source: research/fidelity.md 7.2). */
const STATUS = { charging: 2, discharging: 3, not_charging: 4, full: 5 } as const
const HEALTH = { good: 2, overheat: 3, dead: 4, over_voltage: 5, failure: 6, cold: 7 } as const

function setBattery({ args, err, state }: CommandContext): number {
  const [verb, key, value] = args.slice(1).filter((word) => word !== '-f')
  if (verb === 'reset') {
    state.batteryOverride = null
    return 0
  }
  const override = (state.batteryOverride ??= {})
  if (verb === 'unplug') override.powered = false
  else if (!applyOverride(override, key ?? '', Number(value))) {
    err(`Unknown set option: ${key ?? ''}\n`)
    return 255
  }
  return 0
}

function applyOverride(override: BatteryOverride, key: string, amount: number): boolean {
  if (!Number.isInteger(amount)) return false
  if (key === 'level') override.level = amount
  else if (key === 'temp') override.temperatureTenths = amount
  else if (key === 'status') override.status = amount
  else if (key === 'ac' || key === 'usb' || key === 'wireless') override.powered = amount === 1
  else if (key !== 'counter' && key !== 'present' && key !== 'invalid') return false
  return true
}

/** What Android believes: the fuel gauge's word, or what `dumpsys battery set` has put in its place. */
export function believed(phone: Phone, state: DeviceState): BatteryReading & { statusCode: number } {
  const reading = phone.battery.read()
  const override = state.batteryOverride ?? {}
  const powered = override.powered ?? reading.powered
  const status = override.powered === false ? 'discharging' : reading.status
  return {
    ...reading,
    powered,
    level: override.level ?? reading.level,
    temperatureTenths: override.temperatureTenths ?? reading.temperatureTenths,
    statusCode: override.status ?? STATUS[status],
  }
}

/** `dumpsys battery`, with the lines and traps of the phone's Android and vendor (source: research/fidelity.md 7.2). */
export const dumpBattery: Command = (context) => {
  const { args, out, phone, state } = context
  if (args[1] === 'set' || args[1] === 'unplug' || args[1] === 'reset') return setBattery(context)
  const { sdk, vendor } = phone.profile
  const now = believed(phone, state)
  const lines = [
    'Current Battery Service state:',
    ...(state.batteryOverride ? ["  (UPDATES STOPPED -- use 'reset' to restart)"] : []),
    '  AC powered: false',
    `  USB powered: ${now.powered}`,
    '  Wireless powered: false',
    ...(sdk >= 31 ? ['  Dock powered: false'] : []),
    `  Max charging current: ${now.powered ? 500_000 : 0}`,
    `  Max charging voltage: ${now.powered ? 5_000_000 : 0}`,
    `  Charge counter: ${now.chargeUah}`,
    `  status: ${now.statusCode}`,
    `  health: ${HEALTH[now.health]}`,
    '  present: true',
    `  level: ${now.level}`,
    '  scale: 100',
    `  voltage: ${now.voltageMv}`,
    `  temperature: ${now.temperatureTenths}`,
    '  technology: Li-ion',
    ...(sdk >= 34 ? ['  Charging state: 0', '  Charging policy: 0'] : []),
    // A loose search for "level:" takes this line for the charge.
    ...(sdk >= 35 ? ['  Capacity level: 3'] : []),
    ...vendorLines(vendor, now),
  ]
  out(`${lines.join('\n')}\n`)
  return 0
}

/** What vendors append; their numbers beyond those of the fact sheet are assumed. */
function vendorLines(vendor: Phone['profile']['vendor'], now: BatteryReading): string[] {
  if (vendor === 'xiaomi') {
    return [
      'Battery current : 0',
      'MiuiBatteryService state:',
      '  mSoc=' + String(now.level),
      `  Low battery level: 20`,
      '  isSupportWirelessCharge: false',
    ]
  }
  if (vendor === 'samsung') {
    const left = Math.round((now.fullUah / now.designUah) * 100)
    return [
      `  batterySWSelfDischarging: 0`,
      `  batteryMiscEvent: 0`,
      `  mSavedBatteryAsoc: ${left}`,
      `  mSavedBatteryUsage: ${now.cycles * 100}`,
      `  mSavedBatteryMaxTemp: ${Math.max(430, now.temperatureTenths)}`,
      `  LLB CAL: 20230412`,
      `  current now: ${Math.round(now.currentUa / 1000)}`,
    ]
  }
  return []
}

/** `Thermal Status` by the skin's temperature (source: the severities of research/fidelity.md 7.3; the limits are a vendor's choice, assumed). */
const SEVERITIES_C = [37, 39.5, 42, 45, 50, 55]

/** `dumpsys thermalservice` (source: research/fidelity.md 7.3). */
export const dumpThermal: Command = ({ out, phone }) => {
  const { temperatureTenths } = phone.battery.read()
  const batteryC = temperatureTenths / 10
  const skinC = batteryC + 2.1
  const severity = SEVERITIES_C.filter((limit) => skinC >= limit).length
  const sensor = (value: number, type: number, name: string, status = 0) =>
    `\tTemperature{mValue=${value.toFixed(1)}, mType=${type}, mName=${name}, mStatus=${status}}\n`
  const lines = [
    sensor(batteryC + 9.5, 0, 'CPU0'),
    sensor(batteryC, 2, 'battery', severity),
    // Some phones list no skin sensor; some sensors tell nonsense.
    phone.profile.vendor === 'xiaomi' ? sensor(0, 3, 'LRB') : sensor(skinC, 3, 'skin', severity),
  ].join('')
  out(`IsStatusOverride: false
ThermalEventListeners:
\tcallbacks: 1
\tkilled: false
\tbroadcasts count: -1
ThermalStatusListeners:
\tcallbacks: 2
\tkilled: false
\tbroadcasts count: -1
Thermal Status: ${severity}
Cached temperatures:
${lines}HAL Ready: true
HAL connection:
\t${phone.profile.sdk >= 33 ? 'ThermalHAL AIDL 1' : 'ThermalHAL 2.0'} connected: yes
Current temperatures from HAL:
${lines}Current cooling devices from HAL:
`)
  return 0
}
