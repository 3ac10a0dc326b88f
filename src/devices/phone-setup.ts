import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { AdbClient } from './adb-client.ts'

/**
 * What a session may leave changed, by name in the settings provider: the keyboard that types Unicode (`mobile: type`, editor actions), the
 * policy for hidden interfaces (set at each start, deleted at each orderly end, as if it had never been set), animations and stay-on (nobody
 * of ours changes them, but `disableWindowAnimation`, other drivers and a person's script do). Source: docs/decisions/0014-phones-that-drift.md.
 */
const WATCHED = {
  default_input_method: 'secure',
  window_animation_scale: 'global',
  transition_animation_scale: 'global',
  animator_duration_scale: 'global',
  stay_on_while_plugged_in: 'global',
  hidden_api_policy: 'global',
  hidden_api_policy_pre_p_apps: 'global',
  hidden_api_policy_p_apps: 'global',
} as const
const NAMES = Object.keys(WATCHED)
const KEYBOARD = 'default_input_method'

/** Settings by name; null where one is not set. */
export const PhoneSetup = Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]))
export type PhoneSetup = Static<typeof PhoneSetup>

const setups = Compile(PhoneSetup)

/** Of what is stored; null for what is none. */
export function parseSetup(stored: string): PhoneSetup | null {
  const value: unknown = JSON.parse(stored)
  return setups.Check(value) ? value : null
}

/** One command for all: on a slow phone each costs half a second. */
const READ = Object.entries(WATCHED)
  .map(([name, space]) => `settings get ${space} ${name}`)
  .join('; ')
const SETUP_MS = 8000

/** Values that mean the same to every shell; no setting of ours has others. */
const PLAIN = /^[\w./:+-]+$/

/** @throws AdbError when the phone does not tell; the signal's reason */
export async function readSetup(
  adb: Pick<AdbClient, 'shell'>,
  serial: string,
  signal: AbortSignal,
): Promise<PhoneSetup | null> {
  const { stdout } = await adb.shell(serial, READ, signal, SETUP_MS)
  const lines = stdout.trim().split('\n')
  // A phone whose services are not up prints complaints instead of values.
  if (lines.length !== NAMES.length) return null
  return Object.fromEntries(NAMES.map((name, index) => [name, known(lines[index] ?? '')]))
}

function known(line: string): string | null {
  const value = line.trim()
  return value === '' || value === 'null' ? null : value
}

/** What has become of a try to put a phone's settings back. */
export interface Restored {
  /** Names that had changed. */
  changed: string[]
  /** Those of them that the phone does not let be put back. */
  refused: string[]
}

/**
 * Puts back what differs from `wanted`, and proves it.
 * @returns null when the phone does not tell its settings now
 * @throws AdbError when the phone does not answer; the signal's reason
 */
export async function restoreSetup(
  adb: Pick<AdbClient, 'shell'>,
  serial: string,
  wanted: PhoneSetup,
  signal: AbortSignal,
): Promise<Restored | null> {
  const now = await readSetup(adb, serial, signal)
  if (now === null) return null
  const changed = differences(wanted, now)
  const commands = changed.flatMap((name) => commandFor(name, wanted[name] ?? null))
  if (commands.length === 0) return { changed, refused: changed }
  await adb.shell(serial, commands.join('; '), signal, SETUP_MS)
  const after = await readSetup(adb, serial, signal)
  return after === null ? null : { changed, refused: differences(wanted, after) }
}

function differences(wanted: PhoneSetup, now: PhoneSetup): string[] {
  return NAMES.filter((name) => name in wanted && (wanted[name] ?? null) !== (now[name] ?? null))
}

function commandFor(name: string, value: string | null): string[] {
  const space = Object.entries(WATCHED).find(([known]) => known === name)?.[1]
  if (space === undefined || (value !== null && !PLAIN.test(value))) return []
  // A phone without any keyboard chosen has none to go back to.
  if (name === KEYBOARD) return value === null ? [] : [`ime enable ${value}`, `ime set ${value}`]
  return [value === null ? `settings delete ${space} ${name}` : `settings put ${space} ${name} ${value}`]
}

/** Switches the screen on and opens a keyguard that has no PIN. @throws AdbError; the signal's reason */
export async function wakeScreen(
  adb: Pick<AdbClient, 'shell'>,
  serial: string,
  signal: AbortSignal,
): Promise<void> {
  await adb.shell(serial, 'input keyevent KEYCODE_WAKEUP; wm dismiss-keyguard', signal, SETUP_MS)
}

/** Switches the screen off. @throws AdbError; the signal's reason */
export async function darkenScreen(
  adb: Pick<AdbClient, 'shell'>,
  serial: string,
  signal: AbortSignal,
): Promise<void> {
  await adb.shell(serial, 'input keyevent KEYCODE_SLEEP', signal, SETUP_MS)
}
