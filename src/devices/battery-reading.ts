import type { BatteryHealth, BatteryReading, BatteryStatus } from '../domain/battery.ts'
import type { AdbClient } from './adb-client.ts'
import { parseDataStorage } from './phone-facts.ts'

const READ_MS = 8000
const CUT = '--phonefarm--'
const POWER_SUPPLY = '/sys/class/power_supply/battery'

/** One command: each costs a slow phone half a second. What it may not read is only missing in the answer. */
const COMMAND = [
  'dumpsys battery',
  `echo ${CUT}`,
  'df -k /data 2>/dev/null',
  `echo ${CUT}`,
  `cat ${POWER_SUPPLY}/charge_full_design 2>/dev/null`,
  `echo ${CUT}`,
  `cat ${POWER_SUPPLY}/cycle_count 2>/dev/null`,
].join('; ')

const STATUS: Readonly<Record<string, BatteryStatus>> = {
  1: 'unknown',
  2: 'charging',
  3: 'discharging',
  4: 'not_charging',
  5: 'full',
}
const HEALTH: Readonly<Record<string, BatteryHealth>> = {
  2: 'good',
  3: 'overheat',
  4: 'dead',
  5: 'over_voltage',
  6: 'failure',
  7: 'cold',
}
/** Colder or hotter is a sensor that tells nonsense (source: fidelity 7.3). */
const SANE_C = { least: -30, most: 90 }

/**
 * Asks a phone for its battery and its room with one plain shell command, which disturbs no session.
 * @throws AdbError, the signal's reason when it aborts
 */
export async function readBattery(
  adb: Pick<AdbClient, 'shell'>,
  serial: string,
  signal: AbortSignal,
): Promise<BatteryReading> {
  const { stdout } = await adb.shell(serial, COMMAND, signal, READ_MS)
  const [dump = '', storage = '', design = '', cycles = ''] = stdout.split(`${CUT}\n`)
  return {
    ...parseBattery(dump),
    design_uah: positive(design.trim()),
    cycles: positive(cycles.trim()),
    free_mb: parseDataStorage(storage).free_mb,
  }
}

/** Parses `dumpsys battery` of any Android; each line whole, because vendors add others that end alike (source: fidelity 7.2). */
export function parseBattery(text: string): Omit<BatteryReading, 'design_uah' | 'cycles' | 'free_mb'> {
  const value = (name: string) => new RegExp(`^\\s*${name}: (-?\\w+)\\s*$`, 'm').exec(text)?.[1] ?? null
  const number = (name: string) => {
    const word = value(name)
    return word !== null && /^-?\d+$/.test(word) ? Number(word) : null
  }
  const tenths = number('temperature')
  const level = number('level')
  const voltage = number('voltage')
  const plugs = ['AC powered', 'USB powered', 'Wireless powered', 'Dock powered'].map(value)
  return {
    level: level !== null && level >= 0 && level <= 100 ? level : null,
    temperature_c: tenths === null ? null : saneC(tenths / 10),
    status: STATUS[value('status') ?? ''] ?? 'unknown',
    health: HEALTH[value('health') ?? ''] ?? 'unknown',
    powered: plugs.every((plug) => plug === null) ? null : plugs.includes('true'),
    // Volts on odd devices, 0 on those without a sensor.
    voltage_mv: voltage === null || voltage <= 0 ? null : voltage < 100 ? voltage * 1000 : voltage,
    charge_uah: positive(value('Charge counter') ?? ''),
  }
}

function saneC(degrees: number): number | null {
  return degrees >= SANE_C.least && degrees <= SANE_C.most ? degrees : null
}

function positive(text: string): number | null {
  return /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : null
}
