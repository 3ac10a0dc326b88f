import type { PhoneFacts } from '../domain/phone-facts.ts'
import type { AdbClient } from './adb-client.ts'
import { readKeyguard } from './keyguard.ts'
import { parseDisplaySize } from './phone-info.ts'

/** What only the host knows of a phone, the time and the ways to it, is added by whoever asks. */
export type ToldFacts = Omit<PhoneFacts, 'read_at' | 'transports'>

/** A second for each of some twenty questions on a slow phone. */
const PROPERTY = /^\[([^\]]+)\]: \[(.*)\]$/gm

const SETTINGS = {
  development_settings_enabled: 'global',
  adb_enabled: 'global',
  stay_on_while_plugged_in: 'global',
  window_animation_scale: 'global',
  transition_animation_scale: 'global',
  animator_duration_scale: 'global',
  screen_off_timeout: 'system',
  default_input_method: 'secure',
} as const
type Setting = keyof typeof SETTINGS

/**
 * Asks a phone what it is and how it is set up; plain shell commands that disturb no session.
 * @throws AdbError, the signal's reason when it aborts
 */
export async function readPhoneFacts(
  adb: Pick<AdbClient, 'shell'>,
  serial: string,
  signal: AbortSignal,
): Promise<ToldFacts> {
  const ask = async (command: string) => (await adb.shell(serial, command, signal)).stdout
  const properties = parseProperties(await ask('getprop'))
  const property = (name: string) => known(properties.get(name))
  const screen = parseDisplaySize(await ask('wm size'))
  const density = parseDensity(await ask('wm density'))
  const storage = parseDataStorage(await ask('df -k /data'))
  const { showing, secure } = await readKeyguard(adb, serial, signal)
  const unlocked = property('sys.user.0.ce_available')
  const settings = await readSettings(ask)
  return {
    manufacturer: property('ro.product.manufacturer'),
    sdk: whole(property('ro.build.version.sdk')),
    build: property('ro.build.display.id'),
    security_patch: property('ro.build.version.security_patch'),
    hardware_serial: property('ro.serialno') ?? property('ro.boot.serialno'),
    screen: { width: screen?.width ?? null, height: screen?.height ?? null, density },
    storage,
    keyguard: { showing, secure, user_unlocked: unlocked === null ? null : unlocked === 'true' },
    developer_settings: settings,
  }
}

async function readSettings(
  ask: (command: string) => Promise<string>,
): Promise<ToldFacts['developer_settings']> {
  const values = new Map<string, string>()
  for (const [name, space] of Object.entries(SETTINGS))
    values.set(name, (await ask(`settings get ${space} ${name}`)).trim())
  const text = (name: Setting) => known(values.get(name))
  const flag = (name: Setting) => (text(name) === null ? null : text(name) === '1')
  return {
    development_settings_enabled: flag('development_settings_enabled'),
    adb_enabled: flag('adb_enabled'),
    stay_on_while_plugged_in: whole(text('stay_on_while_plugged_in')),
    screen_off_timeout_ms: whole(text('screen_off_timeout')),
    window_animation_scale: decimal(text('window_animation_scale')),
    transition_animation_scale: decimal(text('transition_animation_scale')),
    animator_duration_scale: decimal(text('animator_duration_scale')),
    default_input_method: text('default_input_method'),
  }
}

/** Parses `getprop`; a value of several lines is left out, none that is wanted here has one. */
export function parseProperties(text: string): Map<string, string> {
  return new Map([...text.matchAll(PROPERTY)].map(([, name = '', value = '']) => [name, value]))
}

/** Parses `wm density`; the override when one is set. */
export function parseDensity(text: string): number | null {
  const [, density] = /Override density: (\d+)/.exec(text) ?? /Physical density: (\d+)/.exec(text) ?? []
  return whole(density ?? null)
}

/** Parses `df -k /data`; long device names break the columns, so the last six fields count (source: fidelity 7.8). */
export function parseDataStorage(text: string): ToldFacts['storage'] {
  const fields = text.trim().split(/\s+/).slice(-6)
  const [, total, , free, percent] = fields
  if (fields.length < 6 || !/^\d+%$/.test(percent ?? '')) return { free_mb: null, total_mb: null }
  const mb = (blocks: string | undefined) =>
    /^\d+$/.test(blocks ?? '') ? Math.floor(Number(blocks) / 1024) : null
  return { free_mb: mb(free), total_mb: mb(total) }
}

/** A missing property is empty, a missing setting `null` (source: fidelity 7.8). */
function known(value: string | undefined): string | null {
  return value === undefined || value === '' || value === 'null' || value === 'unknown' ? null : value
}

function whole(text: string | null): number | null {
  return text !== null && /^-?\d+$/.test(text) ? Number(text) : null
}

function decimal(text: string | null): number | null {
  return text !== null && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null
}
