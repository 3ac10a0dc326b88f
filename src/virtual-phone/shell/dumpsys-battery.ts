import type { Command, CommandContext } from './command.ts'

const CHARGING = 2
const DISCHARGING = 3
const FULL = 5

function setBattery({ args, err, phone, state }: CommandContext): number {
  const [verb, key, value] = args.slice(1).filter((word) => word !== '-f')
  if (verb === 'reset') {
    state.batteryUpdatesStopped = false
    phone.battery.charging = true
    return 0
  }
  state.batteryUpdatesStopped = true
  const amount = Number(value)
  if (verb === 'unplug') phone.battery.charging = false
  else if (key === 'level' && Number.isInteger(amount)) phone.battery.level = amount
  else if (key === 'temp' && Number.isInteger(amount)) phone.battery.temperatureTenths = amount
  else if (key === 'ac' || key === 'usb' || key === 'wireless') phone.battery.charging = value === '1'
  else if (key === 'status') phone.battery.charging = amount === CHARGING || amount === FULL
  else {
    err(`Unknown set option: ${key ?? ''}\n`)
    return 255
  }
  return 0
}

/** `dumpsys battery`, lines and traps of Android 14 (source: research/fidelity.md 7.2). */
export const dumpBattery: Command = (context) => {
  const { args, out, phone, state } = context
  if (args[1] === 'set' || args[1] === 'unplug' || args[1] === 'reset') return setBattery(context)
  const { level, charging, temperatureTenths } = phone.battery
  const status = !charging ? DISCHARGING : level >= 100 ? FULL : CHARGING
  out(`Current Battery Service state:
${state.batteryUpdatesStopped ? "  (UPDATES STOPPED -- use 'reset' to restart)\n" : ''}  AC powered: false
  USB powered: ${charging}
  Wireless powered: false
  Dock powered: false
  Max charging current: ${charging ? 500_000 : 0}
  Max charging voltage: ${charging ? 5_000_000 : 0}
  Charge counter: ${level * 43_850}
  status: ${status}
  health: 2
  present: true
  level: ${level}
  scale: 100
  voltage: ${3_600 + level * 7}
  temperature: ${temperatureTenths}
  technology: Li-ion
  Charging state: 0
  Charging policy: 0
`)
  return 0
}

/** `dumpsys thermalservice` (source: research/fidelity.md 7.3). */
export const dumpThermal: Command = ({ out, phone }) => {
  const battery = (phone.battery.temperatureTenths / 10).toFixed(1)
  const temperatures = `\tTemperature{mValue=38.6, mType=0, mName=CPU0, mStatus=0}
\tTemperature{mValue=${battery}, mType=2, mName=battery, mStatus=0}
\tTemperature{mValue=31.2, mType=3, mName=skin, mStatus=0}
`
  out(`IsStatusOverride: false
ThermalEventListeners:
\tcallbacks: 1
\tkilled: false
\tbroadcasts count: -1
ThermalStatusListeners:
\tcallbacks: 2
\tkilled: false
\tbroadcasts count: -1
Thermal Status: 0
Cached temperatures:
${temperatures}HAL Ready: true
HAL connection:
\tThermalHAL AIDL 1 connected: yes
Current temperatures from HAL:
${temperatures}Current cooling devices from HAL:
`)
  return 0
}
