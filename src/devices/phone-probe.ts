import type { AdbClient } from './adb-client.ts'
import { AdbError } from './adb-protocol.ts'
import { isUserLocked, parseDeviceLocked, readKeyguard } from './keyguard.ts'

/** What is wrong with a phone that is not fit for a run. */
export type HealthFault =
  /** adb does not have it as `device`. */
  | 'not_connected'
  /** adb lists it, and no command gets an answer. */
  | 'silent'
  /** Android has not come up yet. */
  | 'booting'
  /** Only a person's PIN opens it. */
  | 'locked'
  /** adb itself does not answer. */
  | 'unaskable'

/** Whether a phone can take a run. `reason` is a sentence for people. */
export type Health = { healthy: true } | { healthy: false; fault: HealthFault; reason: string }

/** What to tell people about each state that is not `device`. */
const STATE_REASONS = new Map([
  ['absent', 'is not connected'],
  ['offline', 'is offline'],
  ['unauthorized', 'waits for USB debugging to be allowed on its screen'],
  ['authorizing', 'is still authorizing'],
  ['connecting', 'is still connecting'],
  ['no permissions', 'cannot be opened by this user (udev rules)'],
  ['clone', 'has the same hardware serial as another phone'],
  ['stranger', 'is not the phone that answers at its address'],
  ['recovery', 'is in recovery mode'],
  ['bootloader', 'is in its bootloader'],
  ['sideload', 'is in sideload mode'],
])

/**
 * Looks whether a phone is fit for a run: listed as `device`, answering within 3 s, booted, and not behind a PIN. Ends within about 25 s.
 * @throws the signal's reason when it aborts
 */
export async function probePhone(
  adb: Pick<AdbClient, 'stateOf' | 'echo' | 'shell'>,
  serial: string,
  signal: AbortSignal,
): Promise<Health> {
  try {
    const state = await adb.stateOf(serial, signal)
    if (state !== 'device')
      return unhealthy('not_connected', serial, STATE_REASONS.get(state) ?? `is in state ${state}`)
    // A phone whose USB socket is dead stays in the list as `device` (source: STF #560).
    if (!(await adb.echo(serial, signal))) return unhealthy('silent', serial, 'is listed but does not answer')
    // Empty until the boot has completed, then 1 (source: fidelity 7.8).
    const { stdout } = await adb.shell(serial, 'getprop sys.boot_completed', signal)
    if (stdout.trim() !== '1') return unhealthy('booting', serial, 'is still starting up')
    const locked = await lockOf(adb, serial, signal)
    return locked === null ? { healthy: true } : unhealthy('locked', serial, locked)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof AdbError) return unhealthy('unaskable', serial, `cannot be asked: ${error.message}`)
    throw error
  }
}

/** @returns why only a person can open the phone, null when it is open or a swipe opens it */
async function lockOf(
  adb: Pick<AdbClient, 'shell'>,
  serial: string,
  signal: AbortSignal,
): Promise<string | null> {
  // From a start until the first PIN: most apps cannot run (direct boot). A phone without a PIN has `true` at once, some builds tell nothing.
  const { stdout } = await adb.shell(serial, 'getprop sys.user.0.ce_available', signal)
  if (stdout.trim() !== 'true') {
    const users = await adb.shell(serial, 'dumpsys user', signal)
    if (isUserLocked(users.stdout)) return 'has not been unlocked since it started'
  }
  const { showing, secure } = await readKeyguard(adb, serial, signal)
  if (showing !== true || secure !== true) return null
  const trust = await adb.shell(serial, 'dumpsys trust', signal)
  // What is not told is believed of the keyguard.
  return parseDeviceLocked(trust.stdout) === false ? null : 'is locked with a PIN'
}

function unhealthy(fault: HealthFault, serial: string, what: string): Health {
  return { healthy: false, fault, reason: `phone ${serial} ${what}` }
}
