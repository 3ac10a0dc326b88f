import type { Phone } from '../android/phone.ts'
import { loadOf } from './process-commands.ts'

const POWER_SUPPLY = '/sys/class/power_supply/battery'
const HEALTH_WORDS = {
  good: 'Good',
  overheat: 'Overheat',
  dead: 'Dead',
  over_voltage: 'Over voltage',
  failure: 'Unspecified failure',
  cold: 'Cold',
} as const
const STATUS_WORDS = {
  charging: 'Charging',
  discharging: 'Discharging',
  not_charging: 'Not charging',
  full: 'Full',
} as const

/** A file whose content the kernel makes when it is read; null when adb's user may not read it, undefined when it is none of these. */
export function readLiveFile(phone: Phone, path: string): string | null | undefined {
  if (path === '/proc/loadavg')
    return `${loadOf(phone).join(' ')} 3/2841 ${20_000 + phone.processes.all().length}\n`
  if (!path.startsWith(`${POWER_SUPPLY}/`)) return undefined
  const value = powerSupply(phone, path.slice(POWER_SUPPLY.length + 1))
  if (value === undefined) return undefined
  return phone.profile.powerSupplyReadable ? `${value}\n` : null
}

/** Names and units of the kernel (source: docs.kernel.org, ABI/testing/sysfs-class-power): µA, µAh, µV, tenths of a degree. */
function powerSupply({ battery }: Phone, name: string): string | undefined {
  const now = battery.read()
  const values = new Map<string, string | number>([
    ['capacity', now.level],
    ['status', STATUS_WORDS[now.status]],
    ['health', HEALTH_WORDS[now.health]],
    ['temp', now.temperatureTenths],
    ['cycle_count', now.cycles],
    ['charge_counter', now.chargeUah],
    ['charge_full', now.fullUah],
    ['charge_full_design', now.designUah],
    ['current_now', now.currentUa],
    ['voltage_now', now.voltageMv * 1000],
    ['present', 1],
    ['technology', 'Li-ion'],
    ['type', 'Battery'],
  ])
  return values.get(name)?.toString()
}
